package dev.deltalex.soak;

import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import dev.deltalex.serve.ServeStats;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** A server in this process, on a free port of loopback. */
final class OwnServer implements Target {
  /**
   * Number of clients per spare slot, since the slot of a disconnected client is freed with a
   * delay.
   */
  private static final int SPARE = 4;

  // Strong references: the LogManager holds loggers, and with them their handlers, weakly.
  private static final Logger DELTALEX = Logger.getLogger("dev.deltalex");
  private static final Logger SERVE = Logger.getLogger("dev.deltalex.serve");
  private static final Logger VERTX = Logger.getLogger("io.vertx");

  private final DeltalexServer server;
  private final Counting log = new Counting();
  private final @Nullable Level usualLevel = SERVE.getLevel();

  private OwnServer(DeltalexServer server) {
    this.server = server;
  }

  /** Starts the server. It drops clients that do not read for {@code parkMillis}. */
  static OwnServer start(SoakPlan plan, Transcripts transcripts, int parkMillis) {
    int slots = plan.streams() + plan.streams() / SPARE + 1;
    OwnServer own =
        new OwnServer(
            DeltalexServer.start(
                ServeOptions.DEFAULT
                    .withScript(Script.parse(transcripts.lines()))
                    .withoutLoop()
                    .withStreams(slots)
                    .withQueue(slots)
                    .withMaxConnections(2 * slots)
                    .withParkMillis(parkMillis)));
    // No log line for each of thousands of clients that disconnect on purpose.
    SERVE.setLevel(Level.WARNING);
    DELTALEX.addHandler(own.log);
    VERTX.addHandler(own.log);
    return own;
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  @Override
  public String description() {
    return "in this process, port " + server.port();
  }

  @Override
  public ServerCounts counts() {
    ServeStats stats = server.stats();
    return new ServerCounts(
        stats.liveStreams(),
        stats.waitingStreams(),
        stats.drainingSlots(),
        stats.retiredSlots(),
        stats.openResponses(),
        stats.requests(),
        stats.completed(),
        stats.early(),
        stats.disconnects(),
        stats.slowReaders(),
        stats.parks(),
        stats.cancels(),
        stats.errors());
  }

  @Override
  public long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Override
  public String complaints() {
    String first = log.first.get();
    return log.count.get() == 0 ? "" : log.count.get() + ", the first: " + first;
  }

  @Override
  public void close() {
    server.close();
    DELTALEX.removeHandler(log);
    VERTX.removeHandler(log);
    SERVE.setLevel(usualLevel);
  }

  /**
   * Counts warnings and errors of Deltalex, and errors of Vert.x, whose warnings report a busy
   * machine.
   */
  private static final class Counting extends Handler {
    final AtomicLong count = new AtomicLong();
    final AtomicReference<String> first = new AtomicReference<>("");
    private final Formatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      boolean vertx = String.valueOf(line.getLoggerName()).startsWith(VERTX.getName());
      Level least = vertx ? Level.SEVERE : Level.WARNING;
      if (line.getLevel().intValue() >= least.intValue()) {
        count.incrementAndGet();
        Throwable thrown = line.getThrown();
        String said = formatter.formatMessage(line);
        first.compareAndSet("", said + (thrown == null ? "" : ": " + thrown));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
