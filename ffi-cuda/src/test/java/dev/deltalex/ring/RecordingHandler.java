package dev.deltalex.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records each call as a line. */
final class RecordingHandler implements BurstHandler {
  final List<String> lines = new ArrayList<>();

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
    lines.add(
        slot + "/" + epoch + " +" + drafted + " " + Arrays.toString(Arrays.copyOf(tokens, count)));
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    lines.add(slot + "/" + epoch + " " + reason);
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    lines.add(slot + " corrupt: " + detail);
  }

  /** Returns and clears the recorded lines. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
