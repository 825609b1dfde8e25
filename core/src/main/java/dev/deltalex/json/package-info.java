/**
 * What the readers of JSON share: parsers of jackson-core, and paths for their messages.
 *
 * <p>Not exported. Used when tools, declarations and vocabularies are read, never while a stream is
 * parsed.
 */
@NullMarked
package dev.deltalex.json;

import org.jspecify.annotations.NullMarked;
