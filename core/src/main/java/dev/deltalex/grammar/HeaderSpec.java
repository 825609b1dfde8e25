package dev.deltalex.grammar;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Header} whose end literals are not known yet. */
record HeaderSpec(
    Header.Holds holds,
    NameCheck check,
    String prefix,
    String suffix,
    @Nullable Attributes attributes) {
  /** The text of a field or of attributes, with the name check of the way that it is part of. */
  static HeaderSpec of(Part part, NameCheck check) {
    if (part instanceof Attributes attributes) {
      return new HeaderSpec(Header.Holds.ATTRIBUTES, check, "", "", attributes);
    }
    Field field = (Field) part;
    if (field.holdsName()) {
      return new HeaderSpec(Header.Holds.ID_AND_NAME, check, field.prefix(), field.suffix(), null);
    }
    boolean isId = field.role() == Field.Role.ID;
    Header.Holds holds = isId ? Header.Holds.ID : Header.Holds.NAME;
    NameCheck needed = isId ? NameCheck.ANY : check;
    return new HeaderSpec(holds, needed, field.prefix(), field.suffix(), null);
  }

  Header build(List<Edge> ends) {
    AttributeTable table = attributes == null ? null : new AttributeTable(attributes);
    return Header.of(this, table, ends);
  }
}
