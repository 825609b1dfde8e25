/**
 * Compares compiled versions of core in one JVM: {@code CompareJars} loads each version into a
 * class loader of its own and times slices of the same scenarios in turn. Contains no JMH suite.
 *
 * <p>{@code CompareJars}, {@code Side} and {@code SharedTexts} run in the application's loader and
 * use no class of core. {@code Driver} and the scenarios are loaded again for each version; both
 * halves exchange types of the JDK only. One thread runs everything.
 */
@NullMarked
package dev.deltalex.bench.compare;

import org.jspecify.annotations.NullMarked;
