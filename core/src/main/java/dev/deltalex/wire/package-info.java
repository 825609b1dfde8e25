/**
 * The wire: renderers turn the events of a stream into what clients read, as UTF-8 bytes of
 * server-sent events in a buffer that the caller owns, or folded into one JSON body.
 *
 * <p>{@link dev.deltalex.wire.WireRenderer} puts the events of any sink caller in order once, for
 * all protocols; a renderer per protocol spells them, and {@link dev.deltalex.wire.WireProtocol}
 * opens it. Servers call it. One response, with all its choices and its buffer, belongs to one
 * thread.
 */
@NullMarked
package dev.deltalex.wire;

import org.jspecify.annotations.NullMarked;
