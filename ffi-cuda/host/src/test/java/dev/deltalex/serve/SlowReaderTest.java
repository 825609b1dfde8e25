package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.wire.WireProtocol;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Detection of clients that do not read, with an order of events that the test chooses. */
class SlowReaderTest {
  private static final int PARK_MILLIS = 2;

  /** An output with a char at long intervals, for minutes. */
  private static final String STEADY =
      "{\"id\":\"steady\",\"cuts\":\"chars:1\",\"step_ms\":5,\"text\":\""
          + "abcdefghij".repeat(6_000)
          + "\"}";

  private final HandLoop loop = new HandLoop();
  private final Client client = new Client();
  private Service service;
  private ResponseStream stream;

  @BeforeEach
  void open() {
    service =
        new Service(
            Served.script(STEADY)
                .withParkMillis(PARK_MILLIS)
                // Prevents that the multiplexer parks the stream if the test is slow.
                .withParkBytes(1 << 20));
    ApiRequest request =
        RequestReader.read(
            WireProtocol.CHAT_COMPLETIONS,
            Served.chat("steady", "\"stream\":true").getBytes(StandardCharsets.UTF_8),
            service.options(),
            service::countTokens);
    stream = new ResponseStream(service, request, loop.context(), client);
    stream.open(Objects.requireNonNull(service.find("script:steady")));
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void awaitDelta() {
    Served.await("a delta is rendered", () -> stream.pendingBytes() > 0);
  }

  /** Runs the loop until bytes are sent to the client. */
  private void awaitWrite() {
    Served.await(
        "a delta is written",
        () -> {
          loop.run();
          return !client.written.isEmpty();
        });
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(2 * PARK_MILLIS);
  }

  private long slowReaders() {
    return service.metrics().slowReaders.sum();
  }

  /** The periodic check may run before rendered bytes are sent to the client. */
  @Test
  void aPauseOfTheModelIsNotTheClients() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      awaitWrite();
      client.takeAll();
      pause();
      awaitDelta();
      loop.tick();
      assertEquals(0, slowReaders(), "dropped, but it took all it was given");
    }
    assertEquals(0, client.aborted);
  }

  @Test
  void whatTheClientLeavesUnreadIsItsOwn() throws InterruptedException {
    awaitWrite();
    pause();
    loop.tick();
    assertEquals(1, slowReaders());
    assertEquals(1, client.aborted);
  }

  /** A client whose writes complete when the test requests it. */
  private static final class Client extends SilentClient {
    private final Queue<Consumer<Boolean>> written = new ArrayDeque<>();
    private int aborted;

    /** Completes the writes. */
    void takeAll() {
      for (var write = written.poll(); write != null; write = written.poll()) {
        write.accept(true);
      }
    }

    @Override
    public void write(Buffer bytes, Consumer<Boolean> taken) {
      written.add(taken);
    }

    @Override
    public void abort() {
      aborted++;
    }
  }
}
