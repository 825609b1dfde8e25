/**
 * Tests of the multiplexer. {@link dev.deltalex.mux.MuxRig} is a whole shard on the test's own
 * thread, with a clock that stands still unless told, fed by a {@link
 * dev.deltalex.mux.ScriptedProducer} in place of a model.
 */
@NullMarked
package dev.deltalex.mux;

import org.jspecify.annotations.NullMarked;
