package dev.deltalex.testkit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What must hold for every input, whatever it is. The names in front are those of the
 * documentation.
 */
public enum Law {
  /** The events do not depend on how the text was cut, nor on the entry point. */
  CHUNKING("L1"),
  /** Events come in order, calls are dense and contiguous, regions fit. */
  ORDER("L2"),
  /** Text comes out as it went in, and nothing vanishes but markup. */
  LOSSLESS("L3"),
  /** The arguments of a complete call are one strict JSON object, each parameter once. */
  ARGUMENTS("L4"),
  /** At any moment arguments could be closed by quotes and brackets. */
  CLOSABLE("L4b"),
  /** No more is held than allowed, and what is certain was said. */
  HOLD("L5"),
  /** Nothing is thrown, and a feed after the end is refused. */
  TOTAL("L7"),
  /** A parser that was reset says what a new one says. */
  RESET("L9"),
  /** No event ends in half a surrogate pair of the source. */
  SURROGATES("L10"),
  /** A stream may move to another parser between two deltas. */
  SNAPSHOT("L11"),
  /** The {@link SyntaxReference} is of the same opinion. */
  OPINION("reference"),
  /** A generated text is read as what it was made from. */
  MADE("made");

  /** Every law. */
  public static final Set<Law> ALL = Collections.unmodifiableSet(EnumSet.allOf(Law.class));

  /** The laws that cost a few parses: enough for most cases of a long hunt. */
  public static final Set<Law> CHEAP =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(RESET, SNAPSHOT)));

  private final String label;

  Law(String label) {
    this.label = label;
  }

  /** A failure of this law, in words. */
  String broken(String how) {
    return label + ": " + how;
  }
}
