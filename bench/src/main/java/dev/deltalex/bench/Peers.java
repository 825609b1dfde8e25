package dev.deltalex.bench;

import dev.deltalex.EndCause;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.bench.NodePeer.Answer;
import dev.deltalex.bench.NodePeer.Stream;
import dev.deltalex.parse.StreamParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How do other parsers do on the same texts: a call with an argument of 8,192 and 65,536 chars of
 * code in deltas of 4 chars, and small responses in deltas of 1 char, of 4 and in one? The others
 * are {@link Reparser}, the way that most engines take, and where node is {@link NodePeer}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class Peers {
  /** The file in the report's directory. */
  static final String FILE = "peers.txt";

  private static final int CHARS = 4;
  private static final int SHORT = 1 << 13;
  private static final int[] CUTS = {1, CHARS, Integer.MAX_VALUE >> 1};

  /** Re-parsing a long argument with each delta takes a minute: one of so many is timed. */
  private static final int SAMPLED = 64;

  private final List<String> lines = new ArrayList<>();

  /** The nanoseconds of ours for the short and the long argument. */
  private final double[] ours = new double[2];

  /** All of it, as lines of text. */
  @Benchmark
  public void compare() throws IOException, InterruptedException {
    String[] wires = {wire(SHORT), wire(Texts.BODY)};
    List<PeerCase> cases = PeerCase.all();
    lines.add(
        "One call with an argument of code in deltas of 4 chars, and "
            + cases.size() * CUTS.length
            + " small responses.");
    lines.add("Wrong is a response whose streamed arguments or text are not what it says.");
    timeOurs(wires[1]); // the warm-up
    for (int i = 0; i < wires.length; i++) {
      ours[i] = timeOurs(wires[i]);
    }
    add("deltalex", ours[0], ours[1], wrongOfOurs(cases), cases.size());
    add(
        "re-parsing in Java",
        timeReparser(wires[0], 1),
        timeReparser(wires[1], SAMPLED),
        wrongOfReparser(cases),
        cases.size());
    node(wires, cases);
    String directory = System.getProperty(CurveFile.DIRECTORY, "");
    if (!directory.isEmpty()) {
      Files.write(Files.createDirectories(Path.of(directory)).resolve(FILE), lines);
    }
    lines.forEach(System.out::println);
  }

  private static String wire(int chars) {
    return Calls.OPENER + Texts.of("code", chars, 0) + Calls.CLOSER;
  }

  private void add(String name, double small, double large, List<String> wrong, int cases) {
    lines.add(
        String.format(
            Locale.ROOT,
            "%s | 8,192 chars %s | 65,536 chars %s: %s a token, %,.0f x ours, %.0f x as long for 8 x"
                + " the chars | %s",
            name,
            Numbers.time(small),
            Numbers.time(large),
            Numbers.time(large / (wire(Texts.BODY).length() / (double) CHARS)),
            large / ours[1],
            large / small,
            wrong(wrong, cases * CUTS.length)));
  }

  private static String wrong(List<String> wrong, int all) {
    Set<String> names = new LinkedHashSet<>(wrong);
    return wrong.size()
        + " of "
        + all
        + " wrong"
        + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
  }

  private static double timeOurs(String wire) {
    char[] slab = Calls.slab(wire);
    StreamParser parser = Calls.parser(Sinks.ofKind(0));
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 500; round++) {
      parser.reset(Sinks.ofKind(round), round);
      long start = System.nanoTime();
      for (int from = 0; from < wire.length(); from += CHARS) {
        parser.feed(slab, from, Math.min(wire.length(), from + CHARS));
      }
      parser.finish(EndCause.STOP);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  private static double timeReparser(String wire, int sampled) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      Reparser parser = new Reparser();
      long start = System.nanoTime();
      for (int from = 0; from < wire.length(); from += sampled * CHARS) {
        parser.feed(wire.substring(from, Math.min(wire.length(), from + sampled * CHARS)));
      }
      least = Math.min(least, (double) (System.nanoTime() - start) * sampled);
    }
    return least;
  }

  static List<String> wrongOfOurs(List<PeerCase> cases) {
    List<String> wrong = new ArrayList<>();
    for (PeerCase each : cases) {
      for (int chars : CUTS) {
        MessageCollector sink = new MessageCollector();
        StreamParser parser = Calls.parser(sink);
        String text = each.text();
        for (int from = 0; from < text.length(); from += chars) {
          parser.feed(text.substring(from, Math.min(text.length(), from + chars)));
        }
        parser.finish(EndCause.STOP);
        Message message = sink.message();
        List<String> calls = message.calls().stream().map(Message.Call::arguments).toList();
        if (!each.isRight(calls, message.content())) {
          wrong.add(each.name());
        }
      }
    }
    return wrong;
  }

  private static List<String> wrongOfReparser(List<PeerCase> cases) {
    List<String> wrong = new ArrayList<>();
    for (PeerCase each : cases) {
      for (int chars : CUTS) {
        Reparser parser = new Reparser();
        StringBuilder json = new StringBuilder();
        String text = each.text();
        for (int from = 0; from < text.length(); from += chars) {
          json.append(parser.feed(text.substring(from, Math.min(text.length(), from + chars))));
        }
        if (!each.isRight(json.isEmpty() ? List.of() : List.of(json.toString()))) {
          wrong.add(each.name());
        }
      }
    }
    return wrong;
  }

  private void node(String[] wires, List<PeerCase> cases) throws InterruptedException {
    try {
      Path directory = Path.of(System.getProperty("java.io.tmpdir"), "deltalex-peers");
      String report = System.getProperty(CurveFile.DIRECTORY, "");
      NodePeer peer =
          NodePeer.install(report.isEmpty() ? directory : Path.of(report).resolveSibling("peers"));
      List<Stream> streams = new ArrayList<>();
      streams.add(new Stream("warm-up", wires[0], CHARS, 3));
      streams.add(new Stream("short", wires[0], CHARS, 3));
      streams.add(new Stream("long", wires[1], CHARS, 1));
      for (PeerCase each : cases) {
        for (int chars : CUTS) {
          streams.add(new Stream(each.name(), each.text(), chars, 1));
        }
      }
      List<Answer> answers = peer.read(Calls.TOOLS_JSON, streams);
      List<String> wrong = new ArrayList<>();
      List<String> wrongFinished = new ArrayList<>();
      for (int i = 3; i < answers.size(); i++) {
        Answer answer = answers.get(i);
        PeerCase each = cases.get((i - 3) / CUTS.length);
        if (!each.isRight(answer.calls(), answer.content())) {
          wrong.add(answer.name());
        }
        if (!each.isRight(answer.finished(), answer.content())) {
          wrongFinished.add(answer.name());
        }
      }
      add(peer.version(), answers.get(1).nanos(), answers.get(2).nanos(), wrong, cases.size());
      lines.add(
          "  Its streamed arguments were judged, as those of the others; of the calls that it reports"
              + " when they are complete, "
              + wrong(wrongFinished, cases.size() * CUTS.length)
              + ".");
    } catch (IOException e) {
      lines.add(
          "@ai-sdk-tool/parser | not compared, which needs node 20 and npm: " + e.getMessage());
    }
  }
}
