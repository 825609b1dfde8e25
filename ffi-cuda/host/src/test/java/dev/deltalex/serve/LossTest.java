package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.GenerationLoops;
import dev.deltalex.loop.LoopHealth;
import dev.deltalex.loop.LoopModel;
import dev.deltalex.loop.LoopOptions;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reference loop is lost: a loop on the host goes on, or the server says so and ends. */
@Timeout(60)
class LossTest {
  private static final String REASON =
      "cuStreamQuery: CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory access was encountered";

  /** A host loop that can be said to be lost. */
  private static final class Losable implements GenerationLoop {
    private final GenerationLoop loop =
        GenerationLoops.host(LoopOptions.DEFAULT.withRingFor(8, 5), "a test says so");

    private volatile boolean lost;
    private volatile boolean broken;

    @Override
    public MemorySegment ring() {
      return loop.ring();
    }

    @Override
    public LoopModel model() {
      return loop.model();
    }

    @Override
    public LoopHealth health() {
      if (broken) {
        throw new IllegalStateException("a defect");
      }
      return lost ? new LoopHealth.Lost(REASON) : loop.health();
    }

    @Override
    public String description() {
      return "CUDA: a device";
    }

    @Override
    public void close() {
      loop.close();
    }
  }

  private final Losable loop = new Losable();
  private Service service;
  private LossWatch watch;

  private void serve(boolean onHost) {
    ServeOptions options =
        ServeOptions.DEFAULT
            .withStreams(8)
            .withLoop(LoopOptions.Kind.HOST)
            .withHostAfterLoss(onHost);
    service = new Service(options, List.of(() -> new Source.Reference(options, loop)));
    watch = new LossWatch(service);
    assertNull(service.loss());
  }

  @AfterEach
  void close() {
    watch.close();
    service.close();
  }

  /** The health check and the result have the error's name and words. */
  @Test
  void aLossIsToldWithItsReason() throws InterruptedException {
    serve(false);
    loop.lost = true;
    assertEquals("the loop of ngram is lost: " + REASON, watch.await());
    assertEquals("ngram: " + REASON, service.loss());
    String health = Pages.health(service, service.loss()).toString();
    assertTrue(health.startsWith("{\"status\":\"lost\","), health);
    assertTrue(health.contains("\"reason\":\"ngram: " + REASON + "\""), health);
  }

  /** No loop is opened for a server that refuses all requests. */
  @Test
  void aServerThatDrainsGetsNoOtherLoop() throws InterruptedException {
    serve(true);
    service.refuse();
    loop.lost = true;
    assertEquals("the loop of ngram is lost: " + REASON, watch.await());
    assertEquals("ngram: " + REASON, service.loss());
  }

  /** Else a server would go on without its watch, and its process would never end. */
  @Test
  void aWatchThatFailsSaysSo() {
    serve(true);
    loop.broken = true;
    assertThrows(IllegalStateException.class, () -> watch.await());
  }

  @Test
  void aLoopOnTheHostGoesOn() {
    serve(true);
    Source before = service.sources().getFirst();
    loop.lost = true;
    Served.await("the loop is replaced", () -> service.sources().getFirst() != before);
    assertNull(service.loss());
    Source after = service.sources().getFirst();
    assertInstanceOf(LoopHealth.Running.class, after.loop().health());
    assertTrue(
        after.loop().description().contains("because the loop before it was lost: " + REASON),
        after.loop().description());
    assertEquals("ngram", after.label());
    Served.await("the lost loop is closed", () -> loop.loop.health() instanceof LoopHealth.Closed);
    assertEquals(1, service.sources().size());
  }
}
