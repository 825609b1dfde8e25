package dev.deltalex.serve;

import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.serve.Source.Model;
import dev.deltalex.serve.Source.Turn;
import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireError;
import dev.deltalex.wire.WireOverflowException;
import dev.deltalex.wire.WireRenderer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One response: renders the events of its choices and sends the bytes to the client.
 *
 * <p>Shards render, through {@link ChoiceSink}s, into one buffer; the response's event loop sends
 * its contents. Both synchronize on this object, for the time of one event or one copy. The end of
 * a stream is rendered on the event loop once its handle has the cause, since the token counts are
 * final only then. The response is released when its last byte is sent or its client has
 * disconnected, and all its streams are over.
 */
final class ResponseStream {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  /** Maximum bytes of one write to the connection. */
  private static final int CHUNK = 32 << 10;

  private final Service service;
  private final ApiRequest request;
  private final String id;
  private final Context context;
  private final ClientConnection client;

  // Guarded by this object's lock, up to refusal and lastWord.
  private final WireBuffer out;
  private final List<WireRenderer> renderers;
  private final Choices choices;

  /** Events are discarded: the client has disconnected, or an error ends the response. */
  private boolean discarding;

  private boolean scheduled;
  private boolean headSent;
  private int inFlight;

  /** An error before the first byte, which replaces the whole response. */
  private @Nullable WireError refusal;

  /** An error to be sent after the contents of the buffer. */
  private @Nullable WireError lastWord;

  /** Bytes that are not yet written to the socket; the multiplexer reads it without the lock. */
  private volatile int pending;

  // Accessed by the event loop only.
  private boolean done;
  private boolean released;
  private long progressAt = System.nanoTime();
  private long timer = -1;

  /** Runs on the event loop of {@code context}; releases the budget of the request at its end. */
  ResponseStream(Service service, ApiRequest request, Context context, ClientConnection client) {
    this.service = service;
    this.request = request;
    this.context = context;
    this.client = client;
    this.id = request.newId();
    this.out = service.buffers().take();
    this.renderers = request.renderers(id, service.options().reasoningField(), out);
    this.choices = new Choices(request.choices());
    service.metrics().openResponses.incrementAndGet();
  }

  /**
   * Opens the streams. Called once, on the event loop.
   *
   * @throws RuntimeException if they cannot be opened; a RequestException if the client gets the
   *     reason. Nothing was sent
   */
  void open(Model model) {
    client.onLeave(this::disconnected);
    client.onDrained(this::send);
    long first = request.firstSeed();
    synchronized (this) {
      try {
        for (int i = 0; i < choices.count(); i++) {
          openChoice(i, model, first + i);
        }
      } catch (RuntimeException e) {
        discarding = true;
        choices.cancelAll();
        done = true;
        releaseIfOver();
        throw Failures.ofOpening(e);
      }
    }
    timer = context.owner().setPeriodic(service.tickMillis(), id -> tick());
  }

  private void openChoice(int choice, Model model, long seed) {
    Turn turn = model.next(request.prefill(), request.maxTokens());
    renderers.get(choice).usage(turn.prompt().length, 0, 0, 0);
    ChoiceSink sink = new ChoiceSink(this, choice, renderers.get(choice), service.metrics());
    StreamHandle handle = model.source().open(turn, request, seed, sink);
    choices.opened(choice, handle, turn.prompt().length);
  }

  // ---- called by the shards' sinks

  /** Whether events are rendered. Call with the lock held. */
  boolean acceptsEvents() {
    return !discarding;
  }

  /** Called after an event was rendered, with the lock held. */
  void rendered() {
    pending = out.length() + inFlight;
    schedule();
  }

  /** Called when a choice's sink received {@code finished}, with the lock held. */
  void ended(int choice, FinishReason reason) {
    choices.ended(choice, reason);
    schedule();
  }

  /** Called when rendering a choice failed; its sink is not called again. */
  synchronized void failed(int choice, RuntimeException thrown) {
    fail(Failures.ofRendering(id, thrown));
    ended(choice, FinishReason.ERROR);
  }

  /** Called by the choice's sink after the only allowed call, with the lock held. */
  void satisfied(int choice) {
    choices.cancelAtEvent(choice);
  }

  /** Whether shards may render more. */
  boolean takesMore() {
    return pending < service.options().parkBytes();
  }

  int pendingBytes() {
    return pending;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(nothing -> drain());
    }
  }

  // ---- the event loop

  private void drain() {
    WireError error;
    synchronized (this) {
      scheduled = false;
      if (settle()) {
        // The handle gets its cause after the sink received finished.
        context.owner().setTimer(1, id -> drain());
      }
      error = headSent || done ? null : refusal;
      headSent |= error != null;
    }
    if (error != null) {
      client.refuse(error);
      service.metrics().completed.increment();
      done = true;
    }
    send();
    releaseIfOver();
  }

  /** Renders the end of choices; returns whether a handle has no cause yet. */
  private boolean settle() {
    boolean again = false;
    for (int i = 0; i < choices.count(); i++) {
      FinishReason end = choices.unsettledEnd(i);
      StreamHandle handle = end == null ? null : choices.settle(i);
      if (end == null || handle == null) {
        again |= end != null;
        continue;
      }
      if (!discarding) {
        try {
          settle(i, handle, end);
        } catch (RuntimeException e) {
          fail(Failures.ofRendering(id, e));
        }
        pending = out.length() + inFlight;
      }
    }
    return again;
  }

  private void settle(int choice, StreamHandle handle, FinishReason end) {
    StreamEnd cause = Objects.requireNonNull(handle.cause());
    WireRenderer renderer = renderers.get(choice);
    renderer.usage(
        choices.prompt(choice), 0, (int) handle.tokens(), (int) handle.tokens(Region.REASONING));
    switch (cause) {
      case MODEL, LENGTH -> renderer.finished(end);
      case STOP_STRING -> {
        renderer.stopString(request.stops().text(handle.stopString()));
        renderer.finished(end);
      }
      case CANCELLED ->
          // Cancelled by this class after the only allowed call.
          renderer.finished(FinishReason.STOP);
      case SLOW_SINK -> slow(handle.detail());
      case CLOSED, PRODUCER_CANCELLED, PRODUCER_LOST, PRODUCER_ERROR, RING_CORRUPT, SINK_FAILED ->
          fail(Failures.ofEnd(cause));
    }
  }

  /** Ends the response with an error. Call with the lock held. */
  private void fail(WireError error) {
    if (discarding) {
      return;
    }
    discarding = true;
    choices.cancelAll();
    if (!request.stream() || !headSent) {
      // Nothing was sent yet: the error is the whole response.
      out.clear();
      refusal = error;
    } else {
      lastWord = error;
    }
  }

  /** Sends the contents of the buffer until the connection is full. */
  private void send() {
    while (!done && !client.isFull()) {
      Buffer chunk;
      synchronized (this) {
        int length = out.length();
        if (length == 0 || !request.stream() && !isOver()) {
          break;
        }
        if (!headSent) {
          headSent = true;
          client.begin(request.stream() ? -1 : length);
        }
        int bytes = Math.min(length, CHUNK);
        chunk = Buffer.buffer(bytes).appendBytes(out.array(), out.offset(), bytes);
        out.consume(bytes);
        if (inFlight == 0) {
          progressAt = System.nanoTime();
        }
        inFlight += bytes;
      }
      int bytes = chunk.length();
      service.metrics().bytes.add(bytes);
      client.write(chunk, taken -> taken(bytes, taken));
    }
    endIfOver();
  }

  private boolean isOver() {
    return renderers.stream().allMatch(WireRenderer::isOver);
  }

  private void taken(int bytes, boolean succeeded) {
    if (done) {
      return;
    }
    synchronized (this) {
      inFlight -= bytes;
      pending = out.length() + inFlight;
    }
    progressAt = System.nanoTime();
    if (succeeded) {
      send();
    } else {
      disconnected();
    }
  }

  private void endIfOver() {
    if (done) {
      return;
    }
    boolean cut;
    synchronized (this) {
      if (!headSent) {
        return;
      }
      WireError error = lastWord;
      if (error != null && out.length() == 0) {
        // Not before the buffer is empty, so that the error fits.
        lastWord = null;
        try {
          renderers.getFirst().fail(error);
        } catch (WireOverflowException e) {
          // In some protocols the error repeats the text, which may not fit the buffer.
          out.clear();
        }
        if (out.length() > 0) {
          schedule();
          return;
        }
      }
      if (out.length() > 0 || inFlight > 0 || !discarding && !isOver()) {
        return;
      }
      // Discarding, and the renderer wrote no error: it was already over, or the error did not fit.
      cut = error != null;
    }
    done = true;
    service.metrics().completed.increment();
    if (cut) {
      client.abort();
    } else {
      client.end();
    }
    releaseIfOver();
  }

  /** The client has disconnected. */
  private void disconnected() {
    if (done) {
      return;
    }
    service.metrics().disconnects.increment();
    int live = drop();
    LOG.log(
        Level.INFO, "{0}: the client disconnected; {1} of its streams cancelled", id, "" + live);
    releaseIfOver();
  }

  /** Drops a client that does not read. */
  private void slow(String detail) {
    if (done) {
      return;
    }
    service.metrics().slowReaders.increment();
    drop();
    LOG.log(Level.INFO, "{0}: the client reads too slowly: {1}", id, detail);
    client.abort();
    releaseIfOver();
  }

  /** Discards the rest of the response; returns how many streams are cancelled. */
  private synchronized int drop() {
    done = true;
    discarding = true;
    choices.cancelAll();
    return choices.running();
  }

  private void tick() {
    long now = System.nanoTime();
    long quiet = (now - progressAt) / 1_000_000;
    boolean unread;
    boolean lost;
    synchronized (this) {
      // Bytes in flight only: bytes that are rendered but not yet sent do not depend on the client.
      unread = inFlight > 0;
      boolean idle = !unread && (!headSent || out.length() == 0);
      // Streams that ended without a call to their sink: the parser failed.
      lost = choices.endSilentOnes();
      if (!discarding && idle && quiet >= service.options().heartbeatMillis() && request.stream()) {
        renderers.getFirst().heartbeat();
        if (out.length() > 0) {
          service.metrics().heartbeats.increment();
          rendered();
        }
      }
    }
    if (lost) {
      drain();
    }
    if (unread && quiet >= service.options().parkMillis()) {
      slow("it left bytes unread for more than " + service.options().parkMillis() + " ms");
    }
  }

  private void releaseIfOver() {
    synchronized (this) {
      if (!done || released || choices.running() > 0) {
        return;
      }
      released = true;
    }
    context.owner().cancelTimer(timer);
    service.buffers().give(out);
    service.bodies().give(request.keptBytes());
    service.metrics().openResponses.decrementAndGet();
  }
}
