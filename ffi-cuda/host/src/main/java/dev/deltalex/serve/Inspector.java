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
 * Streams the work of a parser to the page: each burst, the text that the parser buffers after it,
 * and the events. Each session has its own thread and its own loop with one slot, so that its step
 * time does not affect other streams.
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

  /** A page that leaves bytes unread for {@code parkMillis} is disconnected. */
  Inspector(ServeMetrics metrics, int parkMillis) {
    this(
        metrics,
        parkMillis,
        session -> Thread.ofPlatform().name("deltalex-inspector").daemon().start(session));
  }

  /** Creates an inspector with an executor that runs each session. */
  Inspector(ServeMetrics metrics, int parkMillis, Executor threads) {
    this.metrics = metrics;
    this.parkMillis = parkMillis;
    this.threads = threads;
  }

  /**
   * Starts a session.
   *
   * @throws RequestException if there are too many sessions, or the server is closing
   * @throws OutOfMemoryError if no thread can be started
   */
  void start(InspectRequest request, Context context, ClientConnection client) {
    if (closing) {
      throw new RequestException(Failures.CLOSING);
    }
    if (metrics.shown.incrementAndGet() > MOST_SESSIONS) {
      metrics.shown.decrementAndGet();
      throw RequestException.of(
          429,
          MOST_SESSIONS + " streams are already being inspected; try again later",
          "too_many_streams");
    }
    Session session = new Session(request, context, client);
    try {
      threads.execute(session);
    } catch (RuntimeException | OutOfMemoryError e) {
      metrics.shown.decrementAndGet();
      throw e;
    }
    // The session writes through this event loop, so after this.
    client.onLeave(session::disconnected);
    client.begin(-1);
  }

  /** Requests the end of all sessions. */
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

    /** Whether the page does not read, so that nothing more is sent. */
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
        LOG.log(
            System.Logger.Level.WARNING,
            "inspection of a stream failed: {0} ({1})",
            e.toString(),
            client.requestId());
      } finally {
        String why = problem;
        context.runOnContext(nothing -> end(why));
      }
    }

    /** Called when the connection is closed, also after a regular end. */
    void disconnected() {
      if (!gone) {
        gone = true;
        metrics.shownLeft.increment();
      }
    }

    /** Ends the response, with an error event if the stream had not finished. */
    private void end(@Nullable String problem) {
      if (!gone) {
        gone = true;
        if (stuck) {
          LOG.log(
              System.Logger.Level.INFO,
              "inspection of a stream cancelled: the page does not read ({0})",
              client.requestId());
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

    /** Runs the stream; returns null at its end, or the reason for a premature end. */
    private @Nullable String show(GenerationLoop loop) {
      Turn turn = request.model().next("", request.maxTokens());
      String declared = loop.model().tools();
      // Recorded outputs have no tools.
      ToolSet tools =
          declared.equals("[]") ? ToolSet.ANY : ToolSetReader.read(declared, Limits.DEFAULT);
      InspectionEvents events = new InspectionEvents(loop.model().vocabulary());
      StreamParser parser =
          StreamSpec.of(turn.format())
              .vocabulary(loop.model().vocabulary())
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
          return "The limit of 5 minutes for an inspected stream was reached.";
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

    /** Sends text through the event loop; waits while too many bytes are unread. */
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
