package dev.deltalex.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decodes all files of the corpus, and checks that every format has a seed. */
class FuzzInputTest {
  private static final String SEEDS = "/dev/deltalex/fuzz/LawFuzzTestInputs/lawsHold";

  private static FuzzInput read(String input) {
    return Objects.requireNonNull(FuzzInput.read(input.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyFormatIsFuzzedAndHasSeeds() throws IOException, URISyntaxException {
    Set<String> seeded = new HashSet<>();
    for (Path seed : seeds()) {
      FuzzInput input = FuzzInput.read(Files.readAllBytes(seed));
      if (input != null) {
        seeded.add(input.law().format().name());
      }
    }
    for (WireFormat format : Formats.all()) {
      assertTrue(FuzzInput.FORMATS.contains(format.name()), "add " + format.name() + " to FORMATS");
      assertTrue(seeded.contains(format.name()), "add a seed of " + format.name());
    }
  }

  @Test
  void everyDictionaryEntryIsQuotedText() throws IOException {
    for (String name : List.of("markers", "schemas")) {
      String resource = "/dev/deltalex/fuzz/" + name + ".dict";
      try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource))) {
        List<String> lines =
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        assertTrue(lines.size() > 20, "entries: " + lines.size());
        for (String line : lines) {
          assertTrue(line.length() > 2 && line.startsWith("\"") && line.endsWith("\""), line);
        }
      }
    }
  }

  @Test
  void headerChooses() {
    FuzzInput input = read("12311223634\nhello\n");
    assertEquals("hermes", input.law().format().name());
    assertEquals("hello\n", input.law().text());
    assertEquals(2, input.law().tools().size());
    assertEquals(FinishReason.CANCELLED, input.law().reason());
    ParserOptions options = input.law().options();
    assertEquals(ParserOptions.InitialState.REASONING, options.initialState());
    assertEquals(ParserOptions.UnknownTool.AS_CONTENT, options.unknownTool());
    assertEquals(ParserOptions.CallsInReasoning.LITERAL, options.callsInReasoning());
    assertEquals(ParserOptions.ToolChoice.REQUIRED, options.toolChoice());
    assertEquals(ParserOptions.RecoverAtStop.ALL, options.recoverAtStop());
    assertEquals(ParserOptions.Truncation.CLOSE, options.truncation());
    assertEquals(ParserOptions.PythonLiterals.ON, options.pythonLiterals());
    assertEquals(ParserOptions.StructuredValues.VERIFY, options.structuredValues());
    assertEquals(ParserOptions.FencedCode.GUARD, options.fencedCode());
    assertEquals(ParserOptions.Entities.DECODE, options.entities());
    assertEquals(64, input.law().limits().maxBufferedChars());
    assertEquals("fixed 4", input.cuts().toString());
  }

  @Test
  void whatIsTooShortOrNamesNothingIsRefused() {
    assertNull(FuzzInput.read(new byte[0]));
    assertNull(FuzzInput.read("00000000000".getBytes(StandardCharsets.UTF_8)));
    assertNull(FuzzInput.read("~00000000000text".getBytes(StandardCharsets.UTF_8)));
    assertNull(FuzzInput.read("0~0000000000text".getBytes(StandardCharsets.UTF_8)));
    assertNull(FuzzInput.read("000000000~00text".getBytes(StandardCharsets.UTF_8)));
    assertNotNull(FuzzInput.read("000000000000".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void textMayHoldEveryChar() {
    String text = "a\u00e9\u20ac\ud83d\ude00";
    assertEquals(text, Wtf8.read(("xx" + text).getBytes(StandardCharsets.UTF_8), 2));
    byte[] halves = {
      (byte) 0xED, (byte) 0xA0, (byte) 0xBD, 'z', (byte) 0xED, (byte) 0xB8, (byte) 0x80
    };
    assertEquals("\ud83dz\ude00", Wtf8.read(halves, 0));
    byte[] damaged = {
      (byte) 0xE2, (byte) 0x82, 'a', (byte) 0xFF, (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80
    };
    assertEquals("\u00e2\u0082a\u00ff\u00f4\u0090\u0080\u0080", Wtf8.read(damaged, 0));
  }

  private static List<Path> seeds() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(FuzzInputTest.class.getResource(SEEDS)).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.toList());
    }
  }
}
