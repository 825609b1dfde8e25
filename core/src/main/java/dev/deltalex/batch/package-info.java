/**
 * Recorded responses, a JSON object a line, to messages, a line each, in the same order.
 *
 * <p>{@link dev.deltalex.batch.BatchInput} reads whole lines into a {@link
 * dev.deltalex.batch.BatchChunk}, {@link dev.deltalex.batch.BatchParser} writes the chunk's output.
 * Nothing here starts a thread: a program that wants several has a parser for each, and writes the
 * chunks in the order in which it filled them. Memory depends on the number of chunks and on {@link
 * dev.deltalex.batch.BatchInput#MAX_LINE}, not on the length of the input.
 */
@NullMarked
package dev.deltalex.batch;

import org.jspecify.annotations.NullMarked;
