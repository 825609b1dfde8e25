/**
 * Tests only: the frame of the checks that need a GPU. They carry the tag {@code gpu}, run wherever
 * {@code libcuda.so.1} finds a device, skip themselves with a line otherwise, and fail instead of
 * skipping under {@code -Dgpu.required=true}.
 */
package dev.deltalex.cuda.gpu;
