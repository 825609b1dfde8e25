package dev.deltalex.bench;

import java.util.Locale;

/** Numbers as the table shows them. */
final class Numbers {
  private Numbers() {}

  /** Limits below this are close to 1, and need another digit. */
  private static final double CLOSE = 1.3;

  /** A ratio with the digits that its limit asks for. */
  static String ratio(double value, double limit) {
    String form = limit < CLOSE ? "%.2f x" : value < 10 ? "%.1f x" : "%,.0f x";
    return String.format(Locale.ROOT, form, value);
  }

  /** A limit with the digits that it is given with. */
  static String limit(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  /** A time in the unit that keeps it readable. */
  static String time(double nanos) {
    if (nanos < 1e3) {
      return number(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return number(nanos / 1e3) + " us";
    }
    return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
  }
}
