package dev.deltalex.soak;

import dev.deltalex.soak.EventConnection.DroppedException;
import dev.deltalex.soak.EventConnection.LeftException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one client after another until the end of the run, on a virtual thread. */
final class SoakClient implements Runnable {
  /** Pause after a failure, so that a failing server is not flooded with requests. */
  private static final int AFTER_FAILURE_MILLIS = 100;

  private static final int PERCENT = 100;

  private final SoakPlan plan;
  private final InetSocketAddress server;
  private final Transcripts transcripts;
  private final Totals totals;
  private final SplittableRandom random;
  private final long endNanos;
  private @Nullable EventConnection kept;

  SoakClient(
      SoakPlan plan,
      InetSocketAddress server,
      Transcripts transcripts,
      Totals totals,
      long seed,
      long endNanos) {
    this.plan = plan;
    this.server = server;
    this.transcripts = transcripts;
    this.totals = totals;
    this.random = new SplittableRandom(seed);
    this.endNanos = endNanos;
  }

  @Override
  public void run() {
    try {
      // Spread the starts: clients that start together would stay in step.
      Thread.sleep(random.nextInt(Math.max(1, plan.spreadMillis())));
      while (endNanos - System.nanoTime() > 0) {
        if (!stream()) {
          Thread.sleep(AFTER_FAILURE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  /** Runs a stream with random parameters; false if it failed. */
  private boolean stream() {
    boolean slow = random.nextInt(PERCENT) < plan.slowPercent();
    ClientBehaviour behaviour =
        slow ? ClientBehaviour.PATIENT.slow(plan.stallMillis(), random) : ClientBehaviour.PATIENT;
    Transcript transcript =
        behaviour.stallMillis() > 0
            ? transcripts.endless()
            : slow ? transcripts.unpaced() : transcripts.paced(random);
    if (random.nextInt(PERCENT) < plan.leaverPercent()) {
      behaviour = behaviour.leaving(Math.max(plan.shortestMillis(), transcript.millis()), random);
    }
    Protocol[] protocols = Protocol.values();
    return stream(protocols[random.nextInt(protocols.length)], transcript, behaviour);
  }

  /** Runs a stream; false if it failed. */
  boolean stream(Protocol protocol, Transcript transcript, ClientBehaviour behaviour) {
    boolean slow = behaviour.isSlow();
    WordCheck check = new WordCheck(transcript);
    totals.begun.incrementAndGet();
    totals.slow.addAndGet(slow ? 1 : 0);
    boolean whole = false;
    EventConnection connection = null;
    try {
      connection = connection(slow);
      String failure = read(connection, protocol, transcript, behaviour, check);
      if (failure != null) {
        return fail(connection, failure);
      }
      whole = true;
      totals.whole.incrementAndGet();
      keep(connection, slow);
      return true;
    } catch (LeftException e) {
      totals.abandoned.incrementAndGet();
      leave(connection);
      return true;
    } catch (DroppedException e) {
      if (behaviour.stallMillis() == 0) {
        return fail(connection, e.getMessage());
      }
      // The only failure that is expected: the server drops a client that does not read.
      totals.stalledAndDropped.incrementAndGet();
      drop(connection);
      return true;
    } catch (IOException e) {
      return fail(connection, e.getMessage());
    } finally {
      totals.add(check, whole);
    }
  }

  /** Reads to the end of the response; returns null, or a description of the failure. */
  private @Nullable String read(
      EventConnection connection,
      Protocol protocol,
      Transcript transcript,
      ClientBehaviour behaviour,
      WordCheck check)
      throws IOException, LeftException {
    long asked = System.nanoTime();
    int status =
        connection.post(
            protocol.path(), protocol.request(transcript.id()), behaviour, plan.idleMillis());
    if (status != 200) {
      return "status " + status;
    }
    long pace = TimeUnit.MILLISECONDS.toNanos(transcript.stepMillis());
    long last = 0;
    boolean ended = false;
    for (String data = connection.next(); data != null; data = connection.next()) {
      if (ended) {
        return "an event after the last one";
      }
      totals.events.incrementAndGet();
      switch (protocol.read(data, check)) {
        case DELTA -> {
          long now = System.nanoTime();
          if (!behaviour.isSlow() && last == 0) {
            Totals.record(totals.first, now - asked - pace);
          } else if (!behaviour.isSlow()) {
            Totals.record(totals.late, now - last - pace);
          }
          last = now;
        }
        case LAST -> ended = true;
        case FAILURE -> {
          return "the server failed: " + data;
        }
        case OTHER -> {
          // Events without text.
        }
      }
    }
    check.end();
    return ended ? null : "ended without its last event";
  }

  private boolean fail(@Nullable EventConnection connection, @Nullable String reason) {
    drop(connection);
    totals.fail(String.valueOf(reason));
    return false;
  }

  private EventConnection connection(boolean slow) throws IOException {
    EventConnection open = kept;
    kept = null;
    if (open != null && !slow) {
      totals.reused.incrementAndGet();
      return open;
    }
    drop(open);
    return new EventConnection(server, slow);
  }

  /** Keeps half of the connections for the next request. */
  private void keep(EventConnection connection, boolean slow) {
    if (slow || random.nextBoolean()) {
      drop(connection);
    } else {
      kept = connection;
    }
  }

  private void drop() {
    drop(kept);
    kept = null;
  }

  private static void drop(@Nullable EventConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      // Closed anyway.
    }
  }

  private static void leave(@Nullable EventConnection connection) {
    try {
      if (connection != null) {
        connection.leave();
      }
    } catch (IOException e) {
      // The server has closed it.
    }
  }
}
