package dev.deltalex.serve;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Limits the number of connections of an event loop and their idle time. */
final class Connections {
  /** A connection without a request is closed after this time. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  /**
   * Connections beyond the maximum, for requests of health and metrics: an operator asks for them
   * when the server is full.
   */
  private static final int RESERVED = 16;

  /** A connection beyond the maximum without a request is closed after this time. */
  private static final long RESERVED_IDLE_NANOS = 2_000_000_000L;

  private static final int SHORTEST_SWEEP = 5;
  private static final int LONGEST_SWEEP = 5_000;

  /** The state of a connection. */
  private static final class Activity {
    final boolean reserved;
    int requests;
    long idleSince = System.nanoTime();

    /** Whether reading from it is suspended, and since when. */
    boolean unread;

    long unreadSince;

    /** Whether no further request is answered. */
    boolean ends;

    Activity(boolean reserved) {
      this.reserved = reserved;
    }
  }

  /**
   * Closes a connection whose socket failed. Vert.x would pass the error on to the request that is
   * read: if it waits behind another one it has no response yet, so that this fails, and Netty logs
   * a stack trace.
   */
  @Sharable
  private static final class SocketErrors extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable thrown) {
      if (thrown instanceof IOException) {
        channel.close();
      } else {
        channel.fireExceptionCaught(thrown);
      }
    }
  }

  private static final SocketErrors SOCKET_ERRORS = new SocketErrors();

  private final ServeOptions options;
  private final ServeMetrics metrics;
  private final Map<HttpConnection, Activity> activities = new HashMap<>();

  Connections(Service service) {
    options = service.options();
    metrics = service.metrics();
  }

  /** Called when a client has connected. */
  void opened(HttpConnection connection) {
    long open = metrics.connections.incrementAndGet();
    activities.put(connection, new Activity(open > options.maxConnections()));
    if (connection instanceof ConnectionBase base) {
      base.channel().pipeline().addFirst(SOCKET_ERRORS);
    }
    connection.exceptionHandler(thrown -> {});
    connection.closeHandler(closed -> {
      activities.remove(connection);
      metrics.connections.decrementAndGet();
    });
    if (open > options.maxConnections() + RESERVED) {
      connection.close();
    }
  }

  /**
   * Called when a request begins; returns whether to answer it. Behind a request whose end is
   * unclear, what looks like another one may be part of its body.
   */
  boolean began(HttpServerRequest request) {
    Activity activity = activities.get(request.connection());
    if (activity != null && !activity.ends) {
      activity.requests++;
      request
          .response()
          .endHandler(over -> {
            activity.requests--;
            activity.idleSince = System.nanoTime();
          });
    }
    return activity == null || !activity.ends;
  }

  /** Answers no further request of the connection, which will be closed. */
  void end(HttpConnection connection) {
    Activity activity = activities.get(connection);
    if (activity != null) {
      activity.ends = true;
    }
  }

  /** Whether the connection is beyond the maximum, for requests of health and metrics only. */
  boolean isReserved(HttpServerRequest request) {
    Activity activity = activities.get(request.connection());
    return activity != null && activity.reserved;
  }

  /** Interval of calls to {@link #sweep}. */
  long sweepMillis() {
    return Math.clamp(options.heartbeatMillis() / 2, SHORTEST_SWEEP, LONGEST_SWEEP);
  }

  /** Closes connections that have been idle for too long. */
  void sweep() {
    long now = System.nanoTime();
    for (Map.Entry<HttpConnection, Activity> entry : Map.copyOf(activities).entrySet()) {
      Activity activity = entry.getValue();
      boolean idle = activity.requests == 0 && now - activity.idleSince > idleNanos(activity);
      if (idle || isUnread(entry.getKey(), activity, now)) {
        cut(entry.getKey());
      }
    }
  }

  private static long idleNanos(Activity activity) {
    return activity.reserved ? RESERVED_IDLE_NANOS : IDLE_NANOS;
  }

  /**
   * Closes a connection at once. {@code HttpConnection.close} waits for pending writes, which never
   * complete if the client does not read. For the event loop only.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The close handler is called afterwards.
  static void cut(HttpConnection connection) {
    // Not in a public interface.
    if (!(connection instanceof ConnectionBase base)) {
      connection.close();
      return;
    }
    // Not channel.close(), which goes through the handlers, one of which defers it.
    ChannelHandlerContext first = base.channel().pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  /**
   * Whether an error of a request is that of its bytes, such as an invalid size of a chunk: then
   * the client is still there to read an answer.
   */
  static boolean isMalformed(HttpConnection connection, Throwable thrown) {
    return !(thrown instanceof IOException)
        && connection instanceof ConnectionBase base
        && base.channel().isActive();
  }

  /** Sends what was written. Otherwise it would be lost if the connection is closed next. */
  static void flush(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channel().flush();
    }
  }

  /**
   * Whether reading from it was suspended for at least a heartbeat interval. Vert.x stops reading
   * when a few pipelined messages wait for the current response. A disconnect is then not detected,
   * and the response would keep its slot without a client.
   */
  private boolean isUnread(HttpConnection connection, Activity activity, long now) {
    // Not in a public interface; for another class, reading counts as not suspended.
    boolean unread =
        connection instanceof ConnectionBase base && !base.channel().config().isAutoRead();
    if (!unread || !activity.unread) {
      activity.unread = unread;
      activity.unreadSince = now;
    }
    return unread
        && now - activity.unreadSince > TimeUnit.MILLISECONDS.toNanos(options.heartbeatMillis());
  }
}
