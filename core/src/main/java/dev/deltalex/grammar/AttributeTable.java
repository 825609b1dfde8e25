package dev.deltalex.grammar;

import dev.deltalex.syntax.Attributes;
import org.jspecify.annotations.Nullable;

/** The attributes of a tag that describe a call, by name. Immutable. */
public final class AttributeTable {
  private final String[] names;
  private final Attributes.Meaning[] meanings;
  private final boolean entities;

  AttributeTable(Attributes attributes) {
    names = attributes.by().keySet().toArray(new String[0]);
    meanings = attributes.by().values().toArray(new Attributes.Meaning[0]);
    entities = attributes.entities();
  }

  /** Whether names, keys and ids spell some chars as entities. */
  public boolean entities() {
    return entities;
  }

  /** What the value of the attribute called {@code a[from, to)} is, or null if it is not listed. */
  public Attributes.@Nullable Meaning meaning(char[] a, int from, int to) {
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      if (name.length() == to - from && matches(name, a, from)) {
        return meanings[i];
      }
    }
    return null;
  }

  private static boolean matches(String name, char[] a, int from) {
    for (int i = 0; i < name.length(); i++) {
      if (a[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Names, meanings and whether there are entities, for prints and digests. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      out.append(i == 0 ? "" : ",").append(names[i]).append(':').append(meanings[i]);
    }
    return out.append(entities ? " entities" : "").toString();
  }
}
