package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Responses that begin in the prompt: model and parser continue after the prefill. */
class PrefillTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          "[{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":"
              + "{\"a\":{\"type\":\"string\"}}}}]",
          Limits.DEFAULT);

  private static final String FORCED = "<tool_call>\n<function=f>\n<parameter=a>\nRo";

  private static StreamHandle open(MuxRig rig, String prefill, String text, DeltaSink sink) {
    int script =
        rig.producer.add(
            new ScriptedProducer.Script(
                ByteTokens.tokens(text, new SplittableRandom(1)), EndReason.EOS));
    return rig.mux.open(
        MuxRig.request(script),
        StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).build(),
        StopStrings.NONE,
        prefill,
        sink);
  }

  @Test
  void reasoningThatThePromptOpenedGoesOn() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      open(rig, "<think>\nLet me", " see.\n</think>\n\nSunny.", log);
      rig.run();
      assertEquals(" see.", log.reasoning());
      assertEquals("Sunny.", log.content());
      assertEquals(FinishReason.STOP, log.finish());
    }
  }

  @Test
  void callThatThePromptForcedIsReportedBeforeTheFirstToken() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      open(rig, FORCED, "me\n</parameter>\n</function>\n</tool_call>", log);
      rig.mux.poll();
      assertEquals("{\"a\":\"Ro", log.calls().getFirst().arguments());
      rig.run();
      assertEquals("{\"a\":\"Rome\"}", log.calls().getFirst().arguments());
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
  }

  @Test
  void sinkThatThrowsAtTheForcedCallEndsItsOwnStream() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logs = new LogCapture("dev.deltalex.mux")) {
      EventLog other = new EventLog();
      StreamHandle stream =
          open(rig, FORCED, "me", Logs.throwing(new IllegalStateException("full"), 0));
      open(rig, "", "fine", other);
      rig.mux.poll();
      assertEquals(StreamEnd.SINK_FAILED, stream.cause());
      assertEquals(1, logs.lines().size());
      rig.run();
      assertEquals("fine", other.content());
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  @Test
  void streamThatItsSinkCancelsAtTheForcedCallIsNeverGenerated() {
    try (MuxRig rig = new MuxRig(1)) {
      AtomicReference<StreamHandle> handle = new AtomicReference<>();
      EventLog log = new EventLog();
      handle.set(
          open(
              rig,
              FORCED,
              "me",
              new WatchedSink(log) {
                @Override
                public void callOpened(
                    int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
                  super.callOpened(index, tool, id, name, sourceOffset);
                  handle.get().cancelAtEvent();
                }
              }));
      rig.mux.poll();
      assertEquals(StreamEnd.CANCELLED, handle.get().cause());
      assertEquals(FinishReason.CANCELLED, log.finish());
      assertTrue(handle.get().isDone());
      rig.run();
      assertEquals(0, rig.count(MuxCounter.TOKENS));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }
}
