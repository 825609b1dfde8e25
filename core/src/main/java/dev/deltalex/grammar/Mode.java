package dev.deltalex.grammar;

/**
 * The purpose of a way: determines which names are accepted, and what the end of the stream means.
 */
enum Mode {
  /** A call opens, a pair's literal first. */
  OPEN(NameCheck.CALLABLE, AtEnd.TRUNCATED_OPENER),
  /** A call opens whose pairs are open already. */
  NEXT(NameCheck.CALLABLE, AtEnd.REJECT),
  /** As {@link #NEXT}, behind text: needs a declared name. */
  BEHIND_TEXT(NameCheck.DECLARED, AtEnd.REJECT),
  /**
   * A call opens whose optional pairs are missing: needs a declared name, then a parameter or the
   * call's closer.
   */
  BARE(NameCheck.DECLARED, AtEnd.REJECT),
  /** What may follow a closer. */
  FOLLOW(NameCheck.NOT_EMPTY, AtEnd.ACCEPT),
  /** A call that a value quotes: needs a parameter or the call's closer. */
  QUOTED(NameCheck.NOT_EMPTY, AtEnd.REJECT),
  /** A call without its pairs that a value quotes. */
  QUOTED_BARE(NameCheck.UNDECLARED, AtEnd.REJECT),
  /** A parameter opens in a call. */
  PARAMETER(NameCheck.PARAMETER, AtEnd.CUT_NAME),
  /** A parameter that may end the value before it, whose closer is missing. */
  NEW_PARAMETER(NameCheck.NEW_PARAMETER, AtEnd.REJECT),
  /** A parameter after a value's closer; it opens at once. */
  DIRECT_PARAMETER(NameCheck.ANY, AtEnd.ACCEPT),
  /** A parameter after a doubled closer; it is only checked, and then read again. */
  ANY_PARAMETER(NameCheck.ANY, AtEnd.ACCEPT);

  /** What the name must be in the format's own spelling. */
  final NameCheck check;

  final AtEnd atEnd;

  Mode(NameCheck check, AtEnd atEnd) {
    this.check = check;
    this.atEnd = atEnd;
  }

  /** What the name must be in a {@link Sibling sibling's} spelling. */
  NameCheck siblingCheck() {
    return switch (this) {
      case OPEN, NEXT, BEHIND_TEXT, BARE, FOLLOW -> NameCheck.DECLARED;
      case QUOTED, QUOTED_BARE -> check;
      case PARAMETER, NEW_PARAMETER, DIRECT_PARAMETER, ANY_PARAMETER ->
          NameCheck.DECLARED_PARAMETER;
    };
  }

  /** Whether the ways are only checked: nothing opens at their ends. */
  boolean looksOnly() {
    return this == FOLLOW || this == QUOTED || this == QUOTED_BARE;
  }

  /** Whether a header needs one more sign that a call is meant. */
  boolean needsSign() {
    return this == BARE || this == QUOTED || this == QUOTED_BARE;
  }

  /** Whether a first literal suffices: what follows it may be damaged. */
  boolean takesDamage() {
    return this == DIRECT_PARAMETER || this == ANY_PARAMETER;
  }
}
