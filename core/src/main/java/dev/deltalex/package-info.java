/**
 * The types of a parser's interface: its events ({@link DeltaSink}), its configuration ({@link
 * ParserOptions}, {@link Limits}) and the enums of both.
 *
 * <p>All other packages may use this one; it uses none of them. A callback runs on the thread that
 * calls the parser.
 */
@NullMarked
package dev.deltalex;

import org.jspecify.annotations.NullMarked;
