/**
 * Decoding of the parser's input: vocabularies of tokens, their readers, and UTF-8 that may be
 * split inside a code point.
 *
 * <p>Exported. A {@link dev.deltalex.text.Vocabulary} is immutable and can be shared by all
 * threads; {@link dev.deltalex.text.VocabularyReader} reads it from a model's file, once; a {@link
 * dev.deltalex.text.Utf8Carry} is used by one stream.
 */
@NullMarked
package dev.deltalex.text;

import org.jspecify.annotations.NullMarked;
