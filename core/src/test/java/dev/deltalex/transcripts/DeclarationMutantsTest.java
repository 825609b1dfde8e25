package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A format's transcripts prove every component of its declaration: with any one of them changed, at
 * least one section has other events than recorded.
 */
class DeclarationMutantsTest {
  static Stream<WireFormat> formats() {
    return Formats.all().stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void transcriptsKillEveryMutant(WireFormat format, TestReporter reporter) throws IOException {
    TranscriptCheck.Mutants mutants = new TranscriptCheck(format, markdown(format)).mutants();
    reporter.publishEntry(format.name(), mutants.toString());
    assertEquals(
        List.of(), mutants.alive(), "no section has other events with these: add one for each");
    assertEquals(
        equivalent(format),
        new TreeSet<>(mutants.equivalent()),
        "mutants with the format's tables: each needs its reason");
  }

  /**
   * The mutants that read every text as the format does; a line each of {@code
   * transcripts/equivalent/NAME.txt}, with the reason behind the equals sign.
   */
  private static TreeSet<String> equivalent(WireFormat format) throws IOException {
    TreeSet<String> all = new TreeSet<>();
    for (String line : resource("equivalent/" + format.name() + ".txt").lines().toList()) {
      int sign = line.indexOf(" = ");
      assertTrue(sign > 0 && line.length() > sign + 3, "no reason: " + line);
      all.add(line.substring(0, sign));
    }
    return all;
  }

  private static String markdown(WireFormat format) throws IOException {
    return resource(format.name() + ".md");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        DeclarationMutantsTest.class.getResourceAsStream("/transcripts/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
