package dev.deltalex.serve;

import dev.deltalex.Limits;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopHealth;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingReader;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.serve.Source.Turn;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shows single streams closely: each burst as it arrives, what the parser then holds back, the
 * events that come out. Each has a loop with one slot and a thread of its own, so that its pace is
 * its own and no other stream notices.
 */
final class Inspector implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  private static final int MOST_SESSIONS = 4;
  private static final int MOST_UNREAD = 64 << 10;
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final ServeMetrics metrics;
  private final int parkMillis;
  private final Executor threads;
  private volatile boolean closing;

  /** A page may leave bytes unread for so many milliseconds. */
  Inspector(ServeMetrics metrics, int parkMillis) {
    this(
        metrics,
        parkMillis,
        session -> Thread.ofPlatform().name("deltalex-inspector").daemon().start(session));
  }

  /** {@code threads} starts one for each stream that is shown. */
  Inspector(ServeMetrics metrics, int parkMillis, Executor threads) {
    this.metrics = metrics;
    this.parkMillis = parkMillis;
    this.threads = threads;
  }

  /**
   * Starts showing a stream.
   *
   * @throws RequestException if too many are shown already, or none is any more
   * @throws OutOfMemoryError if there is no thread for it
   */
  void start(InspectRequest request, Context context, ClientConnection client) {
    if (closing) {
      throw new RequestException(Failures.CLOSING);
    }
    if (metrics.shown.incrementAndGet() > MOST_SESSIONS) {
      metrics.shown.decrementAndGet();
      throw RequestException.of(
          429, MOST_SESSIONS + " streams are shown already; try again later", "too_many_streams");
    }
    Session session = new Session(request, context, client);
    try {
      threads.execute(session);
    } catch (RuntimeException | OutOfMemoryError e) {
      metrics.shown.decrementAndGet();
      throw e;
    }
    // Before anything of the session's: that comes by this event loop.
    client.onLeave(session::left);
    client.begin(-1);
  }

  /** Streams that are shown end soon. */
  @Override
  public void close() {
    closing = true;
  }

  private final class Session implements Runnable {
    private final InspectRequest request;
    private final Context context;
    private final ClientConnection client;
    private final AtomicInteger unread = new AtomicInteger();
    private volatile boolean gone;

    /** The page does not read; whatever is sent to it would wait. */
    private volatile boolean stuck;

    Session(InspectRequest request, Context context, ClientConnection client) {
      this.request = request;
      this.context = context;
      this.client = client;
    }

    @Override
    public void run() {
      String problem = Failures.DEFECT.message();
      try (GenerationLoop loop = request.model().source().alone(request.stepMillis())) {
        problem = show(loop);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "showing a stream failed: {0}", e.toString());
      } finally {
        String why = problem;
        context.runOnContext(nothing -> end(why));
      }
    }

    /** The client closed the response; or it is over, and was closed in due course. */
    void left() {
      if (!gone) {
        gone = true;
        metrics.shownLeft.increment();
      }
    }

    /** Ends the response; with an event that says why, if the stream was not over. */
    private void end(@Nullable String problem) {
      if (!gone) {
        gone = true;
        if (stuck) {
          LOG.log(System.Logger.Level.INFO, "showing a stream ends: the page does not read");
          client.abort();
        } else {
          if (problem != null) {
            client.write(Buffer.buffer(InspectionEvents.error(problem)), taken -> {});
          }
          client.end();
        }
      }
      metrics.shown.decrementAndGet();
    }

    /** Shows the stream up to its end: null; or says why that did not come. */
    private @Nullable String show(GenerationLoop loop) {
      Turn turn = request.model().next("", request.maxTokens());
      String declared = loop.tools();
      // A recorded output comes without its tools.
      ToolSet tools =
          declared.equals("[]") ? ToolSet.ANY : ToolSetReader.read(declared, Limits.DEFAULT);
      InspectionEvents events = new InspectionEvents(loop.vocabulary());
      StreamParser parser =
          StreamSpec.of(turn.format())
              .vocabulary(loop.vocabulary())
              .tools(tools)
              .options(turn.options())
              .build()
              .open(events);
      events.parser(parser);
      RingReader reader = new RingReader(loop.ring());
      reader.admit(
          0,
          1,
          turn.prompt(),
          turn.prompt().length,
          request.seed(),
          turn.maxTokens(),
          turn.draftTokens());
      try {
        return show(loop, reader, events);
      } finally {
        parser.close();
      }
    }

    private @Nullable String show(GenerationLoop loop, RingReader reader, InspectionEvents events) {
      long since = System.nanoTime();
      while (!events.isOver()) {
        if (closing) {
          return Failures.CLOSING.message();
        }
        if (!(loop.health() instanceof LoopHealth.Running)) {
          return "The generation loop stopped.";
        }
        if (System.nanoTime() - since > LONGEST_NANOS) {
          return "No stream is shown for longer than 5 minutes.";
        }
        if (gone || stuck) {
          return null;
        }
        if (reader.poll(0, 1, events) == 0) {
          LockSupport.parkNanos(this, IDLE_NANOS);
        } else {
          send(events.take());
        }
      }
      return events.isCorrupt() ? "The token ring is corrupt." : null;
    }

    /** Hands text to the event loop, at the client's pace. */
    private void send(String text) {
      Buffer bytes = Buffer.buffer(text);
      int length = bytes.length();
      unread.addAndGet(length);
      context.runOnContext(nothing -> {
        if (!gone) {
          client.write(bytes, taken -> unread.addAndGet(-length));
        }
      });
      long since = System.nanoTime();
      while (unread.get() > MOST_UNREAD && !gone && !stuck) {
        stuck = System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(parkMillis);
        LockSupport.parkNanos(this, IDLE_NANOS);
      }
    }
  }
}
