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

/** Who counts as a client that does not read: the order of events is the test's to choose. */
class SlowReaderTest {
  private static final int PARK_MILLIS = 2;

  /** Writes a char now and then, for minutes. */
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
                // The multiplexer is not to park it while the test is slow.
                .withParkBytes(1 << 20));
    ApiRequest request =
        RequestReader.read(
            WireProtocol.CHAT_COMPLETIONS,
            Served.chat("steady", "\"stream\":true").getBytes(StandardCharsets.UTF_8),
            service.options());
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

  /** Runs the loop until the client is given something. */
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

  /** The tick may find bytes that nobody has offered to the client yet. */
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

  /** One that takes what is written when it is told to. */
  private static final class Client extends SilentClient {
    private final Queue<Consumer<Boolean>> written = new ArrayDeque<>();
    private int aborted;

    /** Takes what was written. */
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
