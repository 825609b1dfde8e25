package dev.deltalex.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deltalex.testkit.LifeRun;
import dev.deltalex.testkit.LifeScript;

/** L12: whatever happens to parsers of a pool, each stream says what a parser alone says. */
class LifeFuzzTest {
  @DictionaryFile(resourcePath = "/dev/deltalex/fuzz/markers.dict")
  @FuzzTest(maxDuration = "10m")
  void lifeHolds(byte[] bytes) {
    LifeRun.assertHolds(LifeScript.read(bytes));
  }
}
