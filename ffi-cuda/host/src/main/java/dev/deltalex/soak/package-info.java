/**
 * The load and fault run behind {@code deltalex soak}: many clients on loopback read streams whose
 * every word is known, some leave, some read slowly; what is lost, doubled, out of order or never
 * freed is counted.
 *
 * <p>{@link dev.deltalex.soak.Soak} is the way in, for the command line only. A client is a virtual
 * thread; it shares counters and histograms, which are atomic, and nothing else.
 */
@NullMarked
package dev.deltalex.soak;

import org.jspecify.annotations.NullMarked;
