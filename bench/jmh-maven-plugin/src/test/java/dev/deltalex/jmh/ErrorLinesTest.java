package dev.deltalex.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ErrorLinesTest {
  private final ErrorLines lines = new ErrorLines();

  @Test
  void aLineAboutArgumentsIsShownAndNoted() {
    assertEquals("Error parsing command line:", lines.read("Error parsing command line:"));
    assertTrue(lines.notUnderstood());
  }

  @Test
  void anUncaughtExceptionIsShownWithoutItsFrames() {
    assertEquals(
        "Error parsing command line: Unable to parse benchmark mode: \"foo\"",
        lines.read(
            "Exception in thread \"main\" java.lang.IllegalStateException:"
                + " Unable to parse benchmark mode: \"foo\""));
    assertEquals("Known values are [thrpt]", lines.read("Known values are [thrpt]"));
    assertNull(lines.read("\tat org.openjdk.jmh.annotations.Mode.deepValueOf(Mode.java:125)"));
    assertNull(lines.read("Caused by: java.io.FileNotFoundException: /nonexistent"));
    assertNull(lines.read("\t... 2 more"));
    assertTrue(lines.notUnderstood());
  }

  @Test
  void aFailedRunIsNotABadArgument() {
    assertEquals(
        "ERROR: Another JMH instance might be running.",
        lines.read(
            "ERROR: org.openjdk.jmh.runner.RunnerException: ERROR: Another JMH instance might be"
                + " running."));
    assertNull(lines.read("\tat org.openjdk.jmh.runner.Runner.run(Runner.java:210)"));
    assertFalse(lines.notUnderstood());
  }

  @Test
  void otherTracesAreKept() {
    assertEquals(
        "\tat some.Agent.run(Agent.java:1)", lines.read("\tat some.Agent.run(Agent.java:1)"));
  }
}
