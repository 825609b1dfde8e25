package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * What the edges of a set of {@linkplain Way ways} have in common.
 *
 * @param guard {@link Guard} bits that must hold
 * @param drop whether the whitespace before them is discarded
 * @param report what is reported at their offset, or null
 * @param path with which the names of their lookaheads begin: ways with equal names share them
 */
record Edges(Mode mode, int guard, boolean drop, @Nullable Diagnostic report, String path) {
  /** Edges whose lookaheads are named after the mode. */
  Edges(Mode mode, int guard, boolean drop, @Nullable Diagnostic report) {
    this(mode, guard, drop, report, mode.name());
  }

  /** Edges of a level whose lookaheads are its own. */
  Edges inLevel(int level) {
    return new Edges(mode, guard, drop, report, mode.name() + "_IN_LEVEL_" + level);
  }
}
