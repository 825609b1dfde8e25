/**
 * The load and fault test of {@code deltalex-soak}: many clients on loopback read streams of known
 * words; some disconnect, some read slowly. It counts lost, duplicated and reordered words and
 * leaked slots.
 *
 * <p>{@link dev.deltalex.soak.SoakCommand} is the command line, {@link dev.deltalex.soak.Soak} the
 * run. Each client is a virtual thread; clients share only atomic counters, histograms and the
 * threads of the HTTP client.
 */
@NullMarked
package dev.deltalex.soak;

import org.jspecify.annotations.NullMarked;
