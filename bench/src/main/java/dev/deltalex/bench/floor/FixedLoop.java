package dev.deltalex.bench.floor;

/** Work whose time depends on nothing: a chain of multiplications. */
public final class FixedLoop {
  private static final int MOST = 1 << 24;

  private long state = 1;
  private int rounds = 1000;

  /** Does the work. */
  public void run() {
    long x = state;
    for (int i = 0; i < rounds; i++) {
      x = x * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
    }
    state = x;
  }

  /** Makes the loop longer or shorter by a part of itself, at least by a round. */
  public void adjust(boolean longer, double part) {
    int change = (int) Math.max(1, rounds * part);
    rounds = Math.clamp(longer ? rounds + change : rounds - change, 1, MOST);
  }

  /** What the chain has come to. */
  public long state() {
    return state;
  }
}
