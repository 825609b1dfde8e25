package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * What the edges of a set of {@linkplain Way ways} have in common.
 *
 * @param guard {@link Guard} bits that must hold
 * @param drop whether the whitespace before them is discarded
 * @param report what is reported at their offset, or null
 */
record Edges(Mode mode, int guard, boolean drop, @Nullable Diagnostic report) {}
