/**
 * The Maven goal {@code jmh:run}. It runs inside Maven's JVM, on one thread; everything measured
 * runs in JVMs that it forks.
 */
package dev.deltalex.jmh;
