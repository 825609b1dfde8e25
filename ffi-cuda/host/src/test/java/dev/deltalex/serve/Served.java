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

/** Helpers for tests of a server. */
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
   * An output that fails after text. For a server with {@code withParkBytes(1)}, where a stream is
   * parked until its bytes are sent: it has more bursts than one poll reads, so that the status
   * line is sent before the end is read, on a slow machine as well. For streamed responses only.
   */
  static final String BROKEN =
      "{\"id\":\"broken\",\"cuts\":\"chars:3\",\"finish\":\"error\",\"text\":\""
          + "One".repeat(20)
          + "\"}";

  /** Logs that an event loop was blocked, which happens on a busy machine. */
  private static final String BLOCKED_THREADS =
      "io.vertx.core.internal.threadchecker.BlockedThreadChecker";

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Served() {}

  /** Options of a server with recorded outputs only, which starts at once. */
  static ServeOptions script(String... lines) {
    return ServeOptions.DEFAULT.withScript(Script.parse(String.join("\n", lines))).withoutLoop();
  }

  /** A chat completion request for a recorded output. */
  static String chat(String id, String more) {
    return "{\"model\":\"script:" + id + "\"," + more + "," + USER + "," + TOOLS + "}";
  }

  static void await(String what, BooleanSupplier condition) {
    long since = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - since > PATIENCE_NANOS) {
        fail("waited in vain until " + what);
      }
      // Leaves the CPU to the server's threads.
      LockSupport.parkNanos(100_000);
    }
  }

  /** Waits until no stream is in use. */
  static void awaitNoTrace(DeltalexServer server) {
    await(
        "every slot is free: " + server.stats(),
        () -> {
          ServeStats s = server.stats();
          return s.liveStreams() == 0
              && s.waitingStreams() == 0
              && s.drainingSlots() == 0
              && s.openResponses() == 0
              // Streams without a slot have ended, too.
              && s.streams() <= s.ended();
        });
    assertEquals(0, server.stats().retiredSlots());
  }

  /** Captures the log lines of the server. */
  static final class Log extends Handler implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final List<Logger> loggers =
        List.of(
            Logger.getLogger("dev.deltalex.serve"),
            Logger.getLogger("dev.deltalex.mux"),
            Logger.getLogger("io.vertx"),
            Logger.getLogger("io.netty"));

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
