/**
 * Text on its way to the parser: vocabularies of tokens and UTF-8 that may be cut inside a code
 * point.
 *
 * <p>Exported. A {@link dev.deltalex.text.Vocabulary} is immutable and shared by all threads; a
 * {@link dev.deltalex.text.Utf8Carry} belongs to one stream.
 */
@NullMarked
package dev.deltalex.text;

import org.jspecify.annotations.NullMarked;
