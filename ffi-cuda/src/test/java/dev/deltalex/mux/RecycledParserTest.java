package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions.MarkersBySpelling;
import dev.deltalex.StreamControl;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.EventLog.Strength;
import dev.deltalex.testkit.LawCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * L12 over the multiplexer: few parsers and filters serve many streams of all formats in turn, with
 * prompts, strict tokens and every kind of end; each sink receives what a parser of its own, which
 * never served another stream, gives it.
 */
class RecycledParserTest {
  private static final int SLOTS = 2;
  private static final int STREAMS = 12;

  private static final List<String> TAGGED = List.of("qwen3_coder", "hermes", "think_only");

  private static final List<String> PROMPTS =
      List.of(
          "<|im_start|>assistant\n",
          "<|im_start|>assistant\n<think>\n",
          "<think>begun </think>\n\nSo",
          "Sure, <tool_ca",
          "<tool_call>",
          "<tool_call>\n<function=f>\n<parameter=a>\nDear ",
          "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"be",
          "\n```xml\n");

  /** Begins like many texts, and is in none. */
  private static final StopStrings NO_STOP =
      StopStrings.of(List.of("STOP\u2603", "</\u2603", "\n\u2603"));

  /** How a stream ends. */
  private enum Life {
    WHOLE,
    CANCELLED,
    CANCELLED_AT_EVENT,
    CONTROLLED,
    THREW
  }

  /** A stream, and what its sink received. */
  private static final class Stream extends WatchedSink {
    final EventLog log;
    final Life life;
    final LawCase law;
    final StreamSpec spec;
    final String prefill;
    final int[] tokens;
    final boolean stops;
    private int eventsLeft;
    private @Nullable StreamControl control;
    @Nullable StreamHandle handle;

    Stream(EventLog log, LawCase law, SplittableRandom random) {
      super(log);
      this.log = log;
      this.law = law;
      Life[] lives = Life.values();
      life = random.nextInt(10) < 6 ? Life.WHOLE : lives[random.nextInt(lives.length)];
      eventsLeft = random.nextInt(6);
      MarkersBySpelling spelled =
          random.nextInt(3) == 0 ? MarkersBySpelling.ON : MarkersBySpelling.OFF;
      spec =
          law.spec().toBuilder()
              .options(law.options().toBuilder().markersBySpelling(spelled).build())
              .vocabulary(ByteTokens.VOCABULARY)
              .build();
      String text = law.text();
      int cut = random.nextInt(4) == 0 ? random.nextInt(text.length() + 1) : 0;
      prefill =
          random.nextInt(4) == 0
              ? PROMPTS.get(random.nextInt(PROMPTS.size()))
              : text.substring(0, cut);
      tokens = ByteTokens.tokens(ByteTokens.carried(text.substring(cut)), random);
      stops = random.nextInt(3) == 0;
    }

    @Override
    public void opened(StreamControl given) {
      control = given;
    }

    @Override
    void event() {
      StreamHandle own = handle;
      StreamControl parser = control;
      if (eventsLeft-- == 0 && own != null && parser != null) {
        switch (life) {
          case CANCELLED -> own.cancel();
          case CANCELLED_AT_EVENT -> own.cancelAtEvent();
          case CONTROLLED -> parser.cancel();
          case THREW -> throw new IllegalStateException("as it should");
          case WHOLE -> {
            // It goes on.
          }
        }
      }
    }

    /** What a parser that serves this stream alone says. */
    EventLog alone() {
      EventLog alone = new EventLog();
      StreamParser parser = spec.open(alone);
      if (!prefill.isEmpty()) {
        parser.prime(prefill);
      }
      parser.feedTokens(tokens, 0, tokens.length);
      LawCase.end(parser, heard(law.reason()));
      return alone;
    }

    void assertSaysWhatAParserAloneSays() {
      EventLog alone = alone();
      String context = law.describe() + "\nprompt   " + prefill + "\nlife     " + life;
      StreamEnd cause = handle == null ? null : handle.cause();
      // Tokens that a filter holds are discarded when the producer cancels, as held text is.
      boolean cut =
          cause == StreamEnd.CANCELLED
              || cause == StreamEnd.SINK_FAILED
              || cause == StreamEnd.PRODUCER_CANCELLED && stops;
      if (!cut) {
        // A log takes the negative offsets of a prompt for a violation.
        assertEquals(alone.violation(), log.violation(), context);
        if (!alone.agrees(log, Strength.WITHOUT_IDS)) {
          assertEquals(alone.print(), log.print(), context);
          fail("logs print alike and differ: " + context);
        }
        return;
      }
      if (alone.violation() == null) {
        assertNull(log.violation(), context);
      }
      List<String> said = log.print().lines().toList();
      if (cause != StreamEnd.SINK_FAILED) {
        assertEquals(FinishReason.CANCELLED, log.finish(), context);
        said = said.subList(0, said.size() - 1);
      }
      List<String> all = alone.print().lines().toList();
      // The last event may be a part of a longer text.
      int whole = Math.max(0, said.size() - 1);
      assertTrue(whole <= all.size(), context + "\n" + log.print() + "\nalone\n" + alone.print());
      assertEquals(all.subList(0, whole), said.subList(0, whole), context);
      assertTrue(alone.content().startsWith(log.content()), context);
      assertTrue(alone.reasoning().startsWith(log.reasoning()), context);
    }
  }

  private static Stream stream(SplittableRandom random, long seed) {
    List<WireFormat> all = Formats.all();
    String format =
        random.nextInt(3) == 0
            ? TAGGED.get(random.nextInt(TAGGED.size()))
            : all.get(random.nextInt(all.size())).name();
    Cases.Source[] sources = Cases.Source.values();
    LawCase law = Cases.next(format, sources[random.nextInt(sources.length)], seed);
    return new Stream(new EventLog(), law, random);
  }

  private static List<Stream> run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Stream> streams = new ArrayList<>();
    MuxOptions options =
        MuxOptions.DEFAULT.withRecordsPerPoll(random.nextBoolean() ? 1 : 1 + random.nextInt(16));
    try (MuxRig rig = new MuxRig(SLOTS, options, seed);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      while (streams.size() < STREAMS) {
        for (int more = random.nextInt(4); more > 0; more--) {
          Stream stream = stream(random, seed + streams.size());
          int script =
              rig.producer.add(
                  new ScriptedProducer.Script(stream.tokens, end(stream.law.reason())));
          stream.handle =
              rig.mux.open(
                  MuxRig.request(script),
                  stream.spec,
                  stream.stops ? NO_STOP : StopStrings.NONE,
                  stream.prefill,
                  stream);
          streams.add(stream);
        }
        for (int turns = random.nextInt(6); turns > 0; turns--) {
          rig.turn();
        }
      }
      rig.settle();
      assertEquals(streams.size(), rig.count(MuxCounter.ENDED));
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
      assertEquals(0, rig.count(MuxCounter.LIVE));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
      assertEquals(rig.count(MuxCounter.SINK_FAILURES), logged.lines().size());
    }
    return streams;
  }

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void aRecycledParserIsAsANewOne(@ForAll long seed) {
    for (Stream stream : run(seed)) {
      stream.assertSaysWhatAParserAloneSays();
    }
  }

  @Test
  void theStreamsDoWhatTheyAreThereFor() {
    Map<StreamEnd, Integer> ends = new EnumMap<>(StreamEnd.class);
    int primed = 0;
    int strict = 0;
    int events = 0;
    int total = 0;
    for (long seed = 0; seed < 150; seed++) {
      for (Stream stream : run(seed)) {
        total++;
        primed += stream.prefill.isEmpty() ? 0 : 1;
        strict += stream.spec.options().markersBySpelling() == MarkersBySpelling.OFF ? 1 : 0;
        events += stream.log.size();
        ends.merge(stream.handle.cause(), 1, Integer::sum);
      }
    }
    assertTrue(primed > total / 4, primed + " of " + total + " had a prompt");
    assertTrue(strict > total / 2, strict + " of " + total + " were strict");
    assertTrue(events > 3 * total, events + " events of " + total);
    for (StreamEnd end :
        Arrays.asList(
            StreamEnd.MODEL,
            StreamEnd.LENGTH,
            StreamEnd.PRODUCER_CANCELLED,
            StreamEnd.PRODUCER_ERROR,
            StreamEnd.CANCELLED,
            StreamEnd.SINK_FAILED)) {
      assertTrue(ends.getOrDefault(end, 0) > total / 200, end + ": " + ends);
    }
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
