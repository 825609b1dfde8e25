package dev.deltalex.serve;

import dev.deltalex.FinishReason;
import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.serve.ServeMetrics.FinishedReason;
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

  // Guarded by this object's lock, up to error.
  private final WireBuffer out;
  private final List<WireRenderer> renderers;
  private final Choices choices;
  private ResponseState state = ResponseState.BEGINNING;

  /** Whether {@link #drain} will run on the event loop. */
  private boolean scheduled;

  private int inFlight;
  private @Nullable WireError error;

  /** Bytes that are not yet written to the socket; the multiplexer reads it without the lock. */
  private volatile int pending;

  // Accessed by the event loop only.
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
    this.renderers = request.renderers(id, service.options(), out);
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
        choices.cancelAll();
        state = ResponseState.DONE;
        releaseIfOver();
        throw Failures.ofOpening(e);
      }
    }
    service.metrics().promptTokens.add(request.promptTokens());
    timer = context.owner().setPeriodic(service.tickMillis(), id -> tick());
  }

  private void openChoice(int choice, Model model, long seed) {
    Turn turn = model.next(request.prefill(), request.maxTokens());
    renderers.get(choice).usage(request.promptTokens(), 0, 0, 0);
    ChoiceSink sink =
        new ChoiceSink(
            this, choice, renderers.get(choice), service.metrics(), client.requestedAt());
    StreamHandle handle = model.source().open(turn, request, seed, sink);
    choices.opened(choice, handle);
  }

  // ---- called by the shards' sinks

  /** Whether events are rendered. Call with the lock held. */
  boolean acceptsEvents() {
    return state.acceptsEvents();
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
    fail(unrendered(thrown));
    ended(choice, FinishReason.ERROR);
  }

  private WireError unrendered(RuntimeException thrown) {
    return Failures.ofRendering(
        id + " (" + client.requestId() + ")", thrown, service.options().streamBytes());
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

  private synchronized boolean isDone() {
    return state.isDone();
  }

  private void drain() {
    WireError whole = null;
    synchronized (this) {
      scheduled = false;
      if (settle()) {
        // The handle gets its cause after the sink received finished.
        context.owner().setTimer(1, id -> drain());
      }
      if (state == ResponseState.REFUSING) {
        state = ResponseState.DONE;
        whole = error;
      }
    }
    if (whole != null) {
      client.refuse(whole);
      service.metrics().completed(client.requestedAt());
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
      if (acceptsEvents()) {
        try {
          settle(i, handle, end);
        } catch (RuntimeException e) {
          fail(unrendered(e));
        }
        pending = out.length() + inFlight;
      }
    }
    return again;
  }

  private void settle(int choice, StreamHandle handle, FinishReason end) {
    if (handle.cause() == StreamEnd.SLOW_SINK) {
      slow(handle.detail());
      return;
    }
    WireError problem = StreamEnds.render(renderers.get(choice), request, handle, end);
    StreamEnds.count(service.metrics(), handle);
    if (problem != null) {
      fail(problem);
    }
  }

  /** Ends the response with an error. Call with the lock held. */
  private void fail(WireError problem) {
    if (!acceptsEvents()) {
      return;
    }
    choices.cancelAll();
    if (state == ResponseState.BEGINNING || !request.stream()) {
      out.clear();
    }
    error = problem;
    state = state.failed(request.stream());
  }

  /** Sends the contents of the buffer until the connection is full. */
  private void send() {
    while (!isDone() && !client.isFull()) {
      Buffer chunk;
      synchronized (this) {
        int length = out.length();
        if (length == 0 || !request.stream() && !isOver()) {
          break;
        }
        if (state == ResponseState.BEGINNING) {
          state = ResponseState.SENDING;
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
    if (isDone()) {
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
    boolean cut;
    synchronized (this) {
      if (state == ResponseState.FAILING && out.length() == 0) {
        writeError();
      }
      cut = state == ResponseState.BREAKING;
      boolean written =
          cut
              || state == ResponseState.FAILING && error == null
              || state == ResponseState.SENDING && isOver();
      if (!written || out.length() > 0 || inFlight > 0) {
        return;
      }
      state = ResponseState.DONE;
    }
    service.metrics().completed(client.requestedAt());
    if (cut) {
      client.abort();
    } else {
      client.end();
    }
    releaseIfOver();
  }

  /** Writes the error once the buffer is empty, so that it fits. Call with the lock held. */
  private void writeError() {
    WireError last = error;
    if (last == null) {
      return;
    }
    error = null;
    try {
      renderers.getFirst().fail(last);
    } catch (WireOverflowException e) {
      // In some protocols the error repeats the text, which may not fit the buffer.
      out.clear();
    }
    if (out.length() > 0) {
      schedule();
    } else {
      // It did not fit, or the renderer was already over.
      state = ResponseState.BREAKING;
    }
  }

  /** The client has disconnected. */
  private void disconnected() {
    if (isDone()) {
      return;
    }
    service.metrics().disconnects.increment();
    int live = drop();
    LOG.log(
        Level.INFO,
        "{0}: the client disconnected; {1} of its streams cancelled ({2})",
        id,
        "" + live,
        client.requestId());
    releaseIfOver();
  }

  /** Drops a client that does not read. */
  private void slow(String detail) {
    if (isDone()) {
      return;
    }
    service.metrics().slowReaders.increment();
    drop();
    LOG.log(
        Level.INFO, "{0}: the client reads too slowly: {1} ({2})", id, detail, client.requestId());
    client.abort();
    releaseIfOver();
  }

  /** Discards the rest of the response; returns how many streams are cancelled. */
  private synchronized int drop() {
    state = ResponseState.DONE;
    choices.cancelAll();
    service.metrics().finished(FinishedReason.ABORT, choices.running());
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
      boolean idle = !unread && (state == ResponseState.BEGINNING || out.length() == 0);
      // Streams that ended without a call to their sink: the parser failed.
      lost = choices.endSilentOnes();
      if (acceptsEvents()
          && idle
          && quiet >= service.options().heartbeatMillis()
          && request.stream()) {
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
      if (state != ResponseState.DONE || choices.running() > 0) {
        return;
      }
      state = ResponseState.RELEASED;
    }
    context.owner().cancelTimer(timer);
    service.buffers().give(out);
    service.bodies().give(request.keptBytes());
    service.metrics().openResponses.decrementAndGet();
  }
}
