package dev.deltalex.value;

import static dev.deltalex.schema.ParameterType.ARRAY;
import static dev.deltalex.schema.ParameterType.BOOLEAN;
import static dev.deltalex.schema.ParameterType.INTEGER;
import static dev.deltalex.schema.ParameterType.NULL;
import static dev.deltalex.schema.ParameterType.NUMBER;
import static dev.deltalex.schema.ParameterType.OBJECT;
import static dev.deltalex.schema.ParameterType.STRING;

import dev.deltalex.Limits;
import dev.deltalex.schema.ParameterType;

/**
 * Decides which JSON value the complete text of a value means, given the types that its schema
 * admits.
 *
 * <p>The first type that fits of null, boolean, integer, number, object and array; else the text is
 * a string. If a string is admitted, the others fit only in their exact JSON spelling. Outer
 * whitespace (space, tab, line feed, carriage return) is ignored, but a string is the whole text.
 *
 * <p>A decision is one {@code long}; {@link #kind}, {@link #from} and {@link #to} decode it.
 * Deciding allocates nothing, throws nothing for any text, and takes linear time.
 */
public final class Coercion {
  /** Maximum length of a text that is examined, in chars; a longer one is a string. */
  public static final int MAX_LENGTH = (1 << 29) - 1;

  /**
   * In place of bits of {@link ParameterType}: the response says that the value is JSON, of any
   * kind.
   */
  public static final int WIRE_JSON = 2 * ParameterType.STRING;

  /** What the text stands for. */
  public enum Kind {
    /** {@code null}. */
    NULL,
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE,
    /** The range, which is strict JSON. */
    VERBATIM,
    /** A minus sign, then the range. */
    NEGATED,
    /** The range and then the brackets that {@link Coercion#missingClosers} names; a repair. */
    MISSING_CLOSERS,
    /** The range, a JSON scalar, though the schema admits none of its kind. */
    MISFIT,
    /**
     * The range, which is no JSON object or array: what {@link NearJson} reads, else the range if
     * it is a JSON string, else as {@link #FAILED}.
     */
    NEAR_JSON,
    /** The whole text as a string, which the schema admits. */
    STRING,
    /** The whole text as a string, though the schema admits none. */
    FAILED,
    /** The whole text as a string, since it is nested too deep. */
    TOO_DEEP
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int KIND_SHIFT = 58;
  private static final int START_SHIFT = 29;

  /** No fit; a valid decision is never negative. */
  private static final long NO_FIT = -1;

  private Coercion() {}

  /** As {@link #decide(int, char[], int, int, int)} with the default depth. */
  public static long decide(int types, char[] a, int from, int to) {
    return decide(types, a, from, to, Limits.DEFAULT.maxDepth());
  }

  /**
   * Decides what {@code a[from, to)} means.
   *
   * @param types bits of {@link ParameterType}; the empty set counts as STRING
   * @param depth most levels of nesting of an object or array, 1 to 256
   */
  public static long decide(int types, char[] a, int from, int to, int depth) {
    if (isOnlyString(types) || to - from > MAX_LENGTH) {
      return whole(Kind.STRING, from, to);
    }
    if (types == WIRE_JSON) {
      return wireJson(a, from, to, depth);
    }
    boolean string = (types & STRING) != 0;
    if (types == (STRING | NULL)) {
      // Such a value is streamed unless it is exactly null, so whitespace makes it a string.
      boolean isNull = isWord(a, from, to, JsonTokens.NULL, false);
      return whole(isNull ? Kind.NULL : Kind.STRING, from, to);
    }
    int start = from;
    int end = to;
    while (start < end && JsonTokens.isSpace(a[start])) {
      start++;
    }
    while (start < end && JsonTokens.isSpace(a[end - 1])) {
      end--;
    }
    if (start == end) {
      return whole(string ? Kind.STRING : Kind.FAILED, from, to);
    }
    long scalar = scalar(types, a, from, start, end);
    if (scalar != NO_FIT) {
      return scalar;
    }
    if ((types & (OBJECT | ARRAY)) == 0) {
      return whole(string ? Kind.STRING : Kind.FAILED, from, to);
    }
    Kind kind =
        string ? exactStructure(types, a, start, end, depth) : structure(a, start, end, depth);
    return kind.compareTo(Kind.STRING) >= 0
        ? whole(kind, from, to)
        : decision(kind, from, start, end);
  }

  /** What the text stands for. */
  public static Kind kind(long decision) {
    return KINDS[(int) (decision >>> KIND_SHIFT)];
  }

  /** Start of the decision's range in the array; {@code from} as given to {@link #decide}. */
  public static int from(long decision, int from) {
    return from + ((int) (decision >>> START_SHIFT) & MAX_LENGTH);
  }

  /** End of the decision's range in the array; {@code from} as given to {@link #decide}. */
  public static int to(long decision, int from) {
    return from + ((int) decision & MAX_LENGTH);
  }

  /**
   * The missing brackets of a {@link Kind#MISSING_CLOSERS}, in the order in which they must be
   * appended.
   *
   * @param from start of the decision's range
   * @param to its end
   * @param depth as given to {@link #decide}
   * @param out receives them, from index 0 on; at least {@code depth} long
   * @return their number
   */
  public static int missingClosers(char[] a, int from, int to, int depth, char[] out) {
    return JsonSyntax.missing(JsonSyntax.check(a, from, to, depth, out));
  }

  /**
   * Whether a value can be streamed as a string from its first char on, since no other type that
   * {@code types} admits begins so. With STRING and NULL only, a text that begins with {@code n} or
   * {@code N} can stream from the first char on by which it differs from {@code null}.
   *
   * @param types bits of {@link ParameterType}
   * @param first the value's first char after the framing that the format strips. Whitespace does
   *     not decide if other types than null are admitted beside strings: call again with the first
   *     char that is not whitespace
   */
  public static boolean mayStreamAsString(int types, char first) {
    if (isOnlyString(types)) {
      return true;
    }
    if ((types & STRING) == 0) {
      return false;
    }
    return switch (first) {
      case 'n', 'N' -> (types & NULL) == 0;
      case 't', 'f' -> (types & BOOLEAN) == 0;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          (types & (INTEGER | NUMBER)) == 0;
      case '{' -> (types & OBJECT) == 0;
      case '[' -> (types & ARRAY) == 0;
      case ' ', '\t', '\n', '\r' -> types == (STRING | NULL);
      default -> true;
    };
  }

  private static boolean isOnlyString(int types) {
    return (types & ~STRING) == 0;
  }

  /** Null, boolean, integer and number, in this order. */
  private static long scalar(int types, char[] a, int base, int from, int to) {
    boolean exact = (types & STRING) != 0;
    if (((types & NULL) != 0 || !exact) && isWord(a, from, to, JsonTokens.NULL, false)) {
      return decision(Kind.NULL, base, from, to);
    }
    if ((types & BOOLEAN) != 0) {
      // 1 and 0 are booleans if at most null is admitted beside boolean; any other type may claim
      // them.
      boolean digits = (types & ~NULL) == BOOLEAN && to - from == 1;
      if (isWord(a, from, to, JsonTokens.TRUE, exact) || digits && a[from] == '1') {
        return decision(Kind.TRUE, base, from, to);
      }
      if (isWord(a, from, to, JsonTokens.FALSE, exact) || digits && a[from] == '0') {
        return decision(Kind.FALSE, base, from, to);
      }
    }
    if ((types & INTEGER) != 0) {
      long integer = exact ? exactInteger(a, base, from, to) : integer(a, base, from, to);
      if (integer != NO_FIT) {
        return integer;
      }
    }
    boolean number = (types & NUMBER) != 0 || (types & INTEGER) != 0 && !exact;
    return number && JsonSyntax.isNumber(a, from, to)
        ? decision(Kind.VERBATIM, base, from, to)
        : NO_FIT;
  }

  private static long exactInteger(char[] a, int base, int from, int to) {
    int first = a[from] == '-' ? from + 1 : from;
    return JsonSyntax.digits(a, first, to) == to && JsonSyntax.isNumber(a, from, to)
        ? decision(Kind.VERBATIM, base, from, to)
        : NO_FIT;
  }

  /**
   * Digits with an optional sign, leading zeros and a fraction of zeros: only sign and digits are
   * kept.
   */
  private static long integer(char[] a, int base, int from, int to) {
    boolean negative = a[from] == '-';
    int first = negative || a[from] == '+' ? from + 1 : from;
    int end = JsonSyntax.digits(a, first, to);
    if (end == first || end < to && !isZeroFraction(a, end, to)) {
      return NO_FIT;
    }
    int significant = first;
    while (significant < end - 1 && a[significant] == '0') {
      significant++;
    }
    if (negative) {
      return significant == first
          ? decision(Kind.VERBATIM, base, from, end)
          : decision(Kind.NEGATED, base, significant, end);
    }
    return decision(Kind.VERBATIM, base, significant, end);
  }

  private static boolean isZeroFraction(char[] a, int from, int to) {
    int i = from + 1;
    while (i < to && a[i] == '0') {
      i++;
    }
    return a[from] == '.' && i == to && to - from > 1;
  }

  /** If strings are admitted: valid JSON of an admitted kind, or a string. */
  private static Kind exactStructure(int types, char[] a, int from, int to, int depth) {
    char first = a[from];
    int type = first == '{' ? OBJECT : first == '[' ? ARRAY : 0;
    if ((types & type) == 0) {
      return Kind.STRING;
    }
    return switch (JsonSyntax.answer(JsonSyntax.check(a, from, to, depth, null))) {
      case JsonSyntax.VALID -> Kind.VERBATIM;
      case JsonSyntax.TOO_DEEP -> Kind.TOO_DEEP;
      default -> Kind.STRING;
    };
  }

  /** If strings are not admitted: the JSON that the text is, or that it can be read as. */
  private static Kind structure(char[] a, int from, int to, int depth) {
    return switch (JsonSyntax.answer(JsonSyntax.check(a, from, to, depth, null))) {
      case JsonSyntax.VALID ->
          switch (a[from]) {
            case '{', '[' -> Kind.VERBATIM;
            case '"' -> Kind.NEAR_JSON;
            default -> Kind.MISFIT;
          };
      case JsonSyntax.UNCLOSED -> Kind.MISSING_CLOSERS;
      case JsonSyntax.TOO_DEEP -> Kind.TOO_DEEP;
      default ->
          switch (a[from]) {
            case '{', '[', '(', '`', '"' -> Kind.NEAR_JSON;
            default -> Kind.FAILED;
          };
    };
  }

  /** Valid JSON of any kind without the whitespace around it, else a string. */
  private static long wireJson(char[] a, int from, int to, int depth) {
    int start = from;
    int end = to;
    while (start < end && JsonTokens.isSpace(a[start])) {
      start++;
    }
    while (start < end && JsonTokens.isSpace(a[end - 1])) {
      end--;
    }
    int answer =
        start == end
            ? JsonSyntax.INVALID
            : JsonSyntax.answer(JsonSyntax.check(a, start, end, depth, null));
    return switch (answer) {
      case JsonSyntax.VALID -> decision(Kind.VERBATIM, from, start, end);
      case JsonSyntax.TOO_DEEP -> whole(Kind.TOO_DEEP, from, to);
      default -> whole(Kind.FAILED, from, to);
    };
  }

  /**
   * Whether the range is {@code word}, which is in lower case; in any case unless {@code exact}.
   */
  private static boolean isWord(char[] a, int from, int to, char[] word, boolean exact) {
    if (exact) {
      return JsonTokens.isWord(word, a, from, to);
    }
    if (to - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      char c = a[from + i];
      char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
      if (lower != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static long whole(Kind kind, int from, int to) {
    return decision(kind, from, from, Math.min(to, from + MAX_LENGTH));
  }

  private static long decision(Kind kind, int base, int from, int to) {
    return (long) kind.ordinal() << KIND_SHIFT | (long) (from - base) << START_SHIFT | to - base;
  }
}
