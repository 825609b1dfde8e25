package dev.deltalex.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deltalex.testkit.Laws;

/** What must hold for every input holds for those that Jazzer thinks of. */
class LawFuzzTest {
  @DictionaryFile(resourcePath = "/dev/deltalex/fuzz/markers.dict")
  @FuzzTest(maxDuration = "10m")
  void lawsHold(byte[] bytes) {
    FuzzInput input = FuzzInput.read(bytes);
    if (input != null) {
      Laws.assertLaws(input.law(), input.cuts());
    }
  }
}
