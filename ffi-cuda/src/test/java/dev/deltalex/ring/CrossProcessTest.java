package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer in C, in another process, writes to this JVM through a file. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrossProcessTest {
  private static final int SLOTS = 4;
  private static final RingLayout LAYOUT = RingLayout.of(SLOTS, 64, 8);
  private static final String PATIENT_MILLIS = "60000";

  private Path path;

  @BeforeEach
  void nameOfARing() throws IOException {
    // In the default directory, with a unique name.
    path = Files.createTempFile(SharedRing.defaultPath("x").getParent(), "test", ".ring");
    Files.delete(path);
  }

  @AfterEach
  void noFileIsLeft() throws IOException {
    Files.deleteIfExists(path);
  }

  private static Path program() {
    return NativeTools.program(
        "ring_producer",
        List.of(NativeTools.TEST_SOURCES.resolve("ring_producer.c")),
        List.of("-pedantic", "-I" + NativeTools.CUDA_SOURCES));
  }

  private RingProcess producer(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program().toString(), path.toString()));
    command.addAll(Arrays.asList(arguments));
    return RingProcess.start(command);
  }

  /** Reads streams of random length until a number of tokens has been checked. */
  private static void read(RingReader reader, StreamCheck check, long tokens, int lagEvery)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(7);
    for (int slot = 0; slot < SLOTS; slot++) {
      check.admit(reader, slot, random.nextLong(), 1 + random.nextInt(20_000), slot * 2);
    }
    for (int round = 1; check.tokens() < tokens; round++) {
      boolean idle = true;
      for (int slot = 0; slot < SLOTS; slot++) {
        idle &= reader.poll(slot, 64, check) == 0;
        if (check.ended(slot)) {
          assertEquals(EndReason.LENGTH, check.end(slot));
          check.admit(reader, slot, random.nextLong(), 1 + random.nextInt(20_000), slot * 2);
        }
      }
      reader.beat(round);
      if (lagEvery > 0 && round % lagEvery == 0) {
        Thread.sleep(1);
      } else if (idle) {
        Thread.yield();
      }
    }
  }

  private void feeds(long tokens, int lagEvery) throws IOException, InterruptedException {
    try (RingProcess producer = producer(PATIENT_MILLIS, "4", "64", "8")) {
      producer.await("ready");
      try (SharedRing ring = SharedRing.open(path, RingRole.CONSUMER)) {
        RingReader reader = new RingReader(ring.block());
        StreamCheck check = new StreamCheck(SLOTS);
        read(reader, check, tokens, lagEvery);
        assertEquals(0, reader.strays());
        assertTrue(reader.drafted(3) > reader.accepted(3));
        assertEquals(0, reader.drafted(0));
        long words = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
          words += ring.block().get(RingLayout.LONG, LAYOUT.slotOffset(slot));
        }
        assertTrue(words / LAYOUT.capacityWords() > 3_000, "ends of the ring: " + words / 64);
        if (lagEvery > 0) {
          assertTrue(reader.stalls(0) + reader.stalls(3) > 0);
        }
        reader.stopAll(true);
        assertEquals(0, producer.join());
        assertEquals("closed", producer.lines().getLast());
        assertEquals(RingLayout.PRODUCER_CLOSED, reader.producerState());
        for (int slot = 0; slot < SLOTS; slot++) {
          check.expectCancelled(slot);
          reader.poll(slot, Integer.MAX_VALUE, check);
          assertTrue(check.ended(slot));
        }
      }
    }
  }

  @Test
  void tenMillionTokensArriveOverThousandsOfWraps() throws IOException, InterruptedException {
    feeds(10_000_000, 0);
  }

  @Test
  @Tag("long")
  void twoHundredMillionTokensArrive() throws IOException, InterruptedException {
    feeds(200_000_000, 0);
  }

  @Test
  void aReaderThatLagsLosesNothing() throws IOException, InterruptedException {
    feeds(200_000, 3);
  }

  @Test
  void cancelsAreHonoured() throws IOException {
    try (SharedRing ring = SharedRing.create(path, LAYOUT, RingRole.CONSUMER);
        RingProcess producer = producer(PATIENT_MILLIS)) {
      producer.await("ready");
      RingReader reader = new RingReader(ring.block());
      StreamCheck check = new StreamCheck(SLOTS);
      SplittableRandom random = new SplittableRandom(3);
      int cancelled = 0;
      boolean[] asked = new boolean[SLOTS];
      for (int slot = 0; slot < SLOTS; slot++) {
        check.admit(reader, slot, slot, Integer.MAX_VALUE, 7);
      }
      while (cancelled < 1_000) {
        int slot = random.nextInt(SLOTS);
        reader.beat(System.nanoTime());
        reader.poll(slot, 3, check);
        if (check.ended(slot)) {
          assertEquals(EndReason.CANCELLED, check.end(slot));
          cancelled++;
          asked[slot] = false;
          check.admit(reader, slot, random.nextLong(), Integer.MAX_VALUE, 7);
        } else if (!asked[slot]) {
          asked[slot] = true;
          check.cancel(reader, slot);
        }
      }
      assertEquals(0, reader.strays());
      assertTrue(producer.isAlive());
    }
  }

  @Test
  void aKilledProducerIsNoticedAndReplaced() throws IOException, InterruptedException {
    try (SharedRing ring = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
      RingReader reader = new RingReader(ring.block());
      StreamCheck check = new StreamCheck(SLOTS);
      try (RingProcess producer = producer(PATIENT_MILLIS)) {
        producer.await("ready");
        ProducerWatch watch =
            new ProducerWatch(reader, ProducerWatch.OWN_SILENCE_NANOS, System.nanoTime());
        for (int slot = 0; slot < SLOTS; slot++) {
          check.admit(reader, slot, slot, Integer.MAX_VALUE, 3);
        }
        while (check.tokens() < 10_000) {
          for (int slot = 0; slot < SLOTS; slot++) {
            reader.poll(slot, 8, check);
          }
        }
        assertEquals(ProducerWatch.Health.ALIVE, watch.check(System.nanoTime()));
        producer.kill();
        while (watch.check(System.nanoTime()) == ProducerWatch.Health.ALIVE) {
          for (int slot = 0; slot < SLOTS; slot++) {
            reader.poll(slot, 8, check);
          }
          Thread.sleep(1);
        }
        assertEquals(ProducerWatch.Health.SILENT, watch.check(System.nanoTime()));
        assertTrue(watch.silentFor() > ProducerWatch.OWN_SILENCE_NANOS);
        assertFalse(check.ended(0));
      }
      try (RingProcess second = producer(PATIENT_MILLIS)) {
        second.await("ready");
        assertTrue(second.lines().contains("orphans 4"), second.lines().toString());
        for (int slot = 0; slot < SLOTS; slot++) {
          reader.poll(slot, Integer.MAX_VALUE, check);
          assertEquals(EndReason.ERROR, check.end(slot));
        }
        readToTheEnd(reader, check);
      }
    }
  }

  /** Admits new streams to the slots and reads them to their ends. */
  private static void readToTheEnd(RingReader reader, StreamCheck check) {
    for (int slot = 0; slot < SLOTS; slot++) {
      check.admit(reader, slot, 100 + slot, 5_000, 7);
    }
    boolean open = true;
    while (open) {
      open = false;
      reader.beat(System.nanoTime());
      for (int slot = 0; slot < SLOTS; slot++) {
        reader.poll(slot, 64, check);
        open |= !check.ended(slot);
      }
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      assertEquals(EndReason.LENGTH, check.end(slot));
    }
  }

  @Test
  void aKilledConsumerIsHarmless() throws IOException {
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    try (RingProcess producer = producer("2000")) {
      producer.await("ready");
      try (RingProcess consumer = RingProcess.startJava(DoomedConsumer.class, path.toString())) {
        consumer.await("reading");
        consumer.kill();
      }
      producer.await("consumer lost");
      try (SharedRing ring = SharedRing.open(path, RingRole.CONSUMER)) {
        RingReader reader = new RingReader(ring.block());
        reader.beat(System.nanoTime());
        for (int slot = 0; slot < SLOTS; slot++) {
          int state = ring.block().get(RingLayout.INT, LAYOUT.slotOffset(slot) + 12);
          assertEquals(RingLayout.SLOT_ENDED, state);
        }

        readToTheEnd(reader, new StreamCheck(SLOTS));

        assertTrue(producer.isAlive());
      }
    }
  }

  @Test
  void aProducerRefusesWhatIsNoRing() throws IOException, InterruptedException {
    Files.write(path, new byte[4096]);

    try (RingProcess producer = producer(PATIENT_MILLIS)) {
      assertEquals(3, producer.join());
      assertEquals(
          List.of(
              path
                  + ": not a token ring, or its creator has not finished or died:"
                  + " wait, or delete it"),
          producer.lines());
    }
  }
}
