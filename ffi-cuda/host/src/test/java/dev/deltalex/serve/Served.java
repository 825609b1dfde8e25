package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What tests of a server have in common. */
final class Served {
  static final String CHAT = "/v1/chat/completions";
  static final String MESSAGES = "/v1/messages";
  static final String RESPONSES = "/v1/responses";

  static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"location\":{\"type\":\"string\"},"
          + "\"days\":{\"type\":\"integer\"}}}}}]";

  static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  /** Reasoning, an answer and a call, as Qwen3-Coder writes them. */
  static final String CALL =
      "<think>\\nRome, then.\\n</think>\\n\\nI look. 🙂\\n<tool_call>\\n<function=get_weather>\\n"
          + "<parameter=location>\\nRome\\n</parameter>\\n<parameter=days>\\n3\\n</parameter>\\n"
          + "</function>\\n</tool_call>";

  /**
   * Fails behind text. For a server with {@code withParkBytes(1)}: there a stream waits until what
   * was read of it has left, and these are more bursts than are read at a time, so that the status
   * line has left before the end is read, however slow the machine is. Streamed only.
   */
  static final String BROKEN =
      "{\"id\":\"broken\",\"cuts\":\"chars:3\",\"finish\":\"error\",\"text\":\""
          + "One".repeat(20)
          + "\"}";

  /** Says that an event loop had no CPU for too long: how busy the machine is. */
  private static final String BLOCKED_THREADS =
      "io.vertx.core.internal.threadchecker.BlockedThreadChecker";

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Served() {}

  /** Options of a server that serves recorded outputs only, and so starts at once. */
  static ServeOptions script(String... lines) {
    return ServeOptions.DEFAULT.withScript(Script.parse(String.join("\n", lines))).withoutLoop();
  }

  /** A chat request to a recorded output. */
  static String chat(String id, String more) {
    return "{\"model\":\"script:" + id + "\"," + more + "," + USER + "," + TOOLS + "}";
  }

  static void await(String what, BooleanSupplier condition) {
    long since = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - since > PATIENCE_NANOS) {
        fail("waited in vain until " + what);
      }
      // The server's threads need the cores.
      LockSupport.parkNanos(100_000);
    }
  }

  /** Waits until nothing is left of any stream. */
  static void awaitNoTrace(DeltalexServer server) {
    await(
        "every slot is free: " + server.stats(),
        () -> {
          ServeStats s = server.stats();
          return s.liveStreams() == 0
              && s.waitingStreams() == 0
              && s.drainingSlots() == 0
              && s.openResponses() == 0
              // Those that never had a slot are over, too.
              && s.streams() <= s.ended();
        });
    assertEquals(0, server.stats().retiredSlots());
  }

  /** The log lines of the server while this is open. */
  static final class Log extends Handler implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final List<Logger> loggers =
        List.of(
            Logger.getLogger("dev.deltalex.serve"),
            Logger.getLogger("dev.deltalex.mux"),
            Logger.getLogger("io.vertx"));

    Log() {
      loggers.forEach(logger -> logger.addHandler(this));
    }

    @Override
    public synchronized void publish(LogRecord line) {
      if (BLOCKED_THREADS.equals(line.getLoggerName())) {
        return;
      }
      lines.add(
          line.getLoggerName()
              + " "
              + new java.util.logging.SimpleFormatter().formatMessage(line)
              + (line.getThrown() == null ? "" : " " + line.getThrown()));
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      loggers.forEach(logger -> logger.removeHandler(this));
    }
  }
}
