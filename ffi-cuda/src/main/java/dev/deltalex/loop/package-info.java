/**
 * Generation loops: producers of the token ring. {@link dev.deltalex.loop.GenerationLoops} opens
 * one, on CUDA or on threads of this JVM; the multiplexer and embedding engines use its ring.
 * Admission, cancellation and reading belong to the thread that owns the slot's reader; what a loop
 * has of its own may be called by any thread. The model behind the loops is {@code ngram}: a real
 * language model, and a tiny one. What a loop generates per second is a measure of the ring and of
 * the calls around it, never of a large language model.
 */
@NullMarked
package dev.deltalex.loop;

import org.jspecify.annotations.NullMarked;
