package dev.deltalex.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deltalex.testkit.LifeRun;
import dev.deltalex.testkit.LifeScript;

/**
 * L12: for any sequence of operations on a pool's parsers, each stream emits the same events as
 * with a single parser.
 */
class LifeFuzzTest {
  @DictionaryFile(resourcePath = "/dev/deltalex/fuzz/markers.dict")
  @FuzzTest(maxDuration = "10m")
  void lifeHolds(byte[] bytes) {
    LifeRun.assertHolds(LifeScript.read(bytes));
  }
}
