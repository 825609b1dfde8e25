package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Cuts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays every transcript whole, at every chunk size and in random bursts. */
class TranscriptTest {
  private static final int BURSTS = 40;

  private static List<Transcript> transcripts(WireFormat format) {
    return TranscriptFile.read(format, markdown(format));
  }

  private static String markdown(WireFormat format) {
    String resource = "/transcripts/" + format.name() + ".md";
    try (InputStream in = TranscriptTest.class.getResourceAsStream(resource)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicContainer> transcriptsAreReplayed() {
    return Formats.all().stream()
        .map(format ->
            DynamicContainer.dynamicContainer(
                format.name(),
                transcripts(format).stream()
                    .map(one -> DynamicTest.dynamicTest(one.title(), () -> replay(one)))));
  }

  private static void replay(Transcript transcript) {
    check(transcript, Cuts.whole());
    for (int size = 1; size <= transcript.length(); size++) {
      check(transcript, Cuts.fixed(size));
    }
    for (int seed = 0; seed < BURSTS; seed++) {
      check(transcript, Cuts.bursts(seed));
    }
  }

  private static void check(Transcript transcript, Cuts cuts) {
    assertEquals(
        transcript.events(),
        transcript.replay(cuts),
        () -> "line " + transcript.line() + ", cut " + cuts);
  }

  @Test
  void documentedFormatsHaveTranscripts() {
    for (String format : List.of("qwen3_coder", "hermes", "think_only", "mimo")) {
      List<Transcript> all = transcripts(Formats.byName(format));
      assertTrue(all.size() >= 8, format);
      assertEquals(all.size(), all.stream().map(Transcript::title).distinct().count(), format);
      assertFalse(all.stream().allMatch(t -> t.events().isBlank()), format);
    }
  }

  @Test
  void everySettingIsShown() {
    Set<String> shown = new TreeSet<>(TranscriptSettings.NAMES);
    for (WireFormat format : Formats.all()) {
      boolean settings = false;
      for (String line : markdown(format).lines().toList()) {
        settings = line.startsWith("```") ? line.equals("```settings") : settings;
        if (settings && line.contains(":")) {
          shown.remove(line.substring(0, line.indexOf(':')));
        }
      }
    }
    assertEquals(Set.of(), shown, "settings that no section has");
  }
}
