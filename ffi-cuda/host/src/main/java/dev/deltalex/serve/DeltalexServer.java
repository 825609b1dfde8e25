package dev.deltalex.serve;

import dev.deltalex.parse.StreamPool;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A running server: chat completions, Messages and Responses over HTTP, with the reference loop or
 * recorded outputs behind them. Nothing a request holds makes it read a file or start anything.
 * Thread-safe.
 */
public final class DeltalexServer implements AutoCloseable {
  private static final int MOST_EVENT_LOOPS = 2;
  private static final long START_SECONDS = 30;
  private static final long CLOSE_SECONDS = 5;

  private final ServeOptions options;
  private final Service service;
  private final Vertx vertx;
  private final AtomicInteger port = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  private DeltalexServer(ServeOptions options, Service service) {
    this.options = options;
    this.service = service;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops())
                .setWorkerPoolSize(Math.max(2, eventLoops()))
                .setUseDaemonThread(true)
                // It reads no files, and caches none.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
  }

  private static int eventLoops() {
    return Math.min(MOST_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Starts a server; it listens when this returns.
   *
   * @throws IllegalStateException with the reason, if the port is taken or there is no such loop
   * @throws IllegalArgumentException if there is no such format
   */
  public static DeltalexServer start(ServeOptions options) {
    StreamPool.warmUp();
    Service service = new Service(options);
    DeltalexServer server = new DeltalexServer(options, service);
    try {
      server.listen();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    var deployed =
        vertx.deployVerticle(
            () -> new HttpFront(service, port), new DeploymentOptions().setInstances(eventLoops()));
    Throwable cause;
    try {
      deployed.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
      return;
    } catch (ExecutionException e) {
      cause = e.getCause();
    } catch (TimeoutException e) {
      cause = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause = e;
    }
    throw new IllegalStateException(
        "cannot listen on " + options.host() + ":" + options.port() + ": " + reason(cause), cause);
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "unknown" : String.valueOf(cause.getMessage());
  }

  /** The port that it listens on. */
  public int port() {
    return port.get();
  }

  /** The address that it listens on. */
  public String host() {
    return options.host();
  }

  /** What runs behind it, a line per source. */
  public String description() {
    StringBuilder text = new StringBuilder();
    for (Source source : service.sources()) {
      text.append(text.isEmpty() ? "" : "\n").append(source.loop().description());
    }
    return text.toString();
  }

  /** How it stands. */
  public ServeStats stats() {
    return service.metrics().stats(service.sources());
  }

  /**
   * Ends every stream, with an error event that says so, and stops listening. Takes five seconds at
   * most, for clients that do not read.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    service.close();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    ServeMetrics metrics = service.metrics();
    while (metrics.openResponses.get() + metrics.shown.get() > 0
        && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Its threads are daemons: what is left ends with the JVM.
      System.getLogger("dev.deltalex.serve")
          .log(System.Logger.Level.WARNING, "the event loops did not stop: {0}", e.toString());
    }
  }
}
