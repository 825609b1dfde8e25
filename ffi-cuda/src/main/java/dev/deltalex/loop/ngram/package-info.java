/**
 * The reference language model: an n-gram model with back-off and speculative decoding in integer
 * arithmetic, trained at start-up on a corpus that this package generates. {@link
 * dev.deltalex.loop.ngram.NgramModel} has the vocabulary, the tokenizer and the tables and is
 * immutable; {@link dev.deltalex.loop.ngram.HostStep} runs one step of a slot, equivalent to {@code
 * step.h}, on one thread at a time per slot. Only generation loops and tests use this package.
 */
@NullMarked
package dev.deltalex.loop.ngram;

import org.jspecify.annotations.NullMarked;
