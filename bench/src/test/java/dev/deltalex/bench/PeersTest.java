package dev.deltalex.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {
  @Test
  void oursIsRightWithEveryResponse() {
    assertEquals(List.of(), Peers.wrongOfOurs(PeerCase.all()));
  }

  @Test
  void whatIsNotWhatTheResponseSaysIsWrong() {
    PeerCase line = PeerCase.all().getFirst();
    String path = "{\"path\":\"src/Main.java\"";
    assertTrue(line.isRight(List.of(path + ",\"content\":\"print(1)\"}"), "\n"));
    assertFalse(line.isRight(List.of(path + ",\"content\":\"print(1)\"}"), "text"));
    assertFalse(line.isRight(List.of(path + ",\"content\":\"print(1)\\n\"}"), ""));
    assertFalse(line.isRight(List.of(path + ",\"content\":\"print(1)\""), ""), "not closed");
    assertFalse(line.isRight(List.of(path + "\\n</parameter"), ""), "a closer in it");
    assertFalse(line.isRight(List.of(), ""));
  }
}
