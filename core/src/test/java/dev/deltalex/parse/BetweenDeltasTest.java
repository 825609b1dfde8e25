package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Vocabulary;
import org.junit.jupiter.api.Test;

/** What an engine may ask between two deltas to switch masks and budgets on. */
class BetweenDeltasTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");

  private static void at(TestStream stream, String delta, Region region, int call, int held) {
    stream.feed(delta);
    assertEquals(region, stream.parser.region(), "region after " + delta);
    assertEquals(call, stream.parser.callIndex(), "call after " + delta);
    assertEquals(held, stream.parser.heldChars(), "held after " + delta);
  }

  @Test
  void regionAndCallOfATaggedFormat() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    at(stream, "", Region.CONTENT, -1, 0);
    at(stream, "<thi", Region.CONTENT, -1, 4);
    at(stream, "nk>", Region.REASONING, -1, 0);
    at(stream, "r\n", Region.REASONING, -1, 1);
    at(stream, "</think>", Region.CONTENT, -1, 0);
    assertEquals("<think>r\n".length(), stream.parser.reasoningEnd());
    at(stream, "\n\n", Region.CONTENT, -1, 0);
    at(stream, "text", Region.CONTENT, -1, 0);
    at(stream, "<tool_call>\n<function=f", Region.CONTENT, -1, 23);
    at(stream, ">", Region.CALL, 0, 0);
    at(stream, "\n<parameter=a>\n", Region.CALL, 0, 0);
    at(stream, "x\n</parameter>", Region.CALL, 0, 13);
    at(stream, "\n</function>", Region.CONTENT, 0, 0);
    at(stream, "\n</tool_call>", Region.CONTENT, 0, 0);
    at(stream, "\n", Region.CONTENT, 0, 1);
    at(stream, "<tool_call>\n<function=f>", Region.CALL, 1, 0);
    stream.stop();
    assertEquals(Region.FINISHED, stream.parser.region());
    assertEquals(1, stream.parser.callIndex());
  }

  @Test
  void regionAndCallOfAJsonFormat() {
    TestStream stream = TestStream.of("hermes", TOOLS);
    at(stream, "<tool_call>\n{\"name\": \"f\", ", Region.CONTENT, -1, 26);
    at(stream, "\"arguments\": {", Region.CALL, 0, 0);
    at(stream, "\"a\": \"x", Region.CALL, 0, 0);
    at(stream, "\"}}", Region.CONTENT, 0, 0);
    at(stream, "\n</tool_call>", Region.CONTENT, 0, 0);
  }

  @Test
  void regionOfACallInsideReasoning() {
    ParserOptions thinking =
        ParserOptions.builder().initialState(ParserOptions.InitialState.REASONING).build();
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, thinking);
    at(stream, "", Region.REASONING, -1, 0);
    at(stream, "r<tool_call><function=f>", Region.CALL, 0, 0);
    at(stream, "</function></tool_call>", Region.REASONING, 0, 0);
    at(stream, "r</think>", Region.CONTENT, 0, 0);
    assertEquals(
        "r<tool_call><function=f></function></tool_call>r".length(), stream.parser.reasoningEnd());
  }

  @Test
  void reasoningEndIsTheLatest() {
    TestStream stream = TestStream.of("think_only", ToolSet.NONE);
    assertEquals(-1, stream.parser.reasoningEnd());
    stream.feed("<think>a");
    assertEquals(-1, stream.parser.reasoningEnd());
    stream.feed("</think>");
    assertEquals(8, stream.parser.reasoningEnd());
    stream.feed("b<think>c</think>");
    assertEquals(25, stream.parser.reasoningEnd());
  }

  @Test
  void charsTakenIn() {
    TestStream stream = TestStream.of("think_only", ToolSet.NONE);
    stream.feed("<thi");
    assertEquals(4, stream.parser.consumedChars());
    stream.feed("nk>", "abc");
    assertEquals(10, stream.parser.consumedChars());
  }

  @Test
  void tokensAreCountedWhereTheyBegin() {
    String[] texts = {
      "<think>",
      "Why",
      " not",
      "\n",
      "</think>",
      "Sure",
      ".",
      "<tool_call>",
      "\n<function=",
      "f",
      ">",
      "\n<parameter=a>\n",
      "x",
      " y",
      "\n</parameter>\n",
      "</function>",
      "\n",
      "</tool_call>",
      "!"
    };
    Vocabulary.Builder words = Vocabulary.builder();
    int[] tokens = new int[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      boolean special = texts[i].startsWith("<t") || texts[i].startsWith("</t");
      words = special ? words.addSpecial(i, texts[i]) : words.add(i, texts[i]);
      tokens[i] = i;
    }
    tokens[texts.length] = 12_345;
    Vocabulary vocabulary = words.build();
    for (int size = 1; size <= tokens.length; size++) {
      TestStream stream = TestStream.of("qwen3_coder", TOOLS, vocabulary);
      for (int at = 0; at < tokens.length; at += size) {
        stream.parser.feedTokens(tokens, at, Math.min(tokens.length, at + size));
      }
      // <think>, Sure . <tool_call> <function= f >, then \n </tool_call> ! and an unknown one
      assertEquals(1 + 6 + 4, stream.parser.tokens(Region.CONTENT), "by " + size);
      // Why not \n </think>
      assertEquals(4, stream.parser.tokens(Region.REASONING), "by " + size);
      // <parameter=a> x y </parameter> </function>
      assertEquals(5, stream.parser.tokens(Region.CALL), "by " + size);
      assertEquals(0, stream.parser.tokens(Region.FINISHED));
      assertEquals("Sure.!", stream.stop().content());
      assertEquals("{\"a\":\"x y\"}", stream.arguments());
    }
  }
}
