/**
 * Fuzz targets: Jazzer generates inputs, and the laws of the test kit check them. A normal build
 * replays the inputs in the resources; with {@code JAZZER_FUZZ=1} one target per JVM searches for
 * new inputs and writes its findings to the same directory.
 *
 * <p>Run by JUnit, on its thread.
 */
@NullMarked
package dev.deltalex.fuzz;

import org.jspecify.annotations.NullMarked;
