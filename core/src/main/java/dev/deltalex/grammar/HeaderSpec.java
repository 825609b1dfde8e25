package dev.deltalex.grammar;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Part;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link Header} before its ends are known. */
record HeaderSpec(
    Header.Holds holds,
    NameCheck check,
    String prefix,
    String suffix,
    @Nullable Attributes attributes,
    boolean first,
    boolean assigns,
    @Nullable String item) {
  /** Written out for the reason that {@link dev.deltalex.syntax.Literal#equals} gives. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderSpec spec
        && holds == spec.holds
        && check == spec.check
        && first == spec.first
        && assigns == spec.assigns
        && prefix.equals(spec.prefix)
        && suffix.equals(spec.suffix)
        && Objects.equals(attributes, spec.attributes)
        && Objects.equals(item, spec.item);
  }

  @Override
  public int hashCode() {
    return 31 * prefix.hashCode() + suffix.hashCode();
  }

  /**
   * The text of a field or of attributes, with the check that its place asks for.
   *
   * @param first whether no literal of the header is before it
   */
  static HeaderSpec of(Part part, NameCheck check, boolean first) {
    if (part instanceof Attributes attributes) {
      return new HeaderSpec(Header.Holds.ATTRIBUTES, check, "", "", attributes, first, false, null);
    }
    Field field = (Field) part;
    if (field.holdsName()) {
      return new HeaderSpec(
          Header.Holds.ID_AND_NAME,
          check,
          field.prefix(),
          field.suffix(),
          null,
          first,
          false,
          null);
    }
    Header.Holds holds =
        switch (field.role()) {
          case ID -> Header.Holds.ID;
          case TYPE -> Header.Holds.TYPE;
          case NAME, KEY -> Header.Holds.NAME;
        };
    NameCheck needed = holds == Header.Holds.NAME ? check : NameCheck.ANY;
    return new HeaderSpec(holds, needed, field.prefix(), field.suffix(), null, first, false, null);
  }

  /** The name of a tool, which {@code (} follows. */
  static HeaderSpec callee(NameCheck check) {
    return new HeaderSpec(Header.Holds.CALLEE, check, "", "", null, true, false, null);
  }

  /** The name of an argument, which {@code =} follows. */
  static HeaderSpec keyword() {
    return new HeaderSpec(Header.Holds.KEYWORD, NameCheck.ANY, "", "", null, false, false, null);
  }

  /** The text behind {@code <function } in {@code <function NAME>}: see {@link Sibling}. */
  static HeaderSpec sibling(NameCheck check) {
    return new HeaderSpec(Header.Holds.NAME_OR_ATTRIBUTE, check, "", "", null, false, false, null);
  }

  /** As {@link Header#assigns}. */
  HeaderSpec assigned() {
    return new HeaderSpec(holds, check, prefix, suffix, attributes, first, true, item);
  }

  /** As {@link Header#item}. */
  HeaderSpec item(String name) {
    return new HeaderSpec(holds, check, prefix, suffix, attributes, first, assigns, name);
  }

  Header build(List<Edge> ends) {
    AttributeTable table = attributes == null ? null : new AttributeTable(attributes);
    return Header.of(this, table, ends);
  }
}
