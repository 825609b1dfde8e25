package dev.deltalex.mux;

import dev.deltalex.DeltaSink;

/** A sink whose {@code ready} is set by the test. */
final class TestParkingSink extends WatchedSink implements ParkingSink {
  boolean full;
  long pending;
  RuntimeException failure;

  TestParkingSink(DeltaSink next) {
    super(next);
  }

  @Override
  public boolean ready() {
    if (failure != null) {
      throw failure;
    }
    return !full;
  }

  @Override
  public long pendingBytes() {
    return pending;
  }
}
