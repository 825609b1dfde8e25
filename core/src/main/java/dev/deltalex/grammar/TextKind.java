package dev.deltalex.grammar;

import dev.deltalex.Region;

/** What the text of a state belongs to. */
public enum TextKind {
  /** The answer. */
  CONTENT(Region.CONTENT),
  /** The model's reasoning. */
  REASONING(Region.REASONING),
  /** The value of a parameter. */
  VALUE(Region.CALL),
  /** Nothing, inside a call: it is discarded. */
  STRAY(Region.CALL),
  /** Nothing, between the calls of a section: it is discarded. */
  SECTION(Region.CONTENT),
  /** Nothing, in a block that is discarded. */
  DISCARDED(Region.CONTENT);

  private final Region region;

  TextKind(Region region) {
    this.region = region;
  }

  /** Whether the text is discarded. */
  public boolean isDiscarded() {
    return this == STRAY || this == SECTION || this == DISCARDED;
  }

  /** The region that is reported to the sink. */
  public Region region() {
    return region;
  }
}
