/**
 * The multiplexer: reads the tokens of many streams from a ring and delivers events to their sinks.
 *
 * <p>A {@link dev.deltalex.mux.StreamMultiplexer} serves a range of a ring's slots on one thread; a
 * {@link dev.deltalex.mux.MultiplexerGroup} runs several, each on a {@link
 * dev.deltalex.mux.MultiplexerThread}. Hosts open and cancel streams on any thread without
 * blocking; a sink is called on its shard's thread only. After warm-up, polling allocates nothing
 * except 32 bytes for each stream that begins.
 */
@NullMarked
package dev.deltalex.mux;

import org.jspecify.annotations.NullMarked;
