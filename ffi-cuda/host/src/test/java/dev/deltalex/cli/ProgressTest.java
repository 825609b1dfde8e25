package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void longWorkSpeaksUntilItIsDone() throws InterruptedException {
    StringWriter said = new StringWriter();
    CountDownLatch asked = new CountDownLatch(3);
    try (Progress _ =
        new Progress(
            new PrintWriter(said),
            1,
            () -> {
              asked.countDown();
              return asked.getCount() + " left";
            })) {
      asked.await();
    }
    String atTheEnd = said.toString();
    assertTrue(atTheEnd.startsWith("deltalex: 2 left" + System.lineSeparator()), atTheEnd);
    // close() waits for the thread, so nothing is written after it.
    assertEquals(atTheEnd, said.toString());
  }

  @Test
  void shortWorkIsSilent() {
    StringWriter said = new StringWriter();
    try (Progress _ = new Progress(new PrintWriter(said), Long.MAX_VALUE, () -> "never")) {
      assertEquals("", said.toString());
    }
    assertEquals("", said.toString());
  }
}
