package dev.deltalex.testkit;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;

/** Text to the inside of a JSON string, by the scanner that parsers use. */
public final class JsonEscaper {
  private JsonEscaper() {}

  /** {@code text} escaped, without quotation marks; a lone surrogate becomes U+FFFD. */
  public static String escape(String text) {
    char[] chars = text.toCharArray();
    char[] out = new char[CharScanner.escapeRoom(chars.length)];
    return new String(out, 0, Scanners.current().escape(chars, 0, chars.length, out, 0));
  }
}
