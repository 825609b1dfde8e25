package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.FinishReason;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.ring.EndReason;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Many concurrent streams of all formats, with random tokens, random bursts and a random order over
 * few slots: each sink receives the same events as from a parser that is fed all tokens at once.
 */
class InterleavingTest {
  private static final List<String> FORMATS = List.of("qwen3_coder", "hermes", "think_only");
  private static final int STREAMS = 24;

  @Property
  void everyStreamHearsItsOwnTextAndAllOfIt(@ForAll long seed) {
    try (MuxRig rig = new MuxRig(4, MuxOptions.DEFAULT, seed)) {
      List<LawCase> cases = new ArrayList<>();
      List<EventLog> logs = new ArrayList<>();
      List<int[]> tokens = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        String format = FORMATS.get(i % FORMATS.size());
        Cases.Source source = Cases.Source.values()[i / FORMATS.size() % 3];
        LawCase law = Cases.next(format, source, seed + i);
        LawCase carried = law.withText(ByteTokens.carried(law.text()));
        EventLog log = new EventLog();
        cases.add(carried);
        logs.add(log);
        rig.open(
            format,
            carried.tools(),
            carried.options(),
            carried.limits(),
            carried.text(),
            end(carried.reason()),
            StopStrings.NONE,
            log);
        tokens.add(rig.tokens);
      }
      rig.run();
      for (int i = 0; i < STREAMS; i++) {
        LawCase law = cases.get(i);
        Logs.assertSame(alone(law, tokens.get(i)), logs.get(i), law.describe());
      }
      assertEquals(STREAMS, rig.count(MuxCounter.ENDED));
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
      assertEquals(0, rig.count(MuxCounter.LIVE));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  /** The events of a parser that is fed all tokens at once. */
  private static EventLog alone(LawCase law, int[] tokens) {
    EventLog log = new EventLog();
    StreamParser parser =
        law.spec().toBuilder().vocabulary(ByteTokens.VOCABULARY).build().open(log);
    parser.feedTokens(tokens, 0, tokens.length);
    LawCase.end(parser, heard(law.reason()));
    return log;
  }

  private static EndReason end(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> EndReason.EOS;
      case LENGTH, STOP_STRING -> EndReason.LENGTH;
      case CANCELLED -> EndReason.CANCELLED;
      case ERROR -> EndReason.ERROR;
    };
  }

  /** Producers do not support stop strings. */
  private static FinishReason heard(FinishReason reason) {
    return reason == FinishReason.STOP_STRING ? FinishReason.LENGTH : reason;
  }
}
