package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;

/** A header of a message that the generation prompt opened. */
class MessageHeadersTest {
  private static final String PROMPT = "<|end|><|start|>assistant";
  private static final StreamSpec SPEC =
      StreamSpec.of(Formats.byName("harmony"))
          .tools(ToolSetReader.read("[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]"))
          .build();

  private static String read(String prompt, String response) {
    String whole = "";
    for (int size = Math.max(1, response.length()); size > 0; size--) {
      EventLog log = new EventLog();
      try (StreamParser stream = SPEC.open(log, prompt)) {
        for (int at = 0; at < response.length(); at += size) {
          stream.feed(response.substring(at, Math.min(response.length(), at + size)));
        }
        stream.finish(EndCause.STOP);
      }
      whole = whole.isEmpty() ? log.print() : whole;
      assertEquals(whole, log.print(), "by " + size);
    }
    return whole;
  }

  @Test
  void goesOnWithAChannel() {
    assertEquals(
        "R \"hm\" @30\nC \"Hi.\" @84\nFIN STOP\n",
        read(
            PROMPT,
            "<|channel|>analysis<|message|>hm<|end|>"
                + "<|start|>assistant<|channel|>final<|message|>Hi.<|return|>"));
  }

  @Test
  void goesOnWithARecipient() {
    assertEquals(
        """
        OPEN 0 tool 0 "f" @-18
        A 0 "{}" @52
        CLOSE 0 complete @53
        FIN TOOL_CALLS
        """,
        read(PROMPT, " to=functions.f<|channel|>commentary json<|message|>{}<|call|>"));
  }

  @Test
  void goesOnBehindTheChannel() {
    assertEquals(
        "R \"hm\" @11\nFIN STOP\n", read(PROMPT + "<|channel|>analysis", "<|message|>hm<|end|>"));
  }

  @Test
  void endedInThePrompt() {
    String prompt = PROMPT + "<|channel|>analysis<|message|>";
    assertEquals("R \"hm\" @0\nFIN STOP\n", read(prompt, "hm<|end|>"));
  }

  @Test
  void isNoneIfTextFollows() {
    assertEquals("C \"Hello.\" @0\nFIN STOP\n", read(PROMPT, "Hello."));
  }

  @Test
  void isAllThereIs() {
    assertEquals("FIN STOP\n", read(PROMPT, ""));
  }

  @Test
  void isWhollyRepeated() {
    assertEquals(
        "C \"Hi.\" @45\nFIN STOP\n",
        read(PROMPT, "<|start|>assistant<|channel|>final<|message|>Hi."));
  }
}
