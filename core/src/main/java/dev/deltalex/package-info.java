/**
 * The vocabulary of Deltalex: what a parser reports ({@link DeltaSink}), what it may be told
 * ({@link ParserOptions}, {@link Limits}) and the small enums both sides share.
 *
 * <p>Every other package may use this one; it uses none of them. All types are immutable values or
 * callbacks; a callback runs on the thread that calls the parser.
 */
@NullMarked
package dev.deltalex;

import org.jspecify.annotations.NullMarked;
