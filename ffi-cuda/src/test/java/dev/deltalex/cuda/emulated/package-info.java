/**
 * Tests only: the emulated CUDA driver of {@code src/test/native}, compiled and steered. Its
 * settings are the process's: tests that change them reset them first.
 */
package dev.deltalex.cuda.emulated;
