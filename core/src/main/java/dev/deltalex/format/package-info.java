/**
 * One small class per wire format: the wire text as its comment, its grammar, its defaults. {@link
 * dev.deltalex.format.Formats} finds them by name or alias.
 *
 * <p>Engines call {@code Formats}; the parser never does, it is handed a {@link
 * dev.deltalex.grammar.WireFormat}. Everything is built once, immutable and shared by any threads.
 */
@NullMarked
package dev.deltalex.format;

import org.jspecify.annotations.NullMarked;
