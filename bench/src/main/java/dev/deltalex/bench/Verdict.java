package dev.deltalex.bench;

import dev.deltalex.bench.ratio.Figures;

/** What a row says of its bar. */
enum Verdict {
  OK("ok"),
  AT_THE_LIMIT("about at the limit"),
  SLOWER("slower than we want"),
  ALLOCATES("allocates"),
  BUSY("machine was busy"),
  /**
   * The floor's vectors are objects in this JVM. Whether the JIT leaves them so depends on what it
   * has compiled before, and the floor is then twice as slow.
   */
  FLOOR_ALLOCATES("floor compiled badly"),
  OTHER_SCANNER("another scanner");

  /** In the table. */
  final String words;

  /** A miss of less than this proves nothing in one fork. */
  private static final double NEAR = 1.10;

  /** Bytes per operation that count as none: for operations of ns, and of microseconds and more. */
  private static final double NO_BYTES = 0.01;

  private static final double NO_BYTES_LONG = 1;
  private static final double LONG_NANOS = 1000;

  /** Bytes of a floor's slice that count as none: the JVM itself allocates once in a while. */
  private static final double NO_FLOOR_BYTES = 4096;

  Verdict(String words) {
    this.words = words;
  }

  boolean isComparable() {
    return this != BUSY && this != FLOOR_ALLOCATES && this != OTHER_SCANNER;
  }

  /** Judges a row. */
  static Verdict of(Bar bar, Measurement row) {
    if (row.isRatio() && row.metric("scannerBits") != row.metric("floorBits")) {
      return OTHER_SCANNER;
    }
    if (bar.bytes() >= 0 && allocates(bar, row)) {
      return ALLOCATES;
    }
    if (row.metric("floorBytes") > NO_FLOOR_BYTES) {
      return FLOOR_ALLOCATES;
    }
    double excess = excess(bar, value(bar, row, "ratio"));
    if (row.isRatio() && bar.kind() != Bar.Kind.NANOS && isBusy(row)) {
      // No matter: both figures are within.
      boolean within = excess <= 1 && excess(bar, value(bar, row, "other")) <= 1;
      return within ? OK : BUSY;
    }
    if (excess <= 1) {
      return OK;
    }
    return excess <= NEAR && row.forks() == 1 ? AT_THE_LIMIT : SLOWER;
  }

  private static boolean isBusy(Measurement row) {
    double ratio = row.metric("ratio");
    return new Figures(0, 0, ratio, row.metric("other"), 0).isBusy();
  }

  /** What is compared with the limit. */
  static double value(Bar bar, Measurement row) {
    return value(bar, row, "ratio");
  }

  private static double value(Bar bar, Measurement row, String metric) {
    return switch (bar.kind()) {
      case RATIO, TAIL -> row.metric(metric);
      case FASTER -> 1 / row.metric(metric);
      case NANOS -> row.metric("ours");
    };
  }

  /** How many times the limit the value is; above 1 is a miss. */
  private static double excess(Bar bar, double value) {
    return bar.kind() == Bar.Kind.FASTER ? bar.limit() / value : value / bar.limit();
  }

  private static boolean allocates(Bar bar, Measurement row) {
    double none =
        bar.kind() == Bar.Kind.TAIL || row.metric("ours") > LONG_NANOS ? NO_BYTES_LONG : NO_BYTES;
    return row.metric("bytes") > bar.bytes() + none;
  }
}
