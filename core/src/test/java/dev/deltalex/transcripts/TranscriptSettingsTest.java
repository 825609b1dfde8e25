package dev.deltalex.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every policy and limit can be set, and nothing else. */
class TranscriptSettingsTest {
  private static TranscriptSettings read(String block) {
    TranscriptSettings settings = new TranscriptSettings();
    settings.read(block);
    return settings;
  }

  @Test
  void everyPolicyAndLimitHasAName() {
    Stream.of(Policies.class.getRecordComponents(), Limits.class.getRecordComponents())
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
            depth: 2
            name: 3
            heldChars: 64
            buffered: 65
            calls: 4
            tools: 5
            schemaDepth: 6
            initialState: REASONING
            namedTool: f
            unknownTool: DROP
            callsInReasoning: LITERAL
            recoverAtStop: ALL
            truncation: CLOSE
            callIds: ALNUM9
            structuredValues: STREAM
            pythonLiterals: false
            markersBySpelling: false
            fencedCode: GUARD
            entities: true
            duplicateParameter: EMIT_BOTH
            """);
    assertEquals(FinishReason.LENGTH, settings.finish());
    assertEquals(new Limits(2, 3, 64, 65, 4, 5, 6), settings.limits());
    assertEquals(
        new Policies(
            Policies.InitialState.REASONING,
            Policies.ToolChoice.NAMED,
            "f",
            Policies.UnknownTool.DROP,
            Policies.CallsInReasoning.LITERAL,
            Policies.RecoverAtStop.ALL,
            Policies.Truncation.CLOSE,
            Policies.CallIds.ALNUM9,
            Policies.StructuredValues.STREAM,
            false,
            false,
            Policies.FencedCode.GUARD,
            true,
            Policies.DuplicateParameter.EMIT_BOTH),
        settings.policies());
    assertEquals(
        Policies.ToolChoice.REQUIRED, read("toolChoice: REQUIRED").policies().toolChoice());
    assertTrue(read("pythonLiterals: true").policies().pythonLiterals());
    assertFalse(read("entities: false").policies().entities());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "depth 3 | is no 'name: value'",
        "depht: 3 | there is no 'depht', but finish, depth",
        "depth: three | 'three' is no number",
        "depth: 0 | Limits.depth is 0; it must be from 1 to 256",
        "heldChars: | '' is no number",
        "finish: TOOL | the values are [STOP",
        "truncation: close | the values are [HONEST, CLOSE]",
        "callIds: SHORT | the values are [UNIQUE, NATIVE, ALNUM9]",
        "entities: yes | the values are [true, false]",
        "pythonLiterals: False | the values are [true, false]",
        "toolChoice: NAMED | needs the name of a tool"
      })
  void whatIsWrongIsSaid(String line, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read("calls: 1\n" + line));
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
        assertThrows(IllegalArgumentException.class, () -> TranscriptFile.read("hermes", file));
    assertTrue(refused.getMessage().startsWith("'Title': setting 'depht: 3'"));
  }
}
