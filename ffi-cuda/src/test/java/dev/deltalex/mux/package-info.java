/**
 * Tests of the multiplexer. {@link dev.deltalex.mux.MuxRig} is a shard on the test's thread, with a
 * clock that the test sets and a {@link dev.deltalex.mux.ScriptedProducer} instead of a model.
 */
@NullMarked
package dev.deltalex.mux;

import org.jspecify.annotations.NullMarked;
