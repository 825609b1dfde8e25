/**
 * One small class per wire format: the wire text as its comment, and its declaration. {@link
 * dev.deltalex.format.Formats} finds them by name or alias; {@link dev.deltalex.format.WireFormat}
 * is also where a format of one's own begins.
 *
 * <p>Exported. Engines call {@code Formats} and pass a {@code WireFormat} to a {@link
 * dev.deltalex.parse.StreamSpec}; the parser looks none up. Everything is immutable and may be
 * shared by any threads; tables are computed when the first stream of a format opens.
 */
@NullMarked
package dev.deltalex.format;

import org.jspecify.annotations.NullMarked;
