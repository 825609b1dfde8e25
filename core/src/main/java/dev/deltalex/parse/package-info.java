/**
 * The parser: one {@link dev.deltalex.parse.StreamParser} per stream reads deltas by a grammar's
 * tables and hands events to a sink.
 *
 * <p>How a delta flows: an entry point turns it into chars; {@code GrammarInterpreter} scans to the
 * next marker of the current state; {@code Lookahead} decides whether a marker counts; {@code
 * Transitions} does what it says; {@code EndOfStream} settles what is still held when the stream
 * ends. A parser and its pool belong to one thread.
 */
@NullMarked
package dev.deltalex.parse;

import org.jspecify.annotations.NullMarked;
