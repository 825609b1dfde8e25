package dev.deltalex.cuda.driver;

/**
 * What the driver says of one device.
 *
 * @param ordinal its number, from 0
 * @param name such as {@code NVIDIA H100}
 * @param major compute capability, before the dot
 * @param minor compute capability, after the dot
 * @param multiprocessors how many blocks can make progress at once, at least
 */
public record DeviceInfo(int ordinal, String name, int major, int minor, int multiprocessors) {}
