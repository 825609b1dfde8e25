package dev.deltalex.value;

/**
 * Transcribes Python literals to strict JSON: {@code {'a': (1, True, None)}} becomes {@code
 * {"a":[1,true,null]}}.
 *
 * <p>Lists, tuples and dictionaries of strings, numbers, True, False and None fit, as the Python
 * grammar spells them. Sets, bytes, formatted strings, complex numbers, nan, inf, comments and
 * expressions do not. A dictionary's key that is no string becomes its JSON text as a string;
 * tuples as keys do not fit. Lone surrogates, raw or as escapes, stay: {@link LoneSurrogates}.
 *
 * <p>A pure function; no recursion, and no allocation but for the output's growth.
 */
public final class PythonValue {
  /** Maximum levels of nesting, plus one for the level outside of all brackets. */
  private static final int LEVELS = 257;

  // Kinds of brackets. A parenthesis is a tuple once it has a comma, or if it is empty.
  private static final int DICTIONARY = 0;
  private static final int LIST = 1;
  private static final int PARENTHESIS = 2;
  private static final int TUPLE = 3;

  // What may follow.
  private static final int VALUE = 0;
  private static final int ELEMENT_OR_CLOSER = 1;
  private static final int KEY_OR_CLOSER = 2;
  private static final int COLON = 3;
  private static final int COMMA_OR_CLOSER = 4;

  // Not String constants, for the reason in JsonTokens.
  private static final char[] TRUE = "True".toCharArray();
  private static final char[] FALSE = "False".toCharArray();

  private PythonValue() {}

  /**
   * Appends the JSON text of the literal {@code a[from, to)}: a list, tuple or dictionary without
   * whitespace around it.
   *
   * @param maxDepth most levels of nesting, 1 to 256
   * @return whether it is such a literal; if not, {@code out} is as it was
   */
  public static boolean append(char[] a, int from, int to, int maxDepth, GrowableChars out) {
    int length = out.length();
    boolean fits =
        from < to
            && isOpener(a[from])
            && transcribe(a, from, to, maxDepth, out)
            && isCloser(out.array()[out.length() - 1]);
    if (!fits) {
      out.truncate(length);
    }
    return fits;
  }

  private static boolean transcribe(char[] a, int from, int to, int maxDepth, GrowableChars out) {
    // By depth: the kind of the open bracket, and behind these, where it was written.
    int[] kinds = out.stack(2 * LEVELS);
    int depth = 0;
    int next = VALUE;
    // A comma is written only once something follows it: JSON has no trailing ones.
    boolean comma = false;
    int i = from;
    while (i < to) {
      char c = a[i];
      if (isSpace(c)) {
        i++;
        continue;
      }
      if (next == COMMA_OR_CLOSER && c == ',' && depth > 0) {
        kinds[depth] = kinds[depth] == PARENTHESIS ? TUPLE : kinds[depth];
        next = kinds[depth] == DICTIONARY ? KEY_OR_CLOSER : ELEMENT_OR_CLOSER;
        comma = true;
        i++;
        continue;
      }
      if (isCloser(c)) {
        if (depth == 0 || !closes(c, kinds[depth], next)) {
          return false;
        }
        close(c, kinds[depth], kinds[LEVELS + depth], next, out);
        depth--;
        next = COMMA_OR_CLOSER;
        i++;
      } else {
        if (comma) {
          out.append(',');
        }
        if (next <= ELEMENT_OR_CLOSER && isOpener(c)) {
          if (depth == maxDepth) {
            return false;
          }
          kinds[++depth] = c == '{' ? DICTIONARY : c == '[' ? LIST : PARENTHESIS;
          kinds[LEVELS + depth] = out.length();
          out.append(c == '{' ? '{' : '[');
          next = c == '{' ? KEY_OR_CLOSER : ELEMENT_OR_CLOSER;
          i++;
        } else {
          i = token(a, i, to, next, out);
          if (i < 0) {
            return false;
          }
          next = next == KEY_OR_CLOSER ? COLON : next == COLON ? VALUE : COMMA_OR_CLOSER;
        }
      }
      comma = false;
    }
    return depth == 0;
  }

  /** Closes a bracket. Parentheses around a single value are none in JSON. */
  private static void close(char closer, int kind, int opened, int next, GrowableChars out) {
    if (kind == PARENTHESIS && next == COMMA_OR_CLOSER) {
      out.replace(opened, ' ');
    } else {
      out.append(closer == '}' ? '}' : ']');
    }
  }

  /** Writes a key, a colon or a scalar; the index behind it, or -1 if none stands there. */
  private static int token(char[] a, int i, int to, int next, GrowableChars out) {
    if (next == COMMA_OR_CLOSER) {
      return -1;
    }
    if (next == COLON) {
      out.append(':');
      return a[i] == ':' ? i + 1 : -1;
    }
    if (PythonString.startsAt(a, i, to)) {
      return PythonString.append(a, i, to, out);
    }
    if (next != KEY_OR_CLOSER) {
      return scalar(a, i, to, out);
    }
    out.append('"');
    int end = scalar(a, i, to, out);
    out.append('"');
    return end;
  }

  /** A number or one of Python's three words. Letters that follow a word are not its end. */
  private static int scalar(char[] a, int i, int to, GrowableChars out) {
    return switch (a[i]) {
      case 'T' -> word(a, i, to, TRUE, JsonTokens.TRUE, out);
      case 'F' -> word(a, i, to, FALSE, JsonTokens.FALSE, out);
      case 'N' -> word(a, i, to, JsonTokens.NONE, JsonTokens.NULL, out);
      default -> PythonNumber.append(a, i, to, out);
    };
  }

  private static int word(char[] a, int from, int to, char[] word, char[] json, GrowableChars out) {
    if (!JsonTokens.begins(word, a, from, to)) {
      return -1;
    }
    out.append(json, 0, json.length);
    return from + word.length;
  }

  /** Whether the closer fits its bracket and what stands before it, a trailing comma included. */
  private static boolean closes(char closer, int kind, int next) {
    boolean behindValue = next == COMMA_OR_CLOSER;
    boolean behindComma = next == ELEMENT_OR_CLOSER;
    return switch (kind) {
      case DICTIONARY -> closer == '}' && (behindValue || next == KEY_OR_CLOSER);
      case LIST -> closer == ']' && (behindValue || behindComma);
      default -> closer == ')' && (behindValue || behindComma);
    };
  }

  private static boolean isOpener(char c) {
    return c == '{' || c == '[' || c == '(';
  }

  private static boolean isCloser(char c) {
    return c == '}' || c == ']' || c == ')';
  }

  /** What Python skips between tokens inside brackets. */
  static boolean isSpace(char c) {
    return JsonTokens.isSpace(c) || c == '\f';
  }
}
