package dev.deltalex.host;

/**
 * Writes JSON strings for responses and terminals. Control chars are escaped, those of the C1 range
 * as well, since terminals interpret them. A lone surrogate, which has no UTF-8 encoding, becomes
 * U+FFFD.
 */
public final class JsonStrings {
  private static final char REPLACEMENT = '\ufffd';

  private JsonStrings() {}

  /** The text as a JSON string. */
  public static String quote(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }

  /** Appends the text as a JSON string. */
  public static void quote(StringBuilder out, CharSequence text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else if (Character.isSurrogate(c)) {
            out.append(REPLACEMENT);
          } else if (Character.isISOControl(c)) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit(c >> shift & 0xF, 16));
    }
  }
}
