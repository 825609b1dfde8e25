package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.grammar.GrammarPrinter;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.testkit.SyntaxMutants;
import dev.deltalex.testkit.SyntaxMutants.Mutant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final List<Cuts> CUTS = List.of(Cuts.whole(), Cuts.ones(), Cuts.fixed(5));

  private static final String WRITERS_ONLY =
      "says what the template writes; several calls in a pair are read in any case";

  private static final String ONE_CHAR =
      "a name sheds the blanks around it, so none are left in front of a tag of one char";

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
              "without its pair a header needs a declared name and one more sign in any case"),
          "hermes",
          Map.of(
              "call form 1, pair 1, many: true",
              WRITERS_ONLY,
              "call form 1, pair 1, optional: true",
              "the inside is an object, no marker: without its pair it needs proof DECLARED"),
          "think_only",
          Map.of(
              "calls in reasoning: ENDS_REASONING",
              "there are no calls",
              "calls in reasoning: LITERAL",
              "there are no calls"));

  private enum Outcome {
    /** The declaration is not valid, no tables can be made of it, or no stream opens. */
    REFUSED,
    /** A section has other events. */
    KILLED,
    /** All sections have the same events. */
    ALIVE
  }

  static Stream<WireFormat> formats() {
    return Formats.all().stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void transcriptsKillEveryMutant(WireFormat format, TestReporter reporter) throws IOException {
    List<Transcript> transcripts = transcripts(format);
    List<Mutant> mutants = SyntaxMutants.of(format.syntax());
    Map<String, String> equivalent = EQUIVALENT.getOrDefault(format.name(), Map.of());
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    Set<String> alive = new TreeSet<>();
    for (Mutant mutant : mutants) {
      Outcome outcome = outcome(mutant, transcripts);
      counts.merge(outcome, 1, Integer::sum);
      if (outcome == Outcome.ALIVE) {
        alive.add(mutant.change());
        if (equivalent.containsKey(mutant.change())) {
          assertEquals(tables(format), tables(of(mutant)), mutant.change());
        }
      }
    }
    reporter.publishEntry(format.name(), mutants.size() + " mutants: " + counts);
    assertEquals(
        lines(new TreeSet<>(equivalent.keySet())),
        lines(alive),
        "mutants of which no section has other events: add one, or say why none can have");
  }

  private static String lines(Set<String> changes) {
    return String.join("\n", changes);
  }

  private static WireFormat of(Mutant mutant) {
    return WireFormat.of("mutant", List.of(), mutant.syntax());
  }

  /** Formats with the same print read every text alike. */
  private static String tables(WireFormat format) {
    return GrammarPrinter.print(DeclaredFormat.grammarOf(format));
  }

  private static List<Transcript> transcripts(WireFormat format) throws IOException {
    String resource = "/transcripts/" + format.name() + ".md";
    try (InputStream in = DeclarationMutantsTest.class.getResourceAsStream(resource)) {
      String markdown = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return TranscriptFile.read(format.name(), markdown).stream()
          .filter(transcript -> transcript.refusal().isEmpty())
          .toList();
    }
  }

  private static Outcome outcome(Mutant mutant, List<Transcript> transcripts) {
    for (Transcript transcript : transcripts) {
      for (Cuts cuts : CUTS) {
        EventLog log = new EventLog();
        StreamParser parser;
        try {
          parser = open(transcript, of(mutant), log);
        } catch (IllegalArgumentException refused) {
          return Outcome.REFUSED;
        }
        feed(transcript, cuts, parser);
        if (!transcript.events().equals(log.print())) {
          return Outcome.KILLED;
        }
      }
    }
    return Outcome.ALIVE;
  }

  private static StreamParser open(Transcript transcript, WireFormat format, EventLog log) {
    TranscriptTokens tokens = transcript.tokens();
    StreamSpec.Builder spec =
        StreamSpec.of(format)
            .tools(transcript.tools())
            .options(options(transcript, format))
            .limits(transcript.settings().limits());
    if (tokens != null) {
      spec.vocabulary(tokens.words());
    }
    return spec.build().open(log);
  }

  private static void feed(Transcript transcript, Cuts cuts, StreamParser parser) {
    TranscriptTokens tokens = transcript.tokens();
    char[] chars = transcript.input().toCharArray();
    int at = 0;
    for (int end : cuts.ends(transcript.length())) {
      if (tokens == null) {
        parser.feed(chars, at, end);
      } else {
        parser.feedTokens(tokens.ids(), at, end);
      }
      at = end;
    }
    LawCase.end(parser, transcript.settings().finish());
  }

  /** A section's options; calls in reasoning as the format has them, unless the section says. */
  private static ParserOptions options(Transcript transcript, WireFormat format) {
    ParserOptions options = transcript.settings().options();
    return options.callsInReasoning() == ParserOptions.DEFAULT.callsInReasoning()
        ? options.toBuilder().callsInReasoning(format.syntax().callsInReasoning()).build()
        : options;
  }
}
