package dev.deltalex.bench;

import dev.deltalex.bench.floor.EventFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireRenderer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * What does it cost to write one argument delta as an event of some 230 bytes? The text is what a
 * parser hands over: JSON, which is escaped once more. The floor copies bytes that are ready.
 *
 * <p>Three JVMs also in the short set: code was 1.0, 1.3 and 1.5 times its floor in single ones,
 * and its limit is 1.35.
 */
@Fork(3)
public class RenderedDelta extends Ratio {
  /** The kind of text and the chars of a delta. */
  @Param({"plain4", "code4", "code24"})
  public String delta = "";

  @Override
  Pair pair() {
    return switch (delta) {
      case "plain4" -> new EventPair("plain", 4);
      case "code4" -> new EventPair("code", 4);
      case "code24" -> new EventPair("code", 24);
      default -> throw new IllegalArgumentException("no delta is called " + delta);
    };
  }

  private static final class EventPair extends Pair {
    private static final int DELTAS = 2048;

    private final int chars;
    private final char[] slab;
    private final WireBuffer out = new WireBuffer(1 << 20);
    private final WireRenderer renderer;
    private final EventFloor floor;
    private int first;

    EventPair(String text, int chars) {
      super(Statistic.FASTEST, DELTAS);
      this.chars = chars;
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        all.append(EventFrame.quoted(Texts.of(text, Texts.BODY, i)));
      }
      slab = Calls.slab(all.toString());
      int[] ends = new int[all.length() / chars + 1];
      StringBuilder escaped = new StringBuilder();
      for (int i = 1; i < ends.length; i++) {
        escaped.append(EventFrame.quoted(all.substring((i - 1) * chars, i * chars)));
        ends[i] = escaped.length();
      }
      byte[] texts = escaped.toString().getBytes(StandardCharsets.UTF_8);
      EventFrame frame = new EventFrame();
      floor = new EventFloor(frame.head, frame.tail, texts, ends);
      renderer = EventFrame.inCall(out);
      check();
    }

    /** Both sides write the same bytes, which say what went in. */
    private void check() {
      int n = 0;
      while (floor.length() < EventFrame.EMPTIED_AT - 512) {
        renderer.arguments(0, slab, n * chars, chars, (long) n * chars);
        floor.write(n++);
      }
      String events = new String(out.toByteArray(), StandardCharsets.UTF_8);
      Calls.require(
          Events.arguments(events).equals(new String(slab, 0, n * chars)),
          "the events do not say what went in");
      Calls.require(
          events.equals(new String(floor.written(), StandardCharsets.UTF_8)),
          "the floor writes other bytes");
      out.clear();
    }

    @Override
    public void next() {
      first = (first + 2 * DELTAS) * chars > slab.length - Texts.SLACK ? 0 : first + DELTAS;
    }

    @Override
    protected void ours() {
      int n = chars;
      int from = first * n;
      char[] a = slab;
      WireBuffer buffer = out;
      WireRenderer r = renderer;
      for (int i = 0; i < DELTAS; i++) {
        r.arguments(0, a, from, n, from);
        from += n;
        if (buffer.length() > EventFrame.EMPTIED_AT) {
          buffer.clear();
        }
      }
    }

    @Override
    protected void floor() {
      EventFloor f = floor;
      int end = first + DELTAS;
      for (int i = first; i < end; i++) {
        f.write(i);
      }
    }
  }
}
