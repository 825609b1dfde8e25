package dev.deltalex.schema;

import java.util.Locale;

/**
 * The JSON types that a parameter's schema admits, as a set of bits in an {@code int}.
 *
 * <p>An integer is a number, yet the two bits are independent: {@link #NUMBER} alone takes a value
 * as it is spelled, {@link #INTEGER} also tidies {@code 5.0} and {@code 007}.
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

  /** A JSON string; also what a parameter without a schema is. */
  public static final int STRING = 1 << 6;

  /** Every type, numbers as they are spelled. */
  static final int EVERY = NULL | BOOLEAN | NUMBER | OBJECT | ARRAY | STRING;

  /** Internal to schema reading: nothing was said, so every type is admitted. */
  static final int ANY = 1 << 7;

  private static final String[] NAMES = {
    "null", "boolean", "integer", "number", "object", "array", "string"
  };

  private ParameterType() {}

  /** The set in words, such as {@code "null|integer"}; {@code "none"} for the empty set. */
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
   * The type that a schema's {@code type} names, in any case: JSON Schema's seven and the names
   * that other languages use, such as {@code int64}, {@code uint8}, {@code float}, {@code dict},
   * {@code list}, {@code tuple}. Any other name is a {@link #STRING}.
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
   * The types that satisfy both schemas. Where one says nothing the other decides; where they
   * contradict each other the first does. The empty set stands for a schema whose types are still
   * being worked out: it leaves the other's as they are, if that says anything.
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

  /** The set to work with: where nothing was said, a string. */
  static int resolved(int types) {
    int said = types & ~ANY;
    return said == 0 || (types & ANY) != 0 ? said | STRING : said;
  }
}
