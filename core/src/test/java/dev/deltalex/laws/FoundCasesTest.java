package dev.deltalex.laws;

import static dev.deltalex.syntax.Say.ONE_NEWLINE;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.Laws;
import org.junit.jupiter.api.Test;

/** Texts that once broke a law, each made small. All laws must hold for them ever after. */
class FoundCasesTest {
  private static final Limits TIGHT =
      Limits.builder()
          .maxDepth(2)
          .maxNameChars(8)
          .maxHeldChars(72)
          .maxBufferedChars(64)
          .maxCalls(3)
          .build();

  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"type": "function", "function": {"name": "f", "parameters": {"type": "object",
            "properties": {"a": {"type": "string"}, "n": {"type": "integer"},
              "u": {"anyOf": [{"type": "number"}, {"type": "string"}]},
              "b": {"anyOf": [{"type": "boolean"}, {"type": "string"}]},
              "s": {"type": "string", "nullable": true},
              "l": {"anyOf": [{"type": "number"}, {"type": "array"}]}, "o": {"type": "object"}}}}}]
          """,
          Limits.DEFAULT);

  private static void hold(
      String format, String text, ParserOptions options, Limits limits, FinishReason reason) {
    for (Cuts cuts : new Cuts[] {Cuts.ones(), Cuts.fixed(2), Cuts.fixed(5), Cuts.bursts(7)}) {
      Laws.assertLaws(Formats.byName(format), text, TOOLS, options, limits, reason, cuts);
    }
  }

  private static void tags(String text) {
    for (FinishReason reason : FinishReason.values()) {
      if (reason != FinishReason.TOOL_CALLS) {
        hold("qwen3_coder", text, ParserOptions.DEFAULT, Limits.DEFAULT, reason);
        hold("qwen3_coder", text, ParserOptions.DEFAULT, TIGHT, reason);
        hold("qwen3_coder", text, thoughtful(), Limits.DEFAULT, reason);
      }
    }
  }

  private static void json(String text) {
    ParserOptions closing =
        ParserOptions.builder().truncation(ParserOptions.Truncation.CLOSE).build();
    for (FinishReason reason : FinishReason.values()) {
      if (reason != FinishReason.TOOL_CALLS) {
        hold("hermes", text, ParserOptions.DEFAULT, Limits.DEFAULT, reason);
        hold("hermes", text, closing, TIGHT, reason);
        hold("hermes", text, thoughtful(), Limits.DEFAULT, reason);
      }
    }
  }

  private static ParserOptions thoughtful() {
    return ParserOptions.builder()
        .initialState(ParserOptions.InitialState.REASONING)
        .unknownTool(ParserOptions.UnknownTool.DROP)
        .build();
  }

  @Test
  void bufferLimitHasOneOffset() {
    tags("<function=f><parameter=n>-0.0<\t\n\n<parameter=extra>[1, 2]" + "ABCDEFGH".repeat(8));
    tags("<function=f><parameter=n>x> \t\t<p>\nx </parameter >b " + "ABCDEFGH".repeat(6) + "<");
  }

  @Test
  void whitespaceBeforeAUnionMayOutgrowTheBuffer() {
    tags("<function=f><parameter=u>" + " \n".repeat(40) + "e");
    tags("<function=f><parameter=b>\r" + " ".repeat(64) + "x</parameter></function>");
  }

  @Test
  void tolerantTagMayHaveSixteenBlanks() {
    tags("<tool_call" + " ".repeat(16) + ">");
    tags("<tool_call" + " ".repeat(17) + ">");
  }

  @Test
  void textAroundWhatVanishesIsNotOneSpan() {
    tags("</think>w<tool_call><function=nobody></function>e");
    tags("a<think></think>b");
    json("{</think><think>1");
  }

  @Test
  void quotedCallIsCutAnywhere() {
    tags("<function=f><parameter=a><tool_call><function=f>\n");
    tags("<function=f><parameter=a><tool_call><function=f><");
    tags("<function=f><parameter=a>\n\n<tool_call>\n<function=" + "r".repeat(90));
  }

  @Test
  void newlineBeforeAnOpenerIsText() {
    tags("\n<t");
    tags("\n<function=");
    tags("<function=f><parameter=a> \n<t");
  }

  @Test
  void loneSurrogatesMeetAcrossAMarker() {
    tags("\ud83d<think>\ude00");
    json("<tool_call>{\"name\":\"f\",\"arguments\":{\"\":\"\ud83d\",\ude00:1}}");
  }

  @Test
  void valueOfTheWrongKindStaysJson() {
    tags("<function=f><parameter=l>{'':1}</parameter></function>");
    tags("<function=f><parameter=l>true</parameter</function>");
  }

  @Test
  void duplicatesAfterADamagedCloser() {
    tags("<function=f><parameter=a></parameter<parameter=a></parameter</function>");
  }

  @Test
  void streamMovesWithinACandidate() {
    tags("<think>\r\n t <tool_call> tag.</think>\r\n\nW<tool_calw ");
    json("<tool_call>\n\n{ \"\\u006e coters\" ype\" : \"function}\n");
  }

  @Test
  void wrappedArgumentsAreCutWithinAnEscape() {
    json("<tool_call>{\"name\":\"f\",\"arguments\":\"{\\r\\\"\\n");
    json("<tool_call>{\"name\":\"f\",\"parameters\": \"{\\t\\\\");
    json("<tool_call>{\"name\":\"f\",\"arguments\":\"\\n{\\r\\n\\\\");
  }

  @Test
  void wrappedArgumentsEndWithinAnEscape() {
    json("{\"arguments\"\"\\n{\\\"\\\"\\u\"\"name\"\"f\"");
  }

  @Test
  void longKeyIsClosedWithANull() {
    json("<tool_call>{\"name\":\"f\",\"arguments\":{\"gnt\\u0073\"1");
    json("<tool_call>{\"name\":\"f\",\"args\"{'\\61m\\u006");
  }

  @Test
  void moreParametersThanAreRemembered() {
    StringBuilder text = new StringBuilder("<tool_call><function=f>");
    for (int i = 0; i < 70; i++) {
      text.append("<parameter=p").append(i % 66).append(">\n");
    }
    tags(text.toString());
  }

  @Test
  void streamedObjectBehindWhitespace() {
    ParserOptions streamed =
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
    String text = "<function=f>stray<parameter=o> {'a  ': [1, \n</parameter></function>";
    hold("qwen3_coder", text, streamed, Limits.DEFAULT, FinishReason.STOP);
    hold("qwen3_coder", text, streamed, TIGHT, FinishReason.LENGTH);
  }

  /** Its beginning was told at an offset behind that of the rest. */
  @Test
  void wordTooLongToHoldIsToldInOrder() {
    json("<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": " + "\ud83d\ude00".repeat(600));
    json("<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": [1, " + "word".repeat(300) + "]}}");
  }

  @Test
  void whitespaceBehindACallInReasoning() {
    tags("<think><tool_call><function=c></function>\t<f");
    tags("<think><tool_call><function=c></function>\n\n<t");
  }

  private static void under(ParserOptions options, String... texts) {
    for (String text : texts) {
      for (FinishReason reason : FinishReason.values()) {
        for (String format : new String[] {"qwen3_coder", "hermes"}) {
          if (reason != FinishReason.TOOL_CALLS) {
            hold(format, text, options, Limits.DEFAULT, reason);
            hold(format, text, options, TIGHT, reason);
          }
        }
      }
    }
  }

  /** What is behind an undecided quote, in the parser's array and in the value's own. */
  @Test
  void quotesThatAreUndecided() {
    json("{\"name\"\"search\"\"arguments\"{\"\"<t");
    json("<tool_call>{\"name\"\"e\"\"arguments\"\"{\\ \\\"\\\"\\\"<\\\",}");
    json("{\"args\"{a\"\"\"}\"name\"\"f\"b 1");
    json("<tool_call>{" + " ".repeat(36) + "\"nam<e\": \"a\\u002db.c\",par");
    json(
        "<tool_call>{\"name\": \"f\", \"arguments\": {\"k\": \"a\" \"</tool_call>\"b\"}}</tool_call>");
  }

  @Test
  void fencesAreThoseOfTheContent() {
    String call = "<tool_call>\n<function=f>\n</function>\n</tool_call>";
    under(
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build(),
        "<think>t</think>\n\n```xml\n" + call + "\n```\n" + call,
        "a\n<think>t</think>```\n" + call,
        call + "\n" + call + "```\n" + call,
        "``` a ` b\n" + call,
        "```\nx\n```\r" + call,
        "``` `<");
  }

  @Test
  void entitiesThatNameNoChar() {
    under(
        ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build(),
        "<function=f><parameter=a>&#xD800;\ude00&#0;&#xDFFF;</parameter></function>",
        "<function=f><parameter=a>x&no",
        "<function=f><parameter=a>x&#9999999",
        "<function=f><parameter=u>&#00000065;1</parameter></function>");
  }

  @Test
  void arrayOfConstrainedOutputInTags() {
    String element = "{\"name\": \"f\", \"arguments\": {}}";
    String call = "<tool_call><function=f></function>";
    under(
        ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build(),
        "[" + element + "\n" + call + "</tool_call>\n," + element + "]",
        "[" + element + "<think>" + call + "</tool_call>",
        "[" + element + "x " + call + "," + element,
        "[" + element + "\n</tool_call>\n," + element + "]</tool_call>");
  }

  @Test
  void streamedStructureIsCutInAKeyOrAWord() {
    under(
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build(),
        "<function=f><parameter=o>{\"k\": 1, \"cu",
        "<function=f><parameter=o>{\"k\": tr");
  }

  @Test
  void nameIsCutInACall() {
    tags("<function=f><parameter=a");
    tags("<function=f><function=g");
    tags("<function=f>x<function=g");
    tags("<function=f>\n<tool_call><function=g");
  }

  /** Only a newline in front may belong to {@code </think>}: other whitespace is told at once. */
  @Test
  void whitespaceBehindACallInReasoningWaitsForNoThinkCloser() {
    tags("<function=f></function>\t</th");
    tags("<function=f><parameter=</tool_call> \n</thi");
    json("<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>\t\r\n</think");
  }

  /** An object that is damaged so that only its keys are known, behind a call and a comma. */
  @Test
  void damagedObjectBehindAComma() {
    json("<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>,{\"name\"\"f\"\"args\"}");
    json("{\"name\": \"f\", \"arguments\": {}}</tool_call>,{\"name\"\"f\"\"args\"}");
    json("{\"name\": \"f\", \"arguments\": {}},{\"name\"\"f\"\"args\"}");
    json("{\"name\": \"f\", \"arguments\": {}}</tool_call>,{\"name\"\"nobody\"\"args\"}");
  }

  /** The last quote needs the end of the text, and all of an object without a name is kept. */
  @Test
  void undecidedQuoteInAFullBuffer() {
    json("<tool_call>{>>     \"name\": \"f\",\n  <tool_call>\"parameters\" : \"\"} \n");
  }

  /** A key without quotes that begins with a backslash is none of a call. */
  @Test
  void keyThatBeginsWithABackslash() {
    json("<tool_call>{\"name\"\"f\"\\arguments{");
  }

  /**
   * Inside a call, too, a name alone at the end opens no call if its tool may not be called: rows
   * "well-formed header" and "text inside a call outside values".
   */
  @Test
  void nameAloneInACallThatIsNoTool() {
    ParserOptions declared =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.AS_CONTENT).build();
    for (FinishReason reason : FinishReason.values()) {
      if (reason != FinishReason.TOOL_CALLS) {
        hold("glm45", "<tool_call>f\n<tool_call>g", declared, Limits.DEFAULT, reason);
        hold("glm45", "<tool_call>f\n<tool_call>f", declared, Limits.DEFAULT, reason);
        hold("glm45", "<tool_call>f\nx <tool_call>g", declared, Limits.DEFAULT, reason);
      }
    }
  }

  /** A name with whitespace that is not declared is no header behind a closer, either. */
  @Test
  void nameWithABlankBehindACloserInAValue() {
    for (String end : new String[] {"g h", "g ", "f", "g h\n", "g h</tool", "g h<arg"}) {
      String text = "<tool_call>f<arg_key>a</arg_key><arg_value>x</arg_value";
      for (FinishReason reason : FinishReason.values()) {
        if (reason != FinishReason.TOOL_CALLS) {
          hold("glm45", text + "<tool_call>" + end, thoughtful(), Limits.DEFAULT, reason);
          hold("glm45", text + "><tool_call>" + end, ParserOptions.DEFAULT, TIGHT, reason);
        }
      }
    }
  }

  /** The opener of an inner pair that is cut is consumed behind text in the outer pair, too. */
  @Test
  void openerIsCutBehindTextInAPair() {
    for (String end : new String[] {"<tool_call>", "<tool_call>f", "<tool_call>g", "<tool_cal"}) {
      String text = "<tool_calls><tool_call>f\n</tool_call>> " + end;
      for (FinishReason reason : FinishReason.values()) {
        if (reason != FinishReason.TOOL_CALLS) {
          hold("hy_v3", text, ParserOptions.DEFAULT, Limits.DEFAULT, reason);
          hold("hy_v3", text, thoughtful(), Limits.DEFAULT, reason);
        }
      }
    }
  }

  /** The second object of a forced list has the closers that the first one has. */
  @Test
  void closerBeginsInTheSecondObjectOfAForcedList() {
    ParserOptions forced =
        ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build();
    String list = "[{\"name\": \"f\"}, {\"name\"";
    under(forced, list + "</", list + ": \" \"</", list + ": \"f\"</tool_call>");
  }

  /** Without its section a call needs more than the name of a tool. */
  @Test
  void nameAloneWithoutItsSectionAtTheEnd() {
    String text = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>f";
    hold("deepseek_v3", text, ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.STOP);
    hold("deepseek_v3", text + "\n", ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.STOP);
  }

  /** What is too long for a name becomes text, whose spans end in front of a pair or behind it. */
  @Test
  void nameThatOutgrowsItsLimitInASurrogatePair() {
    ParserOptions thinking =
        ParserOptions.builder().initialState(ParserOptions.InitialState.REASONING).build();
    String opener = "\u001f<tool_call>\n{\ude00\\\"\"\"args\": \"{tr\\\", \"name\"\\uTrue'name";
    for (String more : new String[] {"", "x"}) {
      Laws.assertLaws(
          Formats.byName("hermes"),
          opener + more + "\ud83d\ude00".repeat(600),
          TOOLS,
          thinking,
          Limits.DEFAULT,
          FinishReason.STOP,
          Cuts.whole());
    }
  }

  /** A newline that is structure in front of a closer begins no line of the content. */
  @Test
  void fenceBehindANewlineThatACloserTakesAlong() {
    ParserOptions guarded =
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build();
    String answer = "<answer>w\n</answer><tool_calls>{\"name\": \"f\"}```<tool_calls>";
    hold("hunyuan_a13b", answer, guarded, Limits.DEFAULT, FinishReason.STOP);
    String fence =
        "<answer>\n```\n</answer>\n```\n</answer><tool_calls>[{\"name\": \"f\"}]</tool_calls>";
    hold("hunyuan_a13b", fence, guarded, Limits.DEFAULT, FinishReason.STOP);
  }

  /** Behind a name, the opener of a next call is a sign of this one only inside its section. */
  @Test
  void markerIsCutBehindANameWithoutItsSection() {
    String section = "<｜tool▁calls▁begin｜>";
    String name = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>f";
    String[] markers = {section, "<｜tool▁calls▁end｜>", name, "<｜tool▁call▁end｜>"};
    for (int end = 0; end <= 3; end++) {
      String fence = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>" + "`".repeat(end);
      hold("deepseek_v3", fence, ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.STOP);
      hold("deepseek_v3", section + fence, thoughtful(), Limits.DEFAULT, FinishReason.STOP);
    }
    for (String marker : markers) {
      for (int end = 1; end <= marker.length(); end += 4) {
        String cut = name + marker.substring(0, end);
        for (String text : new String[] {cut, section + cut, "x" + cut, name + "{}" + cut}) {
          hold("deepseek_v3", text, ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.STOP);
          hold("deepseek_v3", text, thoughtful(), Limits.DEFAULT, FinishReason.ERROR);
        }
      }
    }
  }

  /** A call between two stray texts of a section: both are reported. */
  @Test
  void strayTextOnBothSidesOfAnObjectInASection() {
    String call = "<ifm|tool_calls><ifm|tool_call>{\"name\": \"f\", \"parameters\": {}}";
    for (String end : new String[] {"\"}}", "}}", "x}", "", "</ifm|tool_call>x"}) {
      String text = call + "},{\"name\": \"g\"}" + end;
      hold("k2_horizon", text, ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.STOP);
      hold("k2_horizon", text, ParserOptions.DEFAULT, Limits.DEFAULT, FinishReason.CANCELLED);
    }
  }

  /** A marker that repeats its first char, of which the first is out already, in a value. */
  @Test
  void markerThatRepeatsItsFirstCharInsideALine() {
    WireFormat format =
        WireFormat.format("odd")
            .calls(
                call()
                    .in(tag("<c>"), tag("</c>"))
                    .header(tag("<s="), name(), tag(">"))
                    .close(tag("</s>"))
                    .tagged(
                        parameter(token("@@<"), key(), tag(">"))
                            .close(tag("</v>"))
                            .framing(ONE_NEWLINE)));
    String opener = "<c><s=f>@@<a>";
    for (String text : new String[] {"@@", "@@@", "x@@<", "@@<a", "@@x", "@@</v></s></c>"}) {
      for (Cuts cuts : new Cuts[] {Cuts.ones(), Cuts.fixed(2), Cuts.fixed(5), Cuts.bursts(7)}) {
        Laws.assertLaws(
            format,
            opener + text,
            TOOLS,
            ParserOptions.DEFAULT,
            Limits.DEFAULT,
            FinishReason.STOP,
            cuts);
      }
    }
  }
}
