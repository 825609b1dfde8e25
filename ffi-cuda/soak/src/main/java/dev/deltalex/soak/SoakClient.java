package dev.deltalex.soak;

import dev.deltalex.soak.EventConnection.DroppedException;
import dev.deltalex.soak.EventConnection.LeftException;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs one client after another until the end of the run, on a virtual thread. */
final class SoakClient implements Runnable {
  /** Pause after a failure, so that a failing server is not flooded with requests. */
  private static final int AFTER_FAILURE_MILLIS = 100;

  private static final int PERCENT = 100;

  private final SoakPlan plan;
  private final HttpClients http;
  private final Transcripts transcripts;
  private final Totals totals;
  private final SplittableRandom random;
  private final long endNanos;
  private @Nullable EventConnection kept;

  SoakClient(
      SoakPlan plan,
      HttpClients http,
      Transcripts transcripts,
      Totals totals,
      long seed,
      long endNanos) {
    this.plan = plan;
    this.http = http;
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
      drop(kept);
    }
  }

  /** Runs a stream with random parameters; false if it failed. */
  private boolean stream() {
    boolean slow = random.nextInt(PERCENT) < plan.slowPercent();
    ClientBehaviour behaviour =
        slow ? ClientBehaviour.PATIENT.slow(plan.stallMillis(), random) : ClientBehaviour.PATIENT;
    Transcript transcript =
        behaviour.stalls()
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
      connection = connection(behaviour);
      String failure = read(connection, protocol, transcript, behaviour, check);
      if (failure != null) {
        return fail(connection, failure);
      }
      whole = true;
      totals.whole.incrementAndGet();
      keep(connection, behaviour);
      return true;
    } catch (LeftException e) {
      totals.abandoned.incrementAndGet();
      drop(connection);
      return true;
    } catch (DroppedException e) {
      if (!behaviour.stalls()) {
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
    EventReader reader =
        new EventReader(protocol, check, totals, behaviour.isSlow() ? -1 : transcript.stepMillis());
    byte[] request = protocol.request(transcript.id());
    int status = connection.post(protocol.path(), request, behaviour, plan.idleMillis(), reader);
    if (status != 200) {
      return "status " + status;
    }
    check.end();
    return reader.ended() ? null : "ended without its last event";
  }

  private boolean fail(@Nullable EventConnection connection, @Nullable String reason) {
    drop(connection);
    totals.fail(String.valueOf(reason));
    return false;
  }

  /** The kept connection, or a new one if the client needs one of another kind. */
  private EventConnection connection(ClientBehaviour behaviour) throws IOException {
    EventConnection open = kept;
    kept = null;
    if (open != null && !behaviour.needsOwnConnection()) {
      totals.reused.incrementAndGet();
      return open;
    }
    drop(open);
    return http.open(behaviour.isSlow(), behaviour.abrupt());
  }

  /** Keeps half of the connections for the next request. */
  private void keep(EventConnection connection, ClientBehaviour behaviour) {
    if (behaviour.needsOwnConnection() || random.nextBoolean()) {
      drop(connection);
    } else {
      kept = connection;
    }
  }

  private static void drop(@Nullable EventConnection connection) {
    if (connection != null) {
      connection.close();
    }
  }
}
