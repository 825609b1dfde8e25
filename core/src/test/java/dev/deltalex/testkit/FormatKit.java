package dev.deltalex.testkit;

import com.sun.management.ThreadMXBean;
import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.transcripts.TranscriptCheck;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Checks a wire format, also one that is declared outside of the project:
 *
 * <pre>{@code
 * FormatKit.check(Acme.FORMAT).transcript(Path.of("acme.md")).cases(20_000);
 * FormatKit.reads(Acme.FORMAT, "Hi <|call|>f|{\"a\":1}<|end|>").content("Hi ").call("f", "{\"a\":1}");
 * }</pre>
 *
 * <p>Failures are {@link AssertionError}s that tell the smallest failing text found. Confined to
 * the calling thread.
 */
public final class FormatKit {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SEED = 20_261_130L;
  private static final int WARM_ROUNDS = 3_000;
  private static final int MEASURED_ROUNDS = 200;
  private static final int DELTA = 4;

  private static final DeltaSink IGNORED =
      new DeltaSink() {
        @Override
        public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

        @Override
        public void content(char[] buffer, int offset, int length, long sourceOffset) {}

        @Override
        public void callOpened(
            int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

        @Override
        public void arguments(
            int index, char[] buffer, int offset, int length, long sourceOffset) {}

        @Override
        public void callClosed(int index, boolean complete, long sourceOffset) {}

        @Override
        public void finished(FinishReason reason) {}
      };

  private FormatKit() {}

  /**
   * Checks a declaration as such: its tables can be computed, and a stream of it takes input.
   *
   * @return the checks that need texts
   */
  public static Check check(WireFormat format) {
    StreamSpec.of(format).tools(ToolSet.ANY).build().read("text");
    return new Check(format);
  }

  /** Reads a text whole and char by char; what it means is checked with the result. */
  public static Reading reads(WireFormat format, String text) {
    StreamSpec spec = StreamSpec.of(format).tools(ToolSet.ANY).build();
    Reading whole = new Reading(read(spec, text, Math.max(1, text.length())));
    for (int size = 1; size <= 9; size++) {
      Message message = read(spec, text, size);
      if (!plain(message).equals(plain(whole.message))) {
        throw new AssertionError(
            "in deltas of " + size + " chars: " + message + "\nwhole: " + whole.message);
      }
    }
    return whole;
  }

  private static Message read(StreamSpec spec, String text, int size) {
    MessageCollector collector = new MessageCollector();
    try (StreamParser parser = spec.open(collector)) {
      for (int at = 0; at < text.length(); at += size) {
        parser.feed(text.substring(at, Math.min(text.length(), at + size)));
      }
      parser.finish(EndCause.STOP);
    }
    return collector.message();
  }

  /** A message without the ids of its calls, which are random. */
  private static String plain(Message message) {
    StringBuilder out = new StringBuilder();
    out.append(message.reasoning()).append('\0').append(message.content());
    for (Message.Call call : message.calls()) {
      out.append('\0').append(call.name()).append('\0').append(call.arguments());
      out.append('\0').append(call.complete());
    }
    return out.append('\0').append(message.diagnostics()).toString();
  }

  /** The checks of a format that need texts. */
  public static final class Check {
    private final WireFormat format;

    private Check(WireFormat format) {
      this.format = format;
    }

    /**
     * Replays a transcript, a markdown file like those of this project, at every delta size; then
     * with each component of the declaration changed in turn: a section must notice each change.
     *
     * @throws IOException if the file cannot be read
     */
    public Check transcript(Path file) throws IOException {
      TranscriptCheck check = new TranscriptCheck(format, Files.readString(file));
      String difference = check.difference();
      if (check.size() == 0 || !difference.isEmpty()) {
        throw new AssertionError(file + ": " + (difference.isEmpty() ? "no section" : difference));
      }
      TranscriptCheck.Mutants mutants = check.mutants();
      System.out.printf("%s: %d sections, mutants: %s%n", format.name(), check.size(), mutants);
      if (!mutants.alive().isEmpty()) {
        throw new AssertionError(
            file + ": no section notices " + String.join("; ", mutants.alive()));
      }
      return this;
    }

    /**
     * Runs generated, damaged and random texts through all laws: the same events at any cutting,
     * nothing lost, strict JSON, bounded holds, streams that move between parsers, and the second
     * opinion of {@link SyntaxReference}. Then measures that a warm parser allocates nothing.
     *
     * @param count texts, 1 or more
     */
    public Check cases(int count) {
      Cases.Source[] sources = Cases.Source.values();
      for (int i = 0; i < count; i++) {
        LawCase law = Cases.next(format, sources[i % sources.length], SEED + i);
        Laws.assertLaws(law, Cuts.any(law.seed()));
      }
      long bytes = allocated();
      if (bytes != 0) {
        throw new AssertionError(format.name() + ": a warm parser allocates " + bytes + " bytes");
      }
      System.out.printf(
          "%s: %,d texts hold every law; a warm parser allocates nothing%n", format.name(), count);
      return this;
    }

    /** Bytes that a parser allocates for responses that it has read before. */
    private long allocated() {
      LawCase law = Cases.next(format, Cases.Source.GENERATED, SEED);
      char[] text = law.text().toCharArray();
      try (StreamParser parser = law.spec().open(IGNORED)) {
        for (int i = 0; i < WARM_ROUNDS; i++) {
          read(parser, text);
        }
        // The JIT may allocate beside the first rounds; a parser that allocates does so in all.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASURED_ROUNDS && least > 0; i++) {
          long before = THREADS.getCurrentThreadAllocatedBytes();
          read(parser, text);
          least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
      }
    }

    private static void read(StreamParser parser, char[] text) {
      parser.reset(IGNORED, 1);
      for (int at = 0; at < text.length; at += DELTA) {
        parser.feed(text, at, Math.min(text.length, at + DELTA));
      }
      parser.finish(EndCause.STOP);
    }
  }

  /** What a text means. Each method checks one part and returns the rest. */
  public static final class Reading {
    private final Message message;
    private int calls;

    private Reading(Message message) {
      this.message = message;
    }

    /** All reasoning of the response. */
    public Reading reasoning(String expected) {
      same("reasoning", expected, message.reasoning());
      return this;
    }

    /** All content of the response. */
    public Reading content(String expected) {
      same("content", expected, message.content());
      return this;
    }

    /** The next call, complete. */
    public Reading call(String name, String arguments) {
      List<Message.Call> all = message.calls();
      if (calls == all.size()) {
        throw new AssertionError("call " + calls + " is missing: " + message);
      }
      Message.Call call = all.get(calls++);
      same("name", name, call.name());
      same("arguments", arguments, call.arguments());
      if (!call.complete()) {
        throw new AssertionError("call " + name + " is not complete: " + message);
      }
      return this;
    }

    private void same(String what, String expected, String seen) {
      if (!Objects.equals(expected, seen)) {
        throw new AssertionError(
            what + " is not <" + expected + "> but <" + seen + ">: " + message);
      }
    }
  }
}
