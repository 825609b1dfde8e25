/**
 * The ring's memory order under jcstress: two threads race through each test many million times,
 * under every mix of compilers, and every outcome that is not listed as acceptable fails. {@link
 * dev.deltalex.ring.stress.StressTest} starts it.
 */
package dev.deltalex.ring.stress;
