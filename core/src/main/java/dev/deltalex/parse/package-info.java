/**
 * The parser. A {@link dev.deltalex.parse.StreamSpec} says what the responses to a request have in
 * common; a {@link dev.deltalex.parse.StreamPool} lends a {@link dev.deltalex.parse.StreamParser}
 * for each response. These three are the interface; everything else is internal.
 *
 * <p>How a delta flows:
 *
 * <ol>
 *   <li>{@code StreamParser} is a handle. A delta that only continues an open text is passed from
 *       it to the sink ({@code HandleFastPath}).
 *   <li>Any other delta is read by the pooled {@code ParserCore}, whose state between two deltas is
 *       in {@code StreamState} and, for text without a meaning yet, {@code Hold}; {@code LifeCycle}
 *       says which call is legal. {@code TextFastPath} and {@code TokenFastPath} read deltas that
 *       differ from the above only by a held newline, their length, or by being tokens.
 *   <li>What remains is joined to the held text and read by the interpreter, one object per {@code
 *       Workspace} in layers: {@code Window} maps chars to offsets; {@code QuotedMarkers} tells
 *       markers that are only quoted; {@code ParameterTransitions} opens and closes parameters,
 *       {@code Transitions} carries out the other actions of markers; {@code CallRecognition}
 *       decides whether a JSON object is a call; {@code MessageRecognition} and {@code
 *       HeaderRecognition} find the end of a header and what it names; {@code Lookahead} decides
 *       whether a marker counts, by what follows it; {@code GrammarInterpreter} scans to the next
 *       marker of the current state, and repeats.
 *   <li>{@code JsonCall} reads calls that are written as JSON; package {@code value} reads values
 *       and joins the spans for the sink.
 * </ol>
 *
 * <p>{@code Priming} reads the generation prompt, {@code EndOfStream} settles what is held when the
 * stream ends, {@code Snapshot} saves and loads a stream between two deltas. A parser and its pool
 * are used by one thread at a time.
 */
@NullMarked
package dev.deltalex.parse;

import org.jspecify.annotations.NullMarked;
