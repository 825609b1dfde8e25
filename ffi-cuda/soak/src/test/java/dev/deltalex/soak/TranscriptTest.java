package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.Script;
import dev.deltalex.soak.Transcript.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
  private final Transcripts transcripts = new Transcripts();

  @Test
  void serverReadsTheScript() {
    List<String> ids = new ArrayList<>();
    for (int step : new int[] {20, 40, 60}) {
      for (int shape = 0; shape < 4; shape++) {
        ids.add("soak-" + step + "-" + shape);
      }
    }
    ids.addAll(List.of("soak-long", "soak-endless"));
    assertEquals(ids, Script.parse(transcripts.lines()).ids());
    assertEquals(14, transcripts.lines().lines().count());
  }

  @Test
  void pacedOnesTakeOneToThreeSeconds() {
    SplittableRandom random = new SplittableRandom(7);
    HashSet<Kind> kinds = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Transcript transcript = transcripts.paced(random);
      assertTrue(
          transcript.millis() >= 800 && transcript.millis() <= 3_800,
          transcript.id() + ": " + transcript.millis());
      for (int word = 0; word < transcript.words().size(); word++) {
        kinds.add(transcript.kind(word));
        assertTrue(transcript.words().get(word).startsWith("" + word));
      }
    }
    assertEquals(Kind.values().length, kinds.size());
  }

  @Test
  void unpacedOnesFit() {
    int most = 1 << 20;
    assertTrue(transcripts.unpaced().text().length() < most);
    assertTrue(transcripts.endless().text().length() < most);
    assertEquals(0, transcripts.endless().stepMillis());
  }
}
