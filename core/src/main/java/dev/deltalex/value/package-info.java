/**
 * Values: what a model writes as a value becomes strict JSON while it is read. {@code JsonRepair}
 * reads near-JSON, {@code TextValue} raw text whose schema is known ({@code Coercion} decides what
 * a finished one is; {@code NestedText} knows the elements around it), {@code SpanOutput} joins and
 * escapes the spans for the sink. {@code JsonBytes} escapes text to UTF-8 for {@code wire} and
 * {@code batch}.
 *
 * <p>Not exported: the rest is used by {@code parse} only, on the thread that feeds the stream.
 * Hand-written automata, because values nest and have escapes, unlike the tags around them. No
 * recursion; once warm, no allocation: buffers come from {@code CharArrayPool}.
 */
@NullMarked
package dev.deltalex.value;

import org.jspecify.annotations.NullMarked;
