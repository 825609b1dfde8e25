/**
 * The tables that one interpreter reads for every wire format: states (places in the text),
 * branches (markers and what they lead to) and looks (what must follow before a marker counts).
 *
 * <p>Not exported. Formats build a {@link dev.deltalex.grammar.Grammar} once with {@link
 * dev.deltalex.grammar.GrammarBuilder}, which has it checked by {@link
 * dev.deltalex.grammar.GrammarCheck}, and hand it out as a {@link
 * dev.deltalex.grammar.TableFormat}; the parser only reads it. Everything is immutable after
 * building and may be shared by any threads. Nothing here reads input.
 */
@NullMarked
package dev.deltalex.grammar;

import org.jspecify.annotations.NullMarked;
