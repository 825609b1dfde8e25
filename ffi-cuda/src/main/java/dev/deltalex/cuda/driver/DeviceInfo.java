package dev.deltalex.cuda.driver;

/**
 * Properties of a device, as the driver reports them.
 *
 * @param ordinal its number, from 0
 * @param name such as {@code NVIDIA H100}
 * @param major compute capability, before the dot
 * @param minor compute capability, after the dot
 * @param multiprocessors the number of multiprocessors
 */
public record DeviceInfo(int ordinal, String name, int major, int minor, int multiprocessors) {}
