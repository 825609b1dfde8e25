package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.mux.MuxCounter;
import dev.deltalex.wire.WireProtocol;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The end of a response whose last events, and the error about that, do not fit its buffer. */
class OverflowEndTest {
  private static final String LONG =
      "{\"id\":\"long\",\"cuts\":\"chars:64\",\"text\":\""
          + "0123456789abcdef".repeat(5_000)
          + "\"}";

  private final HandLoop loop = new HandLoop();
  private final Client client = new Client();

  /** Bytes that are still in flight do not make it a regular end. */
  @Test
  void theConnectionIsClosedOnceAllIsSent() {
    ServeOptions options = Served.script(LONG).withStreamBytes(64 << 10).withParkMillis(600_000);
    try (Service service = new Service(options)) {
      ApiRequest request =
          RequestReader.read(
              WireProtocol.RESPONSES,
              "{\"model\":\"script:long\",\"stream\":true,\"input\":\"x\"}"
                  .getBytes(StandardCharsets.UTF_8),
              options,
              service::countTokens);
      ResponseStream stream = new ResponseStream(service, request, loop.context(), client);
      stream.open(Objects.requireNonNull(service.find("script:long")));
      Source source = service.sources().getFirst();
      Served.await(
          "the stream has ended",
          () -> {
            boolean ended = source.group().total(MuxCounter.ENDED) == 1;
            if (!ended) {
              loop.run();
              client.take(1);
            }
            return ended;
          });
      // The end is rendered while a write is in flight.
      loop.run();
      assertEquals(0, client.aborted + client.ended);
      Served.await(
          "the response is over",
          () -> {
            loop.run();
            client.take(0);
            return client.aborted + client.ended > 0;
          });
      assertEquals(0, client.ended);
      assertEquals(1, client.aborted);
      assertEquals(1, service.metrics().completed.sum());
    }
  }

  /** A client whose writes complete when the test requests it. */
  private static final class Client extends SilentClient {
    private final Queue<Consumer<Boolean>> written = new ArrayDeque<>();
    private int aborted;
    private int ended;

    /** Completes the writes but the last {@code kept}. */
    void take(int kept) {
      while (written.size() > kept) {
        written.remove().accept(true);
      }
    }

    @Override
    public void write(Buffer bytes, Consumer<Boolean> taken) {
      written.add(taken);
    }

    @Override
    public void end() {
      ended++;
    }

    @Override
    public void abort() {
      aborted++;
    }
  }
}
