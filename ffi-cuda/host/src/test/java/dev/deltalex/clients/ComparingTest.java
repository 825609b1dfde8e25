package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparingTest {
  private static Reply reply(Part... parts) {
    return new Reply(List.of(parts), "stop");
  }

  private static void assertDiffers(Reply wanted, Reply got) {
    assertNotNull(Comparing.difference(wanted, got, true));
    assertNotNull(Comparing.difference(wanted, got, false));
  }

  @Test
  void textsAreCompared() {
    Reply ab = reply(Part.content("ab"));
    assertNull(Comparing.difference(ab, reply(Part.content("a"), Part.content("b")), true));
    assertDiffers(ab, reply(Part.content("a")));
    assertDiffers(ab, reply(Part.reasoning("ab")));
    assertDiffers(ab, reply());
    assertDiffers(ab, reply(Part.content("ab"), Part.call("f", "{}")));
    assertDiffers(ab, new Reply(ab.parts(), "length"));
  }

  @Test
  void argumentsAreComparedAsTextOrAsValues() {
    Reply wanted = reply(Part.call("f", "{\"a\": 1, \"b\": 3.5e1}"));
    Reply spelled = reply(Part.call("f", "{\"b\":35,\"a\":1}"));
    assertNotNull(Comparing.difference(wanted, spelled, true));
    assertNull(Comparing.difference(wanted, spelled, false));
    assertDiffers(wanted, reply(Part.call("g", "{\"a\": 1, \"b\": 3.5e1}")));
    assertDiffers(wanted, reply(Part.call("f", "{\"a\": 2, \"b\": 35}")));
    assertDiffers(wanted, reply(Part.call("f", "")));
  }

  @Test
  void orderCounts() {
    Reply wanted = reply(Part.content("a"), Part.call("f", "{}"), Part.content("b"));
    assertDiffers(wanted, reply(Part.content("a"), Part.content("b"), Part.call("f", "{}")));
    assertEquals(reply(Part.content("ab"), Part.call("f", "{}")), wanted.flat());
  }
}
