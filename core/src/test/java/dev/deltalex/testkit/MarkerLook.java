package dev.deltalex.testkit;

/**
 * Looks ahead for the markers of the tagged formats. Every method takes the index where a marker
 * should begin and returns the index behind it, or one of {@link #NO}, {@link #END}, {@link #OVER}.
 */
final class MarkerLook {
  /** It is not there. */
  static final int NO = -1;

  /** The text ended before that could be told. */
  static final int END = -2;

  /** The window ended before that could be told. */
  static final int OVER = -3;

  /** Most spaces and tabs before a tag's last char. */
  private static final int MOST_BLANKS = 16;

  private final String text;
  private final SpecialTokens tokens;
  private final boolean restricted;
  private final int nameLimit;

  /** Index of the first char that may not be looked at any more: its arrival ends the hold. */
  private int edge;

  /** The name inside the last whole header or parameter tag that was found. */
  private String name = "";

  /** Index of the '<' of the last header that was looked for. */
  private int headerAt;

  MarkerLook(ReferenceInput input) {
    text = input.text();
    tokens = input.tokens();
    restricted = input.restricted();
    nameLimit = input.limits().maxNameChars();
  }

  MarkerLook window(int holdStart, int heldChars) {
    edge = holdStart + heldChars;
    return this;
  }

  String name() {
    return name;
  }

  int headerAt() {
    return headerAt;
  }

  /** The char at {@code i}, or END or OVER. */
  int see(int i) {
    return i >= text.length() ? END : i >= edge ? OVER : text.charAt(i);
  }

  /** Whether the marker may begin at {@code p}, by the tokens that the text came as. */
  private boolean counts(int p, String literal) {
    return !restricted || !tokens.have(literal) || tokens.beginAt(p);
  }

  /** {@code stem}, a few spaces and tabs, {@code last}. */
  int tag(int p, String stem, char last) {
    if (see(p) >= 0 && !counts(p, stem + last)) {
      return NO;
    }
    for (int i = 0; i < stem.length(); i++) {
      int c = see(p + i);
      if (c != stem.charAt(i)) {
        return c < 0 ? c : NO;
      }
    }
    int q = p + stem.length();
    int blanksEnd = q + MOST_BLANKS;
    while (q < blanksEnd && (see(q) == ' ' || see(q) == '\t')) {
      q++;
    }
    int c = see(q);
    return c < 0 ? c : c == last ? q + 1 : NO;
  }

  /** The first index from {@code p} on that is not whitespace; what is there may be END or OVER. */
  int pastWhitespace(int p) {
    int q = p;
    while (see(q) == ' ' || see(q) == '\t' || see(q) == '\n' || see(q) == '\r') {
      q++;
    }
    return q;
  }

  /** {@code <function=NAME>} with a name. */
  int header(int p) {
    headerAt = p;
    int raw = tag(p, "<function", '=');
    if (raw < 0) {
      return raw;
    }
    int end = rawTo(raw);
    return end < 0 ? end : name.isEmpty() ? NO : end;
  }

  /** {@code <tool_call>}, whitespace, header. */
  int wrapped(int p) {
    int q = tag(p, "<tool_call", '>');
    return q < 0 ? q : header(pastWhitespace(q));
  }

  /** {@code <parameter=NAME>}, with a name or without. */
  int parameter(int p) {
    int raw = tag(p, "<parameter", '=');
    return raw < 0 ? raw : rawTo(raw);
  }

  private int rawTo(int from) {
    int q = from;
    while (true) {
      int c = see(q);
      if (c < 0) {
        return c;
      }
      if (c == '>') {
        name = stripped(text.substring(from, q));
        return q + 1;
      }
      if (!raw(c) || q - from >= nameLimit) {
        return NO;
      }
      q++;
    }
  }

  static boolean raw(int c) {
    return c != '<' && c != '>' && c != '\n' && c != '\r';
  }

  static String stripped(String raw) {
    int from = 0;
    int to = raw.length();
    while (from < to && " \t\n\r'\"".indexOf(raw.charAt(from)) >= 0) {
      from++;
    }
    while (from < to && " \t\n\r'\"".indexOf(raw.charAt(to - 1)) >= 0) {
      to--;
    }
    return raw.substring(from, to);
  }

  /**
   * A parameter's closer, damaged or not: {@code </parameter}, at most 16 other chars, and {@code
   * >}; or up to the '<' of the next tag, which is not part of it.
   */
  int closer(int p) {
    String stem = "</parameter";
    if (see(p) >= 0 && !counts(p, stem)) {
      return NO;
    }
    for (int i = 0; i < stem.length(); i++) {
      int c = see(p + i);
      if (c != stem.charAt(i)) {
        return c < 0 ? c : NO;
      }
    }
    int from = p + stem.length();
    for (int q = from; ; q++) {
      int c = see(q);
      if (c < 0) {
        return c;
      }
      if (c == '>') {
        return q + 1;
      }
      if (c == '<') {
        return q;
      }
      if (q - from >= 16) {
        return NO;
      }
    }
  }

  /**
   * What may stand behind the closer that ends at {@code q}; the result's sign is all that counts.
   */
  private int behindCloser(int q, boolean mayDouble) {
    int p = pastWhitespace(q);
    int found = best(parameter(p), tag(p, "</function", '>'));
    found = best(found, tag(p, "</tool_call", '>'));
    found = best(found, header(p));
    found = best(found, wrapped(p));
    if (mayDouble && found < 0) {
      int second = closer(p);
      found = best(found, second < 0 ? second : behindCloser(second, false));
    }
    return found;
  }

  /** What may stand behind a {@code </function>} inside a value. */
  private int behindFunction(int q) {
    int p = pastWhitespace(q);
    return best(tag(p, "</tool_call", '>'), best(header(p), wrapped(p)));
  }

  /** What may stand behind a {@code </tool_call>} inside a value. */
  private int behindToolCall(int q) {
    int p = pastWhitespace(q);
    return best(tag(p, "</think", '>'), best(header(p), wrapped(p)));
  }

  /**
   * A parameter's closer that counts inside a value, by what stands behind it; {@code ends} tells
   * whether the end of the text may stand there, too.
   */
  int closingParameter(int p, boolean ends) {
    int end = closer(p);
    return end < 0 ? end : confirmed(end, behindCloser(end, true), ends);
  }

  /** As above, for {@code </function>}. */
  int closingFunction(int p, boolean ends) {
    int end = tag(p, "</function", '>');
    return end < 0 ? end : confirmed(end, behindFunction(end), ends);
  }

  /** As above, for {@code </tool_call>}. */
  int closingToolCall(int p, boolean ends) {
    int end = tag(p, "</tool_call", '>');
    return end < 0 ? end : confirmed(end, behindToolCall(end), ends);
  }

  /** A {@code </tool_call>} that came as one special token, or as the beginning of one. */
  int callCloserToken(int p) {
    int end = tag(p, "</tool_call", '>');
    return end < 0 || tokens.cover(p, end) ? end : NO;
  }

  /**
   * What may stand behind such a closer inside a JSON string, if it ends the call: the end of
   * reasoning, or the opener of a call and the beginning of its object.
   */
  int behindCallCloserToken(int q) {
    int p = pastWhitespace(q);
    int opener = tag(p, "<tool_call", '>');
    if (opener >= 0) {
      int object = pastWhitespace(opener);
      object = see(object) == '[' ? pastWhitespace(object + 1) : object;
      int c = see(object);
      opener = c == '{' ? object : c < 0 ? c : NO;
    }
    return best(tag(p, "</think", '>'), opener);
  }

  private static int confirmed(int end, int follows, boolean ends) {
    return follows >= 0 || follows == END && ends ? end : follows;
  }

  /** Of two alternatives: the one that is there, else the one that may still be. */
  static int best(int one, int other) {
    return one >= 0 || other == NO ? one : other >= 0 || one == NO ? other : Math.max(one, other);
  }
}
