package dev.deltalex.cli;

import java.util.Locale;

/** Numbers for people. */
final class Quantity {
  private Quantity() {}

  /** Three digits and k, M or G. */
  static String of(double value) {
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
  static String nanos(double nanos) {
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
  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
  }

  /** As it would be typed: a whole number without a fraction. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A whole number with its thousands apart. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
