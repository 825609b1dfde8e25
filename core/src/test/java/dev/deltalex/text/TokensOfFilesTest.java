package dev.deltalex.text;

import static dev.deltalex.testkit.EventLog.Strength.WITHOUT_IDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.MarkersBySpelling;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response as the ids of a vocabulary that was read from a file. */
class TokensOfFilesTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read("[{\"name\":\"name\",\"parameters\":{}}]");
  private static final Set<String> MARKERS =
      Set.of("<tool_call>", "</tool_call>", "<think>", "</think>");
  static final String TEXT =
      "<think>Größe über the 你好, 🎉 👩‍👩‍👧 ë\n</think>\n\nÄh 好 the 🎉🎊    end\n"
          + "<tool_call>\n{\"name\": \"name\", \"arguments\": {\"ort\": \"Größe 你 🎉\"}}\n</tool_call>";

  private static Vocabulary read(String name) throws IOException {
    try (InputStream in = VocabularyFiles.open(name)) {
      return VocabularyReader.huggingFace(in);
    }
  }

  private static StreamSpec spec(Vocabulary words, MarkersBySpelling spelled) {
    ParserOptions options = ParserOptions.builder().markersBySpelling(spelled).build();
    return StreamSpec.of(Formats.byName("hermes"))
        .tools(TOOLS)
        .vocabulary(words)
        .options(options)
        .build();
  }

  /** The events of a text as chars. */
  static EventLog ofChars(Vocabulary words, String text) {
    return ofChars(spec(words, MarkersBySpelling.ON), text);
  }

  /** The events of ids in bursts. */
  static EventLog ofTokens(Vocabulary words, int[] ids, long seed) {
    return ofTokens(spec(words, MarkersBySpelling.ON), ids, seed);
  }

  private static EventLog ofChars(StreamSpec spec, String text) {
    EventLog log = new EventLog();
    try (StreamParser stream = spec.open(log)) {
      stream.feed(text);
      stream.finish(EndCause.STOP);
    }
    return log;
  }

  private static EventLog ofTokens(StreamSpec spec, int[] ids, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventLog log = new EventLog();
    try (StreamParser stream = spec.open(log)) {
      for (int from = 0; from < ids.length; ) {
        int to = Math.min(ids.length, from + 1 + random.nextInt(1 + random.nextInt(40)));
        stream.feedTokens(ids, from, to);
        from = to;
      }
      stream.finish(EndCause.STOP);
    }
    return log;
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte_level.json", "sequence.json"})
  void idsInAnyBurstsSayWhatTheTextSays(String name) throws IOException {
    Vocabulary words = read(name);
    int[] ids = VocabularyFiles.ids(words, TEXT, MARKERS);
    for (MarkersBySpelling spelled : MarkersBySpelling.values()) {
      StreamSpec spec = spec(words, spelled);
      EventLog expected = ofChars(spec, TEXT);
      assertEquals(1, expected.calls().size(), expected.print());
      for (int seed = 0; seed < 300; seed++) {
        EventLog log = ofTokens(spec, ids, seed);
        assertTrue(expected.agrees(log, WITHOUT_IDS), () -> expected.print() + log.print());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte_level.json", "sequence.json"})
  void markersThatAreSpelledAreTextIfOnlyTheirTokensCount(String name) throws IOException {
    Vocabulary words = read(name);
    int[] ids = VocabularyFiles.ids(words, TEXT, Set.of());
    for (int seed = 0; seed < 300; seed++) {
      EventLog log = ofTokens(spec(words, MarkersBySpelling.OFF), ids, seed);
      assertEquals(EventLog.Kind.CONTENT, log.kind(0), log.print());
      assertTrue(log.text(0).startsWith("<think>Größe"), log.print());
      // The object behind it is a bare call, which has no marker.
      assertTrue(log.text(0).endsWith("end\n<tool_call>\n"), log.print());
    }
  }
}
