/**
 * Tests of the ring's memory order with jcstress: two threads run each test many million times,
 * with all combinations of JIT compilers, and every outcome that is not listed as acceptable is a
 * failure. {@link dev.deltalex.ring.stress.StressTest} starts it.
 */
package dev.deltalex.ring.stress;
