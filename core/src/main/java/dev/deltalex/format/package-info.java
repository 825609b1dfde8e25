/**
 * One small class per wire format: the wire text as its comment, its grammar, its default options.
 * {@link dev.deltalex.format.Formats} finds them by name or alias.
 *
 * <p>Exported. Engines call {@code Formats} and hand a {@link dev.deltalex.format.WireFormat} to a
 * {@link dev.deltalex.parse.StreamSpec}; the parser looks none up. Everything is built once,
 * immutable and shared by any threads.
 */
@NullMarked
package dev.deltalex.format;

import org.jspecify.annotations.NullMarked;
