/**
 * Generation loops: producers of the token ring. {@link dev.deltalex.loop.GenerationLoops} opens
 * one, on CUDA or on threads of this JVM; the multiplexer and embedding engines use its ring.
 * Admission, cancellation and reading belong to the thread that owns the slot's reader; the methods
 * of a loop are thread-safe. The loops run the small n-gram model of {@code
 * dev.deltalex.loop.ngram}. The tokens per second of a loop measure the ring and the driver calls;
 * they say nothing about a large language model.
 */
@NullMarked
package dev.deltalex.loop;

import org.jspecify.annotations.NullMarked;
