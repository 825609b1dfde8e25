/**
 * The multiplexer: from tokens in a ring to events in the sinks of many streams.
 *
 * <p>A {@link dev.deltalex.mux.StreamMultiplexer} serves a range of a ring's slots on one thread; a
 * {@link dev.deltalex.mux.MultiplexerGroup} runs several, each on a {@link
 * dev.deltalex.mux.MultiplexerThread}. Hosts open and cancel streams from any thread and never wait
 * for a shard; every sink is called on its shard's thread only. Once warm, polling allocates
 * nothing except 32 bytes for each stream that begins.
 */
@NullMarked
package dev.deltalex.mux;

import org.jspecify.annotations.NullMarked;
