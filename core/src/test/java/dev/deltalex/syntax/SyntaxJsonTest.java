package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Attributes.Meaning;
import dev.deltalex.syntax.Block.Trim;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is read as it was; defaults are left out. */
class SyntaxJsonTest {
  /** Every field, none of them at its default. */
  private static final String EVERY_FIELD =
      """
      {
        "name": "all",
        "aliases": ["a\\"\\\\\\n"],
        "models": ["A 1", "A 2"],
        "knownLimits": ["It is short."],
        "blocks": [
          {"kind": "content", "open": [{"words": "｜"}], "close": [{"token": "𝄞"}], "trim": "newline"}
        ],
        "callsInReasoning": "literal",
        "calls": [
          {
            "around": [
              {"open": {"tag": "<a>"}, "close": {"token": "</a>"}, "optional": true, "many": true}
            ],
            "header": [
              {"maybe": [{"words": "w"}]},
              {"attributes": {
                "by": {"n": "name", "i": "id"}, "end": {"token": ">>"}, "entities": true}}
            ],
            "close": {"tag": "</f>"},
            "body": {
              "arguments": {
                "fences": [{"open": {"token": "["}, "close": {"token": "]"}}], "emptyAtEnd": true}
            },
            "proof": "declared"
          },
          {
            "header": [{"id": {"prefix": "functions.", "suffix": ":"}}, {"token": "|"}],
            "close": {"tag": "</f>"},
            "body": {
              "tagged": {
                "open": [{"tag": "<p"}, {"attributes": {"by": {"k": "key"}}}],
                "close": {"tag": "</p>"}
              }
            }
          },
          {
            "around": [{"open": {"tag": "<b>"}}],
            "body": {
              "objects": {"name": ["n", "m"], "arguments": ["a"], "id": ["id"], "other": ["o"]}
            },
            "between": "comma_in_brackets"
          }
        ]
      }
      """;

  @Provide
  Arbitrary<NamedSyntax> declarations() {
    return AnyDeclaration.any();
  }

  @Property
  void aDeclarationIsReadAsItWasWritten(@ForAll("declarations") NamedSyntax declaration) {
    String json = SyntaxWriter.write(declaration);
    NamedSyntax read = SyntaxReader.read(json);
    assertEquals(declaration, read, json);
    assertEquals(json, SyntaxWriter.write(read));
  }

  @Property
  void tablesAreComputedOrRefused(@ForAll("declarations") NamedSyntax declaration) {
    String json = SyntaxWriter.write(declaration);
    try {
      assertEquals(declaration.syntax(), WireFormat.read(json).syntax());
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().startsWith("format " + declaration.name() + ": "), json);
    }
  }

  @Test
  void everyFormatIsReadAsItWasWritten() {
    for (WireFormat format : Formats.all()) {
      WireFormat read = WireFormat.read(format.toJson());
      assertEquals(format.name(), read.name());
      assertEquals(format.aliases(), read.aliases());
      assertEquals(format.models(), read.models());
      assertEquals(format.knownLimits(), read.knownLimits());
      assertEquals(format.syntax(), read.syntax());
    }
  }

  @Test
  void qwen3Coder() {
    String json =
        """
        {
          "name": "qwen3_coder",
          "aliases": [
            "qwen3_xml",
            "qwen35",
            "step3p5",
            "nemotron_v3",
            "nemotron-3.5",
            "berrylm",
            "kolibri1",
            "minicpmv",
            "ornith"
          ],
          "models": ["Qwen3-Coder", "Qwen3.5", "Qwen3.8", "Step-3.5", "Nemotron 3", "MiniCPM-V"],
          "blocks": [
            {
              "kind": "reasoning",
              "open": [{"tag": "<think>"}],
              "close": [{"tag": "</think>"}],
              "trim": "newline"
            }
          ],
          "calls": [
            {
              "around": [
                {"open": {"tag": "<tool_call>"}, "close": {"tag": "</tool_call>"}, "optional": true}
              ],
              "header": [{"tag": "<function="}, {"name": {}}, {"tag": ">"}],
              "close": {"tag": "</function>"},
              "body": {
                "tagged": {
                  "open": [{"tag": "<parameter="}, {"key": {}}, {"tag": ">"}],
                  "close": {"tag": "</parameter>"},
                  "framing": "one_newline"
                }
              }
            },
            {
              "around": [{"open": {"tag": "<tool_call>"}, "close": {"tag": "</tool_call>"}}],
              "body": {"objects": {}},
              "between": "comma_in_brackets"
            }
          ]
        }
        """;
    assertEquals(json, Formats.byName("qwen3_coder").toJson());
  }

  @Test
  void everyField() {
    NamedSyntax read = SyntaxReader.read(EVERY_FIELD);
    assertEquals(List.of("a\"\\\n"), read.aliases());
    assertEquals(List.of("A 1", "A 2"), read.models());
    assertEquals(List.of("It is short."), read.knownLimits());
    Syntax syntax = read.syntax();
    assertEquals(CallsInReasoning.LITERAL, syntax.callsInReasoning());
    assertEquals(
        List.of(new Block(Region.CONTENT, List.of(words("｜")), List.of(token("𝄞")), Trim.NEWLINE)),
        syntax.blocks());
    assertEquals(
        new CallForm(
            List.of(new Pair(tag("<a>"), token("</a>"), true, true)),
            List.of(
                maybe(words("w")),
                new Attributes(Map.of("n", Meaning.NAME, "i", Meaning.ID), token(">>"), true)),
            new Arguments(List.of(new Pair(token("["), token("]"), false, false)), true),
            tag("</f>"),
            CallForm.Between.NOTHING,
            CallForm.Proof.DECLARED),
        syntax.calls().get(0));
    assertEquals(
        call()
            .header(id().holdingName("functions.", ":"), token("|"))
            .close(tag("</f>"))
            .tagged(parameter(tag("<p"), attributes().key("k")).close(tag("</p>"))),
        syntax.calls().get(1));
    ObjectShape shape =
        new ObjectShape(List.of("n", "m"), List.of("a"), List.of("id"), List.of("o"));
    assertEquals(call().in(tag("<b>")).objects(COMMA_IN_BRACKETS, shape), syntax.calls().get(2));
    assertEquals(read, SyntaxReader.read(SyntaxWriter.write(read)));
  }

  @Test
  void keysAreTheUsualOnesAsInJava() {
    String json =
        """
        {"name": "x", "calls": [{"around": [{"open": {"tag": "<a>"}}],
         "body": {"objects": {"id": ["id"], "name": ["tool"]}}}]}
        """;
    CallForm read = SyntaxReader.read(json).syntax().calls().get(0);
    assertEquals(new CallObject(Say.keys().id("id").name("tool")), read.body());
  }

  @Test
  void aWriterRefusesWhatNoReaderTakes() {
    Syntax blank = WireFormat.format("x").syntax();
    NamedSyntax halfAPair = new NamedSyntax("\uD800", List.of(), blank);
    assertThrows(IllegalArgumentException.class, () -> SyntaxWriter.write(halfAPair));
    CallForm nothing = call().objects(CallForm.Between.NOTHING);
    Syntax wrong = new Syntax(List.of(), List.of(nothing), CallsInReasoning.LITERAL);
    NamedSyntax named = new NamedSyntax("x", List.of(), wrong);
    assertThrows(IllegalArgumentException.class, () -> SyntaxWriter.write(named));
  }

  @Test
  void namesAreNotBlank() {
    assertThrows(
        IllegalArgumentException.class, () -> new NamedSyntax(" ", List.of(), Syntax.PLAIN));
    assertThrows(
        IllegalArgumentException.class, () -> new NamedSyntax("x", List.of(""), Syntax.PLAIN));
  }

  @Test
  void modelsAndKnownLimitsAreNotBlank() {
    assertThrows(IllegalArgumentException.class, () -> WireFormat.format("x").models("").toJson());
    assertThrows(
        IllegalArgumentException.class, () -> WireFormat.format("x").knownLimits(" ").toJson());
  }
}
