/**
 * The reference language model: an integer back-off n-gram model with speculative decoding, learned
 * at start-up from a corpus that this package writes itself. {@link
 * dev.deltalex.loop.ngram.NgramModel} holds vocabulary, tokenizer and tables and is immutable;
 * {@link dev.deltalex.loop.ngram.HostStep} is one step of one slot, the twin of {@code step.h}, on
 * one thread at a time per slot. Only generation loops and tests call in here.
 */
@NullMarked
package dev.deltalex.loop.ngram;

import org.jspecify.annotations.NullMarked;
