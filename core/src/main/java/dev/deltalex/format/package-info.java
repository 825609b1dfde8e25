/**
 * One small class per wire format; its javadoc shows the wire text. {@link
 * dev.deltalex.format.Formats} finds formats by name or alias.
 *
 * <p>Exported. Engines call {@code Formats} and pass a {@link dev.deltalex.format.WireFormat} to a
 * {@link dev.deltalex.parse.StreamSpec}. Formats are built once, immutable and thread-safe.
 */
@NullMarked
package dev.deltalex.format;

import org.jspecify.annotations.NullMarked;
