/**
 * The value dialects: what a model writes as a value, turned into strict JSON as it comes, and the
 * output that joins and escapes the spans. The doors are {@code JsonValue} (near-JSON), {@code
 * TextValue} (raw text and a schema) and {@code SpanOutput}; the rest are their rooms.
 *
 * <p>Hand-written, because values are recursive or escaped where the frame around them is not. Used
 * by {@code parse} only, on the thread that feeds the stream. No recursion; once warm, no
 * allocation.
 */
@NullMarked
package dev.deltalex.value;

import org.jspecify.annotations.NullMarked;
