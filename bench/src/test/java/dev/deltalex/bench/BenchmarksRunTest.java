package dev.deltalex.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.deltalex.bench.ratio.SliceRunner;
import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Each benchmark sets up and runs with each of its parameters. A benchmark is compiled against the
 * interface, but what it asks of it is only checked when it runs.
 */
class BenchmarksRunTest {
  /** Nothing is measured: another JMH on the machine is no reason to refuse. */
  @BeforeAll
  static void ignoreLock() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @BeforeEach
  void brief() {
    System.setProperty(SliceRunner.MILLIS, "1");
  }

  @AfterEach
  void asBefore() {
    System.clearProperty(SliceRunner.MILLIS);
  }

  @Test
  void eachOnce() throws RunnerException {
    Options once =
        new OptionsBuilder()
            .include("dev\\.deltalex\\.bench\\..*")
            .exclude("Peers") // installs packages
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(once).run();

    assertFalse(results.isEmpty());
  }
}
