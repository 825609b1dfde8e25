/**
 * Tests only: compiles and configures the emulated CUDA driver of {@code src/test/native}. Its
 * settings are global in the process: a test that changes them resets them first.
 */
package dev.deltalex.cuda.emulated;
