package dev.deltalex.host;

import java.util.Locale;

/** Formats numbers, and lines with them, for people. */
public final class HumanNumbers {
  private HumanNumbers() {}

  /** Three digits and a unit prefix, as {@code 12.3 k}. */
  public static String of(double value) {
    if (value < 1_000) {
      return value < 10 && value != Math.rint(value)
          ? String.format(Locale.ROOT, "%.2f", value)
          : String.format(Locale.ROOT, "%.0f", value);
    }
    String[] units = {"k", "M", "G", "T"};
    int unit = -1;
    double scaled = value;
    while (scaled >= 999.5 && unit < units.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    int digits = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f %s", scaled, units[unit]);
  }

  /** Nanoseconds as ns, us, ms or s. */
  public static String nanos(double nanos) {
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.0f ns", nanos);
    }
    if (nanos < 1e6) {
      return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }
    return nanos < 1e9
        ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /** Bytes as MiB. */
  public static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
  }

  /**
   * A decimal number as it is typed: whole numbers without a fraction, {@code 99} or {@code 99.9}.
   */
  public static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A whole number with commas between thousands. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A line of a report: its name in a column of its own, and a text in the root locale. */
  public static String line(String name, String pattern, Object... values) {
    return String.format(Locale.ROOT, "%-11s ", name) + String.format(Locale.ROOT, pattern, values);
  }
}
