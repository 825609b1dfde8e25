package dev.deltalex.parse;

import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.LawCase;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Streams that begin in one JVM and end in another. {@code begin FILE THREADS} feeds each stream to
 * its cut and writes its snapshot and its events so far, {@code end FILE THREADS} restores them,
 * and replaces them in the file by all events. Stream {@code i} belongs to the pool of thread
 * {@code i} modulo the number of threads.
 */
final class RestartProbe {
  /** Streams, several of each format. */
  static final int STREAMS = 5 * Formats.all().size();

  private static final long SEED = 20_261_201;

  /** A stream, always the same for a number. */
  record Stream(
      LawCase law, StreamSpec spec, List<Consumer<StreamParser>> deltas, int cut, long idSeed) {
    static Stream of(int number) {
      SplittableRandom random = new SplittableRandom(SEED + number);
      WireFormat format = Formats.all().get(number % Formats.all().size());
      Cases.Source source = random.nextInt(3) == 0 ? Cases.Source.MUTATED : Cases.Source.GENERATED;
      LawCase law = Cases.next(format, source, random.nextLong());
      MixedDeltas mixed = MixedDeltas.of(law.text(), random.nextLong());
      StreamSpec.Builder spec = law.spec().toBuilder().vocabulary(mixed.vocabulary());
      if (random.nextInt(3) == 0) {
        spec.options(o -> o.markersBySpelling(ParserOptions.MarkersBySpelling.OFF));
      }
      int cut = random.nextInt(mixed.deltas().size() + 1);
      return new Stream(law, spec.build(), mixed.deltas(), cut, random.nextLong());
    }

    StreamParser open(StreamPool pool, EventLines events) {
      StreamParser parser = pool.open(spec, events);
      parser.reset(events, idSeed);
      return parser;
    }

    void feed(StreamParser parser, int from, int to) {
      deltas.subList(from, to).forEach(delta -> delta.accept(parser));
    }
  }

  /** What the file has of a stream. */
  record State(String events, byte[] snapshot) {}

  private RestartProbe() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    int threads = Integer.parseInt(args[2]);
    State[] states = args[0].equals("end") ? read(file) : new State[STREAMS];
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t;
        running.add(executor.submit(() -> run(states, first, threads)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    write(file, states);
    System.out.println(args[0] + " of " + STREAMS + " on " + threads);
  }

  /** Runs the streams of a pool, all open at once, a delta of each in turn. */
  private static void run(State[] states, int first, int step) {
    StreamPool pool = new StreamPool();
    List<Stream> streams = new ArrayList<>();
    List<StreamParser> parsers = new ArrayList<>();
    List<EventLines> events = new ArrayList<>();
    for (int i = first; i < STREAMS; i += step) {
      Stream stream = Stream.of(i);
      EventLines lines = new EventLines();
      StreamParser parser = stream.open(pool, lines);
      if (states[i] != null) {
        parser.restore(states[i].snapshot());
      }
      streams.add(stream);
      events.add(lines);
      parsers.add(parser);
    }
    boolean ends = states[first] != null;
    for (int delta = 0, fed = 1; fed > 0; delta++) {
      fed = 0;
      for (int s = 0; s < streams.size(); s++) {
        Stream stream = streams.get(s);
        int at = ends ? stream.cut + delta : delta;
        if (at < (ends ? stream.deltas.size() : stream.cut)) {
          stream.feed(parsers.get(s), at, at + 1);
          fed++;
        }
      }
    }
    for (int s = 0; s < streams.size(); s++) {
      int i = first + s * step;
      StreamParser parser = parsers.get(s);
      if (ends) {
        streams.get(s).law.end(parser);
        states[i] = new State(states[i].events + events.get(s), new byte[0]);
      } else {
        states[i] = new State(events.get(s).toString(), parser.snapshot());
      }
    }
  }

  static State[] read(Path file) throws IOException {
    State[] states = new State[STREAMS];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      for (int i = 0; i < STREAMS; i++) {
        byte[] events = in.readNBytes(in.readInt());
        byte[] snapshot = in.readNBytes(in.readInt());
        states[i] = new State(new String(events, StandardCharsets.UTF_8), snapshot);
      }
    }
    return states;
  }

  private static void write(Path file, State[] states) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (State state : states) {
        byte[] events = state.events.getBytes(StandardCharsets.UTF_8);
        out.writeInt(events.length);
        out.write(events);
        out.writeInt(state.snapshot.length);
        out.write(state.snapshot);
      }
    }
  }
}
