/**
 * Measures a ratio: our code and a floor for it, in one JVM, in alternating slices of some tens of
 * microseconds, so that the clock, neighbours and the heap hit both. Knows nothing of what is
 * measured. One thread measures.
 */
@NullMarked
package dev.deltalex.bench.ratio;

import org.jspecify.annotations.NullMarked;
