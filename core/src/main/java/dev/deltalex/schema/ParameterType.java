package dev.deltalex.schema;

import java.util.Locale;

/**
 * The JSON types that a parameter's schema admits, as a set of bits in an {@code int}.
 *
 * <p>The bits of integer and number are independent: with {@link #NUMBER} only, a number is emitted
 * as the model wrote it; with {@link #INTEGER}, {@code 5.0} and {@code 007} are converted to
 * integers.
 */
public final class ParameterType {
  /** JSON null. */
  public static final int NULL = 1;

  /** JSON true and false. */
  public static final int BOOLEAN = 1 << 1;

  /** A number without fraction. */
  public static final int INTEGER = 1 << 2;

  /** Any number. */
  public static final int NUMBER = 1 << 3;

  /** A JSON object. */
  public static final int OBJECT = 1 << 4;

  /** A JSON array. */
  public static final int ARRAY = 1 << 5;

  /** A JSON string; also the type of a parameter that is not declared. */
  public static final int STRING = 1 << 6;

  /** All types; numbers are emitted as the model wrote them. */
  static final int EVERY = NULL | BOOLEAN | NUMBER | OBJECT | ARRAY | STRING;

  /** Internal to schema reading: no restriction, so all types are admitted. */
  static final int ANY = 1 << 7;

  private static final String[] NAMES = {
    "null", "boolean", "integer", "number", "object", "array", "string"
  };

  private ParameterType() {}

  /** The names of the types, such as {@code "null|integer"}; {@code "none"} for the empty set. */
  public static String describe(int types) {
    StringBuilder words = new StringBuilder();
    for (int bit = 0; bit < NAMES.length; bit++) {
      if ((types & 1 << bit) != 0) {
        words.append(words.isEmpty() ? "" : "|").append(NAMES[bit]);
      }
    }
    return words.isEmpty() ? "none" : words.toString();
  }

  /**
   * The type for a name in a schema's {@code type}, case-insensitive: the seven of JSON Schema and
   * names of other languages, such as {@code int64}, {@code uint8}, {@code float}, {@code dict},
   * {@code list}, {@code tuple}. Any other name is {@link #STRING}.
   */
  public static int named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "null" -> NULL;
      case "boolean", "bool", "binary" -> BOOLEAN;
      case "double" -> NUMBER;
      case "object", "map" -> OBJECT;
      case "array", "tuple", "set" -> ARRAY;
      default -> byPrefix(lower);
    };
  }

  private static int byPrefix(String lower) {
    if (startsWithAny(lower, "int", "uint", "long", "short", "unsigned")) {
      return INTEGER;
    }
    if (startsWithAny(lower, "num", "float")) {
      return NUMBER;
    }
    if (lower.startsWith("dict")) {
      return OBJECT;
    }
    return lower.startsWith("list") ? ARRAY : STRING;
  }

  private static boolean startsWithAny(String name, String... prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The types that satisfy both schemas. If one has no restriction, the result is the other; if
   * they contradict each other, the result is the first. The empty set is a schema whose types are
   * not resolved yet: the result is then the other, if that has a restriction.
   */
  static int intersection(int first, int second) {
    if (first == 0 || second == 0) {
      int other = first | second;
      return other == ANY ? 0 : other;
    }
    boolean firstOpen = (first & ANY) != 0;
    boolean secondOpen = (second & ANY) != 0;
    if (firstOpen || secondOpen) {
      return firstOpen && secondOpen ? first | second : firstOpen ? second : first;
    }
    int both = first & second;
    int either = first | second;
    if ((both & NUMBER) == 0 && (either & NUMBER) != 0 && (either & INTEGER) != 0) {
      both |= admitsInteger(first) && admitsInteger(second) ? INTEGER : 0;
    }
    return both == 0 ? first : both;
  }

  private static boolean admitsInteger(int types) {
    return (types & (INTEGER | NUMBER)) != 0;
  }

  /**
   * The resolved set: if there was no restriction, or only a circle of references, also strings,
   * and objects and arrays that are valid JSON.
   */
  static int resolved(int types) {
    int said = types & ~ANY;
    return said == 0 || (types & ANY) != 0 ? said | STRING | OBJECT | ARRAY : said;
  }
}
