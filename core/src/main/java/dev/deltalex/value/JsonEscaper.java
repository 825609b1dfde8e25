package dev.deltalex.value;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Scanners;

/** Text to the inside of a JSON string: short escapes where JSON has one, else four digits. */
public final class JsonEscaper {
  private JsonEscaper() {}

  /** Whether JSON must escape {@code c}: below U+0020, quotation mark, backslash. */
  public static boolean mustEscape(char c) {
    return ScalarCharScanner.mustEscape(c);
  }

  /**
   * Writes {@code c}, escaped where JSON needs it, to {@code out} from {@code at} on; up to 6
   * chars.
   *
   * @return the index behind the last char written
   */
  public static int escapeChar(char c, char[] out, int at) {
    return ScalarCharScanner.escapeChar(c, out, at);
  }

  /** Appends {@code text} with its quotation marks. For cold paths: schemas, keys, names. */
  public static void appendQuoted(CharSequence text, StringBuilder to) {
    to.append('"').append(escape(text.toString())).append('"');
  }

  /**
   * {@code text} escaped, without quotation marks; a lone surrogate becomes U+FFFD. For cold paths.
   */
  public static String escape(String text) {
    char[] chars = text.toCharArray();
    char[] out = new char[CharScanner.escapeRoom(chars.length)];
    return new String(out, 0, Scanners.current().escape(chars, 0, chars.length, out, 0));
  }
}
