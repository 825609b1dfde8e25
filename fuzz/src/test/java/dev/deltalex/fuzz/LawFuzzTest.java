package dev.deltalex.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deltalex.testkit.Laws;

/** The laws of the test kit hold for the inputs that Jazzer generates. */
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
