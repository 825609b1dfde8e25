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
  /** Nothing: it is discarded. */
  STRAY(Region.CALL);

  private final Region region;

  TextKind(Region region) {
    this.region = region;
  }

  /** The region that is reported to the sink. */
  public Region region() {
    return region;
  }
}
