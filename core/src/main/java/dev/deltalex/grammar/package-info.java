/**
 * The tables that one interpreter reads for every wire format, and how they are computed from a
 * declaration.
 *
 * <p>A state defines how text is read, an edge is a literal and what it leads to, a lookahead is
 * what must follow for a literal to count. {@link dev.deltalex.grammar.Layout} derives all of them
 * from a {@link dev.deltalex.syntax.Syntax}; {@link dev.deltalex.grammar.GrammarCheck} checks them;
 * {@link dev.deltalex.grammar.DeclaredFormat} computes them when the first stream of a format
 * opens.
 *
 * <p>Not exported. A {@link dev.deltalex.grammar.Grammar} is immutable and may be shared by any
 * threads. Nothing here reads input.
 */
@NullMarked
package dev.deltalex.grammar;

import org.jspecify.annotations.NullMarked;
