/**
 * Tests only: support code of the checks that require a GPU. They have the tag {@code gpu} and run
 * if {@code libcuda.so.1} finds a device. Otherwise they are skipped with a line on the console, or
 * fail with {@code -Dgpu.required=true}.
 */
package dev.deltalex.cuda.gpu;
