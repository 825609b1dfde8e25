package dev.deltalex.serve;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop: how many there may be, and how long one may do nothing. */
final class Connections {
  /** A connection without a request is closed after this time. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  private static final int SHORTEST_SWEEP = 5;
  private static final int LONGEST_SWEEP = 5_000;

  /** What a connection does. */
  private static final class Activity {
    int requests;
    long idleSince = System.nanoTime();

    /** Whether nothing is read of it, and since when. */
    boolean unread;

    long unreadSince;
  }

  private final ServeOptions options;
  private final ServeMetrics metrics;
  private final Map<HttpConnection, Activity> activities = new HashMap<>();

  Connections(Service service) {
    options = service.options();
    metrics = service.metrics();
  }

  /** A client connected. */
  void opened(HttpConnection connection) {
    activities.put(connection, new Activity());
    long open = metrics.connections.incrementAndGet();
    connection.exceptionHandler(thrown -> {});
    connection.closeHandler(closed -> {
      activities.remove(connection);
      metrics.connections.decrementAndGet();
    });
    if (open > options.maxConnections()) {
      connection.close();
    }
  }

  /** A request begins. */
  void began(HttpServerRequest request) {
    Activity activity = activities.get(request.connection());
    if (activity != null) {
      activity.requests++;
      request
          .response()
          .endHandler(over -> {
            activity.requests--;
            activity.idleSince = System.nanoTime();
          });
    }
  }

  /** How often to {@link #sweep}. */
  long sweepMillis() {
    return Math.clamp(options.heartbeatMillis() / 2, SHORTEST_SWEEP, LONGEST_SWEEP);
  }

  /** Closes connections that nothing came of for too long. */
  void sweep() {
    long now = System.nanoTime();
    for (Map.Entry<HttpConnection, Activity> entry : Map.copyOf(activities).entrySet()) {
      Activity activity = entry.getValue();
      boolean idle = activity.requests == 0 && now - activity.idleSince > IDLE_NANOS;
      if (idle || isUnread(entry.getKey(), activity, now)) {
        cut(entry.getKey());
      }
    }
  }

  /**
   * Closes a connection now. Its own close would wait behind what was written: for ever, if the
   * client does not read. The event loop only.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What comes of it, the close handler hears.
  static void cut(HttpConnection connection) {
    // No interface has this.
    if (!(connection instanceof ConnectionBase base)) {
      connection.close();
      return;
    }
    // Nor is it the channel's close: that passes by the handlers, and one of them defers it.
    ChannelHandlerContext first = base.channel().pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  /**
   * Whether nothing was read of it for as long as a heartbeat takes. What follows a request waits,
   * unread beyond a few messages, until that is answered, and behind it the client's leaving would
   * wait, too: an answer that is slow to come would keep its slot for nobody.
   */
  private boolean isUnread(HttpConnection connection, Activity activity, long now) {
    // No interface says so; it is read where the class is another one.
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
