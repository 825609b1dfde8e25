package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parsers for the streams of one thread. They share scanner, scratch and slabs, so that an idle
 * stream costs a few hundred bytes; a parser that is given back serves the next request without
 * allocation.
 *
 * <p>Not thread-safe: a pool and its parsers belong to one thread, a shard.
 */
public final class StreamPool {
  /**
   * Parsers, and readers of JSON, kept for reuse: beyond it they are left to the garbage collector.
   */
  static final int KEPT = 65_536;

  /** The longest text, in chars, that is provided for ahead: longer ones are rarely buffered. */
  private static final int RESERVED_CHARS = 1 << 15;

  private final Workspace work;
  private final ArrayList<ParserCore> free = new ArrayList<>();

  /** What handles refer to that were closed: it refuses everything. */
  private @Nullable ParserCore nobody;

  /** Parsers that were made: so many may come back, and coming back allocates nothing. */
  private int made;

  private long seed;

  /** A pool with the scanner of this process and ids that differ from those of other pools. */
  public StreamPool() {
    this(Scanners.current(), new SecureRandom().nextLong());
  }

  /** A pool whose call ids are a function of {@code seed}. */
  public StreamPool(long seed) {
    this(Scanners.current(), seed);
  }

  StreamPool(CharScanner scanner, long seed) {
    this.work = new Workspace(this, scanner);
    this.seed = seed;
  }

  /**
   * A parser for one response; {@link StreamParser#close} gives it back. The handle that is
   * returned is all that this allocates once as many parsers were made as are open at once.
   *
   * @param spec what the request asks for
   * @param sink takes the events, on this thread
   */
  public StreamParser open(StreamSpec spec, DeltaSink sink) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(sink, "sink");
    ParserCore parser;
    if (free.isEmpty()) {
      free.ensureCapacity(Math.min(++made, KEPT));
      parser = new ParserCore(work, spec.grammar());
    } else {
      parser = free.remove(free.size() - 1);
    }
    parser.open(spec, sink, CallIds.mix(++seed));
    StreamParser handle = new StreamParser(parser);
    try {
      handle.tellOpened();
    } catch (Throwable thrown) {
      handle.close();
      throw thrown;
    }
    return handle;
  }

  /**
   * As {@link #open(StreamSpec, DeltaSink)}, for a response that continues a prompt.
   *
   * @param generationPrompt see {@link StreamParser#prime}
   */
  public StreamParser open(StreamSpec spec, DeltaSink sink, CharSequence generationPrompt) {
    Objects.requireNonNull(generationPrompt, "generationPrompt");
    StreamParser handle = open(spec, sink);
    try {
      handle.prime(generationPrompt);
    } catch (Throwable thrown) {
      handle.close();
      throw thrown;
    }
    return handle;
  }

  /**
   * Makes ahead what so many streams at once hold: texts cut inside a tag, and values that must be
   * complete before they can be written. From the first delta on, parsing then allocates only for a
   * stream that is the first of its kind here, and where streams hold more than that. Costs some
   * 256 bytes a stream and 1 MiB a pool.
   *
   * @param streams open at once, 0 or more; what an earlier call made counts
   */
  public void reserve(int streams) {
    work.arrays.reserve(streams, RESERVED_CHARS);
  }

  /** Takes a closed parser back. Returns what its handle refers to from now on. */
  ParserCore takeBack(ParserCore parser) {
    if (free.size() < KEPT) {
      free.add(parser);
    } else {
      made--;
    }
    ParserCore closed = nobody;
    if (closed == null) {
      closed = new ParserCore(work, parser.grammar);
      nobody = closed;
    }
    return closed;
  }

  /**
   * Drops all memory that is kept for reuse: parsers, their buffers and tables. Parsers that are
   * open keep what they use. For a pool that is idle behind a peak.
   */
  public void trim() {
    made -= free.size();
    free.clear();
    free.trimToSize();
    work.trim();
  }

  /**
   * Makes the vector scanner ready, once per process. That takes a second or two, because its
   * kernels allocate until they are compiled; on a busy machine up to twelve, after which the
   * scalar scanner stays. Pools made before stay with the scalar scanner.
   *
   * @return {@link #scannerDescription()} afterwards
   */
  public static String warmUp() {
    Scanners.warmUp();
    return Scanners.description();
  }

  /** The scanner in use and the reason for it, for logs. */
  public static String scannerDescription() {
    return Scanners.description();
  }
}
