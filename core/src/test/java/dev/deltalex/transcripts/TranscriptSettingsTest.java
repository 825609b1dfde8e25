package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option and limit can be set, and nothing else. */
class TranscriptSettingsTest {
  private static TranscriptSettings read(String block) {
    TranscriptSettings settings = new TranscriptSettings();
    settings.read(block);
    return settings;
  }

  @Test
  void everyOptionAndLimitHasAName() {
    Stream.of(ParserOptions.class.getRecordComponents(), Limits.class.getRecordComponents())
        .flatMap(Stream::of)
        .map(RecordComponent::getName)
        .forEach(name -> assertTrue(TranscriptSettings.NAMES.contains(name), name));
  }

  @Test
  void everyNameIsSet() {
    TranscriptSettings settings =
        read(
            """
            finish: LENGTH
            maxDepth: 2
            maxNameChars: 3
            maxHeldChars: 64
            maxBufferedChars: 65
            maxCalls: 4
            maxTools: 5
            maxSchemaDepth: 6
            initialState: REASONING
            namedTool: f
            unknownTool: DROP
            callsInReasoning: LITERAL
            recoverAtStop: ALL
            truncation: CLOSE
            callIds: ALNUM9
            structuredValues: STREAM
            pythonLiterals: OFF
            markersBySpelling: OFF
            fencedCode: GUARD
            entities: DECODE
            duplicateParameter: EMIT_BOTH
            """);
    assertEquals(FinishReason.LENGTH, settings.finish());
    assertEquals(
        Limits.builder()
            .maxDepth(2)
            .maxNameChars(3)
            .maxHeldChars(64)
            .maxBufferedChars(65)
            .maxCalls(4)
            .maxTools(5)
            .maxSchemaDepth(6)
            .build(),
        settings.limits());
    assertEquals(
        new ParserOptions(
            ParserOptions.InitialState.REASONING,
            ParserOptions.ToolChoice.NAMED,
            "f",
            ParserOptions.UnknownTool.DROP,
            ParserOptions.CallsInReasoning.LITERAL,
            ParserOptions.RecoverAtStop.ALL,
            ParserOptions.Truncation.CLOSE,
            ParserOptions.CallIds.ALNUM9,
            ParserOptions.StructuredValues.STREAM,
            ParserOptions.PythonLiterals.OFF,
            ParserOptions.MarkersBySpelling.OFF,
            ParserOptions.FencedCode.GUARD,
            ParserOptions.Entities.DECODE,
            ParserOptions.DuplicateParameter.EMIT_BOTH),
        settings.options());
    assertEquals(
        ParserOptions.ToolChoice.REQUIRED, read("toolChoice: REQUIRED").options().toolChoice());
    assertEquals(
        ParserOptions.PythonLiterals.ON, read("pythonLiterals: ON").options().pythonLiterals());
    assertEquals(ParserOptions.Entities.OFF, read("entities: OFF").options().entities());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxDepth 3 | is no 'name: value'",
        "depht: 3 | there is no 'depht', but finish, maxDepth",
        "maxDepth: three | 'three' is no number",
        "maxDepth: 0 | Limits.maxDepth is 0; it must be from 1 to 256",
        "maxHeldChars: | '' is no number",
        "finish: TOOL | the values are [STOP",
        "truncation: close | the values are [HONEST, CLOSE]",
        "callIds: SHORT | the values are [UNIQUE, NATIVE, ALNUM9]",
        "entities: ON | the values are [OFF, DECODE]",
        "pythonLiterals: false | the values are [ON, OFF]",
        "toolChoice: NAMED | requires the name of a tool"
      })
  void whatIsWrongIsSaid(String line, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read("maxCalls: 1\n" + line));
    assertTrue(refused.getMessage().startsWith("setting '" + line + "'"), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void sectionWithAWrongSettingIsNamed() {
    String file =
        """
        ## Title
        ```settings
        depht: 3
        ```
        ```input
        x
        ```
        ```events
        ```
        """;
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TranscriptFile.read(Formats.byName("hermes"), file));
    assertTrue(refused.getMessage().startsWith("'Title': setting 'depht: 3'"));
  }
}
