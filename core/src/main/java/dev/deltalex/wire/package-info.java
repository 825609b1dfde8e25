/**
 * Renderers of the protocols of clients: they write the events of a stream as UTF-8 bytes to a
 * buffer that the caller owns, as server-sent events or as one JSON body.
 *
 * <p>{@link dev.deltalex.wire.WireRenderer} has the logic that all protocols share, a subclass per
 * protocol the syntax; {@link dev.deltalex.wire.WireProtocol} creates them. All choices of a
 * response and its buffer must be used by one thread.
 */
@NullMarked
package dev.deltalex.wire;

import org.jspecify.annotations.NullMarked;
