package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import dev.deltalex.schema.ToolSet;
import java.security.SecureRandom;
import java.util.ArrayList;

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
  private final ArrayList<StreamParser> free = new ArrayList<>();

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
    this.work = new Workspace(scanner);
    this.seed = seed;
  }

  /**
   * A parser for one response.
   *
   * @param tools the request's tools; {@link ToolSet#NONE}: no calls are read
   * @param sink takes the events, on this thread
   */
  public StreamParser open(
      WireFormat format, ToolSet tools, Policies policies, Limits limits, DeltaSink sink) {
    long idSeed = CallIds.mix(++seed);
    if (free.isEmpty()) {
      free.ensureCapacity(Math.min(++made, KEPT));
      return new StreamParser(work, format, tools, policies, limits, sink, idSeed);
    }
    StreamParser parser = free.remove(free.size() - 1);
    parser.pooled = false;
    parser.open(format, tools, policies, limits, sink, idSeed);
    return parser;
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
    work.slabs.reserve(streams, RESERVED_CHARS);
  }

  /** Takes a parser of this pool back; the caller must not use it any more. */
  public void recycle(StreamParser parser) {
    if (parser.work != work) {
      throw new IllegalArgumentException("the parser belongs to another pool");
    }
    if (parser.pooled) {
      throw new IllegalStateException("the parser was given back before");
    }
    parser.close();
    parser.pooled = true;
    if (free.size() < KEPT) {
      free.add(parser);
    }
  }

  /**
   * Makes the vector scanner ready, once per process. That takes a second or two, because its
   * kernels allocate until they are compiled; it gives up after twelve. Pools made before stay with
   * the scalar scanner.
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
