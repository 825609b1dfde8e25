package dev.deltalex.wire;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A sequence of events, to be played to any sink, however cut. */
final class EventScript {
  /** Text that has everything in it that may go wrong. */
  private static final String[] PIECES = {
    "a",
    "word ",
    "\n",
    " ",
    "\t",
    "\"",
    "\\",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u00e9",
    "\u0fff",
    "\u4e2d\u6587",
    "\u2028",
    "\u2029",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\uffff",
    "\ufeff",
    "data: ",
    "\n\n",
    "</script>",
    "long enough to be more than a vector of chars, "
  };

  private record Step(int kind, String text, String id, boolean complete) {}

  private static final int REASONING = 0;
  private static final int CONTENT = 1;
  private static final int CALL = 2;
  private static final int DIAGNOSTIC = 3;

  private final List<Step> steps = new ArrayList<>();

  /** A random script. */
  static EventScript random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventScript script = new EventScript();
    int count = random.nextInt(9);
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(4);
      String text = text(random, random.nextInt(12));
      if (kind == CALL) {
        String json = random.nextInt(6) == 0 ? "" : "{\"k\":\"" + jsonText(text) + "\"}";
        script.steps.add(new Step(CALL, json, "call_" + seed + "_" + i, random.nextInt(4) > 0));
      } else {
        boolean blank = kind == CONTENT && random.nextInt(3) == 0;
        script.steps.add(
            new Step(kind, blank ? " \n\t".repeat(random.nextInt(3)) : text, "", true));
      }
    }
    return script;
  }

  private static String text(SplittableRandom random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** The inside of a JSON string, as a parser hands it over. */
  private static String jsonText(String text) {
    return dev.deltalex.testkit.JsonEscaper.escape(text);
  }

  EventScript reasoning(String text) {
    steps.add(new Step(REASONING, text, "", true));
    return this;
  }

  EventScript content(String text) {
    steps.add(new Step(CONTENT, text, "", true));
    return this;
  }

  /** A call of the tool {@code get}. */
  EventScript call(String id, String arguments) {
    steps.add(new Step(CALL, arguments, id, true));
    return this;
  }

  EventScript cutCall(String id, String arguments) {
    steps.add(new Step(CALL, arguments, id, false));
    return this;
  }

  /** Plays all but the end, in spans of at most {@code most} chars, at least one. */
  void play(DeltaSink sink, long seed, int most) {
    SplittableRandom random = new SplittableRandom(seed);
    int calls = 0;
    for (Step step : steps) {
      if (step.kind == DIAGNOSTIC) {
        sink.diagnostic(Diagnostic.RECOVERED, 0);
      } else if (step.kind == CALL) {
        sink.callOpened(calls, 0, step.id, "get", 0);
        spans(sink, step, calls, random, most);
        sink.callClosed(calls, step.complete, 0);
        calls++;
      } else {
        spans(sink, step, 0, random, most);
      }
    }
  }

  /** Plays all, in one span each. */
  void play(DeltaSink sink, FinishReason reason) {
    play(sink, 0, Integer.MAX_VALUE);
    sink.finished(reason);
  }

  private static void spans(
      DeltaSink sink, Step step, int call, SplittableRandom random, int most) {
    int length = step.text.length();
    int at = 0;
    while (at < length) {
      int count =
          Math.min(length - at, most == Integer.MAX_VALUE ? length : 1 + random.nextInt(most));
      // Somewhere in an array that is about to be reused.
      int offset = random.nextInt(4);
      char[] span = new char[offset + count + random.nextInt(40)];
      step.text.getChars(at, at + count, span, offset);
      switch (step.kind) {
        case REASONING -> sink.reasoning(span, offset, count, at);
        case CONTENT -> sink.content(span, offset, count, at);
        default -> sink.arguments(call, span, offset, count, at);
      }
      java.util.Arrays.fill(span, '!');
      at += count;
    }
  }

  boolean hasCompleteCall() {
    return steps.stream().anyMatch(step -> step.kind == CALL && step.complete);
  }

  @Override
  public String toString() {
    return steps.toString();
  }
}
