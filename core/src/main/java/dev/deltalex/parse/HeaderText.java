package dev.deltalex.parse;

import dev.deltalex.grammar.AttributeTable;
import dev.deltalex.grammar.Header;
import dev.deltalex.syntax.Attributes;
import java.util.Objects;

/**
 * Interprets the text of a header that is more than a plain name, after the literal at its end was
 * read: attributes, ids, names with a prefix. Called once per header, on at most {@link
 * dev.deltalex.Limits#maxNameChars} chars.
 */
final class HeaderText {
  /** The attribute that holds the name. */
  private static final String NAME = "name";

  /** The value of {@link Attributes.Meaning#RAW} before a string. */
  private static final String RAW = "true";

  /** The values of {@link Attributes.Meaning#TYPE} before a string. */
  private static final String STRING = "string";

  private static final String AS_WRITTEN = "raw";

  /** Before the elements of an object. */
  private static final String DICT = "dict";

  /** Before the elements of an array. */
  private static final String LIST = "list";

  private HeaderText() {}

  /**
   * Sets the parser's positions of the name, and of the id or type, from {@code a[hold + nameAt,
   * end)}. A missing name is empty. Returns what the header says about the value behind it.
   */
  static ParameterTransitions.WireType read(
      ParserCore p, Header header, char[] a, int hold, int end) {
    int from = hold + p.nameAt;
    if (header.holds() == Header.Holds.ATTRIBUTES) {
      return attributes(p, Objects.requireNonNull(header.attributes()), a, from, end);
    }
    int start = from;
    int to = end;
    while (start < to && HeaderRecognition.isTrimmed(a[start])) {
      start++;
    }
    while (start < to && HeaderRecognition.isTrimmed(a[to - 1])) {
      to--;
    }
    if (header.holds() == Header.Holds.NAME_OR_ATTRIBUTE) {
      start = behindAttribute(a, start, to);
    } else if (header.holds() != Header.Holds.NAME && !header.isIdentifier()) {
      p.idFrom = (char) (start - hold);
      p.idTo = (char) (to - hold);
    }
    if (header.holds() == Header.Holds.ID || header.holds() == Header.Holds.TYPE) {
      return ParameterTransitions.WireType.UNSAID;
    }
    if (startsWith(header.prefix(), a, start, to)) {
      start += header.prefix().length();
    }
    String suffix = header.suffix();
    for (int i = to - suffix.length(); !suffix.isEmpty() && i >= start; i--) {
      if (startsWith(suffix, a, i, to)) {
        to = i;
        break;
      }
    }
    p.nameFrom = (char) (start - hold);
    p.nameTo = (char) (to - hold);
    return ParameterTransitions.WireType.UNSAID;
  }

  /** As {@link #wireType}, where chars may be spelled as entities. */
  private static ParameterTransitions.WireType decodedType(
      ParserCore p, Attributes.Meaning meaning, char[] a, int from, int to) {
    // Longer ones are none of the words, whose chars have at most 10 chars each.
    char[] chars = p.work.nameChars;
    if (!p.grammar.decodesNames() || to - from > chars.length) {
      return wireType(meaning, a, from, to);
    }
    return wireType(meaning, chars, 0, p.work.entities.decode(a, from, to, chars));
  }

  /** What an attribute with that meaning says about the value of its parameter. */
  private static ParameterTransitions.WireType wireType(
      Attributes.Meaning meaning, char[] a, int from, int to) {
    if (meaning == Attributes.Meaning.RAW) {
      return is(RAW, a, from, to)
          ? ParameterTransitions.WireType.STRING
          : ParameterTransitions.WireType.JSON;
    }
    return typed(a, from, to);
  }

  /** What a type {@code a[from, to)} says about a value. */
  static ParameterTransitions.WireType typed(char[] a, int from, int to) {
    if (is(STRING, a, from, to) || is(AS_WRITTEN, a, from, to)) {
      return ParameterTransitions.WireType.STRING;
    }
    if (is(DICT, a, from, to)) {
      return ParameterTransitions.WireType.DICT;
    }
    return is(LIST, a, from, to)
        ? ParameterTransitions.WireType.LIST
        : ParameterTransitions.WireType.JSON;
  }

  /** Whether {@code a[from, to)} is a word. */
  static boolean is(String word, char[] a, int from, int to) {
    return word.length() == to - from && startsWith(word, a, from, to);
  }

  /** The start of the name in {@code name="NAME"}; else {@code from}. */
  private static int behindAttribute(char[] a, int from, int to) {
    if (!startsWith(NAME, a, from, to)) {
      return from;
    }
    int i = behindWhitespace(a, from + NAME.length(), to);
    if (i == to || a[i] != '=') {
      return from;
    }
    i++;
    while (i < to && HeaderRecognition.isTrimmed(a[i])) {
      i++;
    }
    return i;
  }

  private static boolean startsWith(String text, char[] a, int from, int to) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (a[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static ParameterTransitions.WireType attributes(
      ParserCore p, AttributeTable by, char[] a, int from, int end) {
    int hold = from - p.nameAt;
    p.nameFrom = 0;
    p.nameTo = 0;
    ParameterTransitions.WireType type = ParameterTransitions.WireType.UNSAID;
    int i = from;
    while (i < end) {
      int name = behindWhitespace(a, i, end);
      i = name;
      while (i < end && a[i] != '=' && !Window.isWhitespace(a[i])) {
        i++;
      }
      Attributes.Meaning meaning = by.meaning(a, name, i);
      i = behindWhitespace(a, i, end);
      if (i == end || a[i] != '=') {
        continue;
      }
      i = behindWhitespace(a, i + 1, end);
      char quote = i < end && (a[i] == '"' || a[i] == '\'') ? a[i] : 0;
      int value = quote == 0 ? i : i + 1;
      i = value;
      while (i < end && (quote == 0 ? !Window.isWhitespace(a[i]) : a[i] != quote)) {
        i++;
      }
      int valueEnd = i;
      while (value < valueEnd && HeaderRecognition.isTrimmed(a[value])) {
        value++;
      }
      while (value < valueEnd && HeaderRecognition.isTrimmed(a[valueEnd - 1])) {
        valueEnd--;
      }
      if (meaning == Attributes.Meaning.ID) {
        p.idFrom = (char) (value - hold);
        p.idTo = (char) (valueEnd - hold);
      } else if (meaning == Attributes.Meaning.RAW || meaning == Attributes.Meaning.TYPE) {
        type = decodedType(p, meaning, a, value, valueEnd);
      } else if (meaning != null) {
        p.nameFrom = (char) (value - hold);
        p.nameTo = (char) (valueEnd - hold);
      }
      // The quote, or the blank after a value.
      i++;
    }
    return type;
  }

  private static int behindWhitespace(char[] a, int from, int end) {
    int i = from;
    while (i < end && Window.isWhitespace(a[i])) {
      i++;
    }
    return i;
  }
}
