package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parsers for the streams of one thread. They share scanner, scratch buffers and pooled arrays, so
 * that an idle stream costs a few hundred bytes; a closed parser serves the next request without
 * allocation.
 *
 * <p>Not thread-safe: one thread at a time uses a pool and its parsers. Where assertions are
 * enabled, a call that comes while another thread is inside one throws an {@link AssertionError}.
 */
public final class StreamPool {
  /** Parsers, and readers of JSON, kept for reuse; the garbage collector frees the others. */
  static final int KEPT = 65_536;

  /**
   * The longest text, in chars, for which {@link #reserve} allocates: longer ones are rarely
   * buffered.
   */
  private static final int RESERVED_CHARS = 1 << 15;

  private Workspace work;

  /** Whether the scanner is that of the process, also where that becomes another one. */
  private final boolean followsProcess;

  private final ArrayList<ParserCore> free = new ArrayList<>();

  /** The parser of closed handles: it rejects every call. */
  private @Nullable ParserCore nobody;

  /** Number of parsers made: room exists to return all of them without allocation. */
  private int made;

  /** Number of streams for which buffers are reserved. */
  private int reserved;

  private long seed;

  /**
   * Makes a pool with the scanner of this process and call ids that differ from those of other
   * pools.
   */
  public StreamPool() {
    this(new SecureRandom().nextLong());
  }

  /** Makes a pool whose call ids are a function of {@code seed}. */
  public StreamPool(long seed) {
    this(Scanners.current(), true, seed);
  }

  /** Makes a pool that keeps a scanner. */
  StreamPool(CharScanner scanner, long seed) {
    this(scanner, false, seed);
  }

  private StreamPool(CharScanner scanner, boolean followsProcess, long seed) {
    this.work = new Workspace(this, scanner);
    this.followsProcess = followsProcess;
    this.seed = seed;
  }

  /**
   * Opens a parser for one response; {@link StreamParser#close} returns it to the pool. If the pool
   * has a closed parser, this allocates only the handle.
   *
   * @param spec format, vocabulary, tools, options and limits of the request
   * @param sink receives the events, on this thread
   */
  public StreamParser open(StreamSpec spec, DeltaSink sink) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(sink, "sink");
    ParserCore parser;
    if (followsProcess && free.size() == made && work.scanner != Scanners.current()) {
      renew(Scanners.current());
    }
    if (free.isEmpty()) {
      free.ensureCapacity(Math.min(++made, KEPT));
      parser = new ParserCore(work, spec.grammar());
    } else {
      parser = free.remove(free.size() - 1);
    }
    parser.open(spec, sink, CallIds.mix(++seed));
    StreamParser handle = new StreamParser(parser);
    try {
      handle.reportOpened();
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
   * Preallocates the buffers of so many concurrent streams, for text cut inside a tag ({@code
   * <tool_}) and for values that must be complete before they are emitted. Parsing then allocates
   * only for a stream that is the first of its kind in this pool, and if streams buffer more than
   * that. Costs about 256 bytes a stream and 1 MiB a pool.
   *
   * @param streams number of concurrent streams, 0 or more; buffers of earlier calls are included
   */
  public void reserve(int streams) {
    work.arrays.reserve(streams, RESERVED_CHARS);
    reserved = Math.max(reserved, streams);
  }

  /** No parser is open: those that are opened from now on use another scanner. */
  private void renew(CharScanner scanner) {
    free.clear();
    made = 0;
    nobody = null;
    work = new Workspace(this, scanner);
    if (reserved > 0) {
      work.arrays.reserve(reserved, RESERVED_CHARS);
    }
  }

  /** Takes a closed parser back. Returns the parser to which its handle refers from now on. */
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
   * open keep what they use. Intended for a pool that is idle after a peak.
   */
  public void trim() {
    made -= free.size();
    free.clear();
    free.trimToSize();
    work.trim();
  }

  /**
   * Warms up the vector scanner, once per process, because its kernels allocate until they are
   * compiled. This takes one to two seconds, on a busy machine up to twelve; after twelve the
   * scalar scanner stays in use. Then {@link #isWarm} is false, and another call tries again, at
   * best from a background thread. A pool made before takes the better scanner when it opens a
   * parser while it has no other open one.
   *
   * @return {@link #scannerDescription()} afterwards
   */
  public static String warmUp() {
    Scanners.warmUp();
    return Scanners.description();
  }

  /** Whether {@link #warmUp} has chosen a scanner for good: calling it again changes nothing. */
  public static boolean isWarm() {
    return Scanners.isSettled();
  }

  /** The scanner in use and the reason for it, for logs. */
  public static String scannerDescription() {
    return Scanners.description();
  }
}
