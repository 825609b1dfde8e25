/**
 * Fuzz targets: Jazzer makes inputs, the test kit's laws judge them. A plain build replays the
 * inputs that lie in the resources; with {@code JAZZER_FUZZ=1} one target per JVM searches for new
 * ones, and what it finds lands beside the others.
 *
 * <p>Run by JUnit, on its thread.
 */
@NullMarked
package dev.deltalex.fuzz;

import org.jspecify.annotations.NullMarked;
