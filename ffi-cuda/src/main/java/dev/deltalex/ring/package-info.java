/**
 * The token ring: one single-producer single-consumer ring of 32-bit words per stream, in a flat
 * block that a device, another process or a thread of this JVM writes. {@link
 * dev.deltalex.ring.RingLayout} has the offsets, {@link dev.deltalex.ring.RingReader} is the
 * consumer, {@link dev.deltalex.ring.RingWriter} the producer, {@link dev.deltalex.ring.SharedRing}
 * a block in a file. Generation loops and the multiplexer use it. A slot has one reading and one
 * writing thread at a time; neither blocks the other.
 */
@NullMarked
package dev.deltalex.ring;

import org.jspecify.annotations.NullMarked;
