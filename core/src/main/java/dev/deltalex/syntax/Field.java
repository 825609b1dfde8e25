package dev.deltalex.syntax;

import java.util.Objects;

/**
 * A part of a header whose text the model chooses. It ends at the literal after it; without one, at
 * the end of the line or at what may follow the header.
 *
 * <p>With a prefix or suffix only the text between them is the name; for an {@link Role#ID} the
 * whole text is the id and the text between them is the call's name: {@code functions.NAME:0} with
 * prefix {@code functions.} and suffix {@code :}. The suffix is searched from the end.
 *
 * @param role what the text is
 * @param prefix removed from the start if present; empty for none
 * @param suffix removed with everything after it if present; empty for none
 */
public record Field(Role role, String prefix, String suffix) implements Part {
  /** What the text of a field is. */
  public enum Role {
    /** The name of the tool. */
    NAME,
    /** The model's id of the call. */
    ID,
    /** The name of a parameter. */
    KEY,
    /** The type of a parameter's value, as that of {@link Attributes.Meaning#TYPE}. */
    TYPE
  }

  /** Refuses null. */
  public Field {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(suffix, "suffix");
  }

  /** An id that contains the name of the tool between two literals. */
  public Field holdingName(String newPrefix, String newSuffix) {
    return new Field(role, newPrefix, newSuffix);
  }

  /** A name whose prefix is not part of it. */
  public Field without(String newPrefix) {
    return new Field(role, newPrefix, suffix);
  }

  /** Whether the text also contains the name of the tool. */
  public boolean holdsName() {
    return role == Role.ID && !(prefix.isEmpty() && suffix.isEmpty());
  }
}
