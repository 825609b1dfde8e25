/**
 * The lexer: finding the next char that matters, and escaping text for JSON, at memory speed.
 *
 * <p>Internal: the packages above call it and nothing else may. A {@link CharScanner} is stateless
 * and shared by all threads; {@link Scanners} picks one for the process. Only this package touches
 * the Vector API.
 */
@NullMarked
package dev.deltalex.scan;

import org.jspecify.annotations.NullMarked;
