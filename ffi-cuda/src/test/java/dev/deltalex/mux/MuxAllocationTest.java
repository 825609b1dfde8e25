package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After warm-up, a poll allocates the handle of each stream that it admits and nothing else:
 * bursts, stop strings, cancellations and ends allocate nothing.
 */
@Tag("allocation")
class MuxAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STREAMS = 64;
  private static final int ROUNDS = 400;
  private static final int QUIET = 5;

  /** Bytes of the handle that the pool returns, the only allocation per response. */
  private static final int HANDLE = 32;

  /** Accepts all events and is sometimes full. */
  private static final class Sink implements ParkingSink {
    long chars;
    int asked;

    @Override
    public boolean ready() {
      return ++asked % 7 != 0;
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      chars += length;
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      chars += length;
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      chars += id.length() + name.length();
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      chars += length;
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {}

    @Override
    public void finished(FinishReason reason) {}
  }

  @Test
  void aWarmShardAllocatesOnlyHandles() {
    ToolSet tools =
        ToolSetReader.read(
            "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":"
                + "\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"n\":{\"type\":"
                + "\"integer\"}}}}}]",
            Limits.DEFAULT);
    String tagged =
        "<think>r\u00e9ason</think>\nSure. ST <tool_call>\n<function=f>\n<parameter=a>\n"
            + "text \"quoted\" \uD83D\uDE00\n</parameter>\n<parameter=n>\n7\n</parameter>\n"
            + "</function>\n</tool_call>";
    String json =
        "Sure. <tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"x\\n\"}}\n</tool_call>";
    SplittableRandom random = new SplittableRandom(1);
    try (MuxRig rig = new MuxRig(16)) {
      int[] scripts = new int[8];
      for (int i = 0; i < scripts.length; i++) {
        String text = (i % 2 == 0 ? tagged : json) + (i >= 4 ? "STOP it" : "");
        scripts[i] =
            rig.producer.add(
                new ScriptedProducer.Script(ByteTokens.tokens(text, random), EndReason.EOS));
      }
      StopStrings stops = StopStrings.of(List.of("STOP", "STAB"));
      Sink sink = new Sink();
      int quiet = 0;
      long total = 0;
      for (int round = 0; round < ROUNDS && quiet < QUIET; round++) {
        StreamHandle[] handles = open(rig, scripts, tools, stops, sink);
        long begun = rig.count(MuxCounter.STREAMS);
        long bytes = 0;
        for (int turn = 0; rig.mux.load() > 0 || rig.count(MuxCounter.DRAINING) > 0; turn++) {
          rig.producer.step();
          rig.now += 300_000;
          if (turn % 5 == 0) {
            handles[turn % STREAMS].cancel();
          }
          long before = THREADS.getCurrentThreadAllocatedBytes();
          rig.mux.poll();
          bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        bytes -= HANDLE * (rig.count(MuxCounter.STREAMS) - begun);
        quiet = bytes == 0 ? quiet + 1 : 0;
        total += bytes;
      }
      assertEquals(QUIET, quiet, "quiet rounds in a row; bytes beside the handles: " + total);
      assertTrue(sink.chars > 0);
      assertTrue(rig.count(MuxCounter.PARKS) > 0);
      assertTrue(rig.count(MuxCounter.CANCELS) > 0);
      assertTrue(rig.count(MuxCounter.STOP_STRINGS) > 0);
      assertTrue(rig.count(MuxCounter.CALLS) > 0);
    }
  }

  private static StreamHandle[] open(
      MuxRig rig, int[] scripts, ToolSet tools, StopStrings stops, DeltaSink sink) {
    StreamHandle[] handles = new StreamHandle[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      handles[i] =
          rig.mux.open(
              MuxRig.request(scripts[i % scripts.length]),
              StreamSpec.of(Formats.byName(i % 2 == 0 ? "qwen3_coder" : "hermes"))
                  .tools(tools)
                  .build(),
              i % 8 >= 4 ? stops : StopStrings.NONE,
              sink);
    }
    return handles;
  }
}
