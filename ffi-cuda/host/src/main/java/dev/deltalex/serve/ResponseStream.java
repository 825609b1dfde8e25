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
 * One response: the events of its choices become bytes here, and the bytes go to its client.
 *
 * <p>Shards render, through {@link ChoiceSink}s, into one buffer; the response's event loop empties
 * it. The lock between them is this object's, held for the time of one event or one copy. How a
 * stream ended is looked at on the event loop, once its handle knows it: only then tokens are
 * counted. A response leaves when its last byte is sent or its client is gone, and all its streams
 * are over.
 */
final class ResponseStream {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  /** Bytes that are handed to the connection at a time. */
  private static final int CHUNK = 32 << 10;

  private final Service service;
  private final ApiRequest request;
  private final String id;
  private final Context context;
  private final ClientConnection client;

  // Guarded by this object's lock, from here to the next line.
  private final WireBuffer out;
  private final List<WireRenderer> renderers;
  private final Choices choices;

  /** Events are not rendered any more: the client is gone, or an error was its last. */
  private boolean deaf;

  private boolean scheduled;
  private boolean headSent;
  private int inFlight;

  /** An error before the first byte: it is the whole response. */
  private @Nullable WireError refusal;

  /** An error that follows what is in the buffer. */
  private @Nullable WireError lastWord;

  /** Bytes that the client has not taken; the multiplexer looks at it without the lock. */
  private volatile int pending;

  // The event loop's own.
  private boolean done;
  private boolean released;
  private long progressAt = System.nanoTime();
  private long timer = -1;

  /** Of the event loop of {@code context}. Gives back to the budget what the request keeps. */
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
   * Opens the streams. The event loop, once.
   *
   * @throws RuntimeException if they cannot be opened, a RequestException where that is the
   *     client's to know; nothing was sent
   */
  void open(Model model) {
    client.onLeave(this::left);
    client.onDrained(this::send);
    long first = request.firstSeed();
    synchronized (this) {
      try {
        for (int i = 0; i < choices.count(); i++) {
          openChoice(i, model, first + i);
        }
      } catch (RuntimeException e) {
        deaf = true;
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

  /** Whether events are rendered; under the lock. */
  boolean listens() {
    return !deaf;
  }

  /** Something was rendered; under the lock. */
  void rendered() {
    pending = out.length() + inFlight;
    schedule();
  }

  /** A choice has heard its end; under the lock. */
  void ended(int choice, FinishReason reason) {
    choices.ended(choice, reason);
    schedule();
  }

  /** A choice could not be rendered, and hears nothing more; under the lock. */
  synchronized void failed(int choice, RuntimeException thrown) {
    fail(Failures.ofRendering(id, thrown));
    ended(choice, FinishReason.ERROR);
  }

  /** The only call that the request admits is over; under the lock, by the choice's sink. */
  void satisfied(int choice) {
    choices.cancelHere(choice);
  }

  /** Whether the shards may go on. */
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
        // Its handle is a moment behind its sink.
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

  /** Looks at the choices that ended; whether one has to be looked at again. */
  private boolean settle() {
    boolean again = false;
    for (int i = 0; i < choices.count(); i++) {
      FinishReason end = choices.unsettledEnd(i);
      StreamHandle handle = end == null ? null : choices.settle(i);
      if (end == null || handle == null) {
        again |= end != null;
        continue;
      }
      if (!deaf) {
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
          // By us, since nobody else could: the request's only call is over.
          renderer.finished(FinishReason.STOP);
      case SLOW_SINK -> slow(handle.detail());
      case CLOSED, PRODUCER_CANCELLED, PRODUCER_LOST, PRODUCER_ERROR, RING_CORRUPT, SINK_FAILED ->
          fail(Failures.ofEnd(cause));
    }
  }

  /** Ends the response with an error; under the lock. */
  private void fail(WireError error) {
    if (deaf) {
      return;
    }
    deaf = true;
    choices.cancelAll();
    if (!request.stream() || !headSent) {
      // Nothing has left yet: the error is the whole response.
      out.clear();
      refusal = error;
    } else {
      lastWord = error;
    }
  }

  /** Sends what is there, as far as the client takes it. */
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
      left();
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
        // Only now: the buffer may have been full.
        lastWord = null;
        try {
          renderers.getFirst().fail(error);
        } catch (WireOverflowException e) {
          // Where an error repeats the text, that may be too long for it, too.
          out.clear();
        }
        if (out.length() > 0) {
          schedule();
          return;
        }
      }
      if (out.length() > 0 || inFlight > 0 || !deaf && !isOver()) {
        return;
      }
      // Deaf, and the renderer took no error: it was in the middle of its own end, or had no room.
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

  /** The client is gone. */
  private void left() {
    if (done) {
      return;
    }
    service.metrics().disconnects.increment();
    int live = drop();
    LOG.log(Level.INFO, "{0}: the client left; {1} of its streams cancelled", id, "" + live);
    releaseIfOver();
  }

  /** The client does not read. */
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

  /** Nobody hears the rest; returns how many streams that ends. */
  private synchronized int drop() {
    done = true;
    deaf = true;
    choices.cancelAll();
    return choices.running();
  }

  private void tick() {
    long now = System.nanoTime();
    long quiet = (now - progressAt) / 1_000_000;
    boolean unread;
    boolean lost;
    synchronized (this) {
      // Not what is rendered and not sent yet: that is ours to do, and may be new.
      unread = inFlight > 0;
      boolean idle = !unread && (!headSent || out.length() == 0);
      // Not by its sink: the parser itself failed.
      lost = choices.endSilentOnes();
      if (!deaf && idle && quiet >= service.options().heartbeatMillis() && request.stream()) {
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
