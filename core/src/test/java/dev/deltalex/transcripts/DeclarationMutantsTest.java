package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  private static final String WRITERS_ONLY =
      "says what the template writes; several calls in a pair are read in any case";

  private static final String NO_MARKER =
      "the inside is an object, no marker: without its pair it needs proof DECLARED";

  private static final String ONE_CHAR =
      "a name sheds the blanks around it, so none are left in front of a tag of one char";

  /** Those of formats with Qwen3-Coder's tags. */
  private static final Map<String, String> TAGS =
      Map.of(
          "call form 1, pair 1, many: true",
          WRITERS_ONLY,
          "call form 1, header >: of kind TOKEN",
          ONE_CHAR,
          "call form 1, parameter >: of kind TOKEN",
          ONE_CHAR,
          "call form 1, proof: DECLARED",
          "without its pair a header needs a declared name and one more sign in any case");

  /** Mutants that read every text as the format does, by format, with the reason. */
  private static final Map<String, Map<String, String>> EQUIVALENT =
      Map.of(
          "qwen3_coder",
          Map.of(
              "call form 1, pair 1, many: true",
              WRITERS_ONLY,
              "call form 1, header >: of kind TOKEN",
              ONE_CHAR,
              "call form 1, parameter >: of kind TOKEN",
              ONE_CHAR,
              "call form 1, proof: DECLARED",
              "without its pair a header needs a declared name and one more sign in any case",
              "call form 2, pair 1, many: true",
              WRITERS_ONLY,
              "call form 2, pair 1, optional: true",
              NO_MARKER),
          "mimo",
          TAGS,
          "hermes",
          Map.of(
              "call form 1, pair 1, many: true",
              WRITERS_ONLY,
              "call form 1, pair 1, optional: true",
              NO_MARKER,
              "call form 2, pair 1, many: true",
              WRITERS_ONLY,
              "call form 2, header >: of kind TOKEN",
              ONE_CHAR,
              "call form 2, parameter >: of kind TOKEN",
              ONE_CHAR,
              "call form 2, proof: DECLARED",
              "its header is a marker in any case"),
          "think_only",
          Map.of(
              "calls in reasoning: ENDS_REASONING",
              "there are no calls",
              "calls in reasoning: LITERAL",
              "there are no calls"));

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
        new TreeSet<>(EQUIVALENT.getOrDefault(format.name(), Map.of()).keySet()),
        new TreeSet<>(mutants.equivalent()),
        "mutants with the format's tables: each needs its reason");
  }

  private static String markdown(WireFormat format) throws IOException {
    String resource = "/transcripts/" + format.name() + ".md";
    try (InputStream in = DeclarationMutantsTest.class.getResourceAsStream(resource)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
