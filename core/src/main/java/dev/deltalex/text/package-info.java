/**
 * Text on its way to the parser: token vocabularies, streamed UTF-8 and reusable char buffers.
 *
 * <p>Exported. A {@link Vocabulary} is immutable and shared by all threads; a {@link Utf8Carry} and
 * a {@link CharSlabs} belong to one thread (a stream's and a pool's).
 */
@NullMarked
package dev.deltalex.text;

import org.jspecify.annotations.NullMarked;
