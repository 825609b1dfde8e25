package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The width is fixed per JVM, so every width is checked in one of its own. */
class EveryWidthTest {
  @ParameterizedTest
  @CsvSource({
    "vector128, vector128, ''",
    "vector256, vector256, ''",
    "vector512, vector512, ''",
    "auto, vector, -XX:TieredStopAtLevel=1"
  })
  void scannerOfThatWidthAgreesWithTheSpecification(String setting, String name, String option) {
    List<String> options = new ArrayList<>();
    options.add("--add-modules");
    options.add("jdk.incubator.vector");
    options.add("-D" + Scanners.PROPERTY + "=" + setting);
    if (!option.isEmpty()) {
      options.add(option);
    }
    String output = ChildJvm.run(options, ScannerCheck.class);
    assertTrue(output.contains("checked " + name), output);
    assertTrue(output.endsWith("exit 0"), output);
  }
}
