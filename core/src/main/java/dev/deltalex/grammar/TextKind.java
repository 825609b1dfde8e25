package dev.deltalex.grammar;

import dev.deltalex.Region;

/** Whose text a state reads. */
public enum TextKind {
  /** The answer. */
  CONTENT(Region.CONTENT),
  /** The model's reasoning. */
  REASONING(Region.REASONING),
  /** The value of a parameter. */
  VALUE(Region.CALL),
  /** Nobody's: it is discarded. */
  STRAY(Region.CALL);

  private final Region region;

  TextKind(Region region) {
    this.region = region;
  }

  /** The region that an engine is told. */
  public Region region() {
    return region;
  }
}
