/**
 * How a wire format is declared: literals, and what they open, separate and close. A {@link
 * dev.deltalex.syntax.Syntax} is a value; tables, lookahead, recovery and test texts are derived
 * from it.
 *
 * <p>Exported. Declarations are written with the static methods of {@link dev.deltalex.syntax.Say},
 * checked by {@link dev.deltalex.syntax.SyntaxCheck} and given a name by {@link
 * dev.deltalex.format.WireFormat#format}; {@link dev.deltalex.syntax.CanonicalText} writes texts in
 * a declared format. Everything is immutable and may be shared by any threads.
 */
@NullMarked
package dev.deltalex.syntax;

import org.jspecify.annotations.NullMarked;
