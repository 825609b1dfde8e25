package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceFileTest {
  private static Vocabulary read(String name) throws IOException {
    try (InputStream in = VocabularyFiles.open(name)) {
      return VocabularyReader.huggingFace(in);
    }
  }

  private static Vocabulary readText(String json) throws IOException {
    return VocabularyReader.huggingFace(VocabularyFiles.file(json));
  }

  private static String refusal(String json) {
    VocabularyException refused =
        assertThrows(VocabularyException.class, () -> readText(json), json);
    String message = refused.getMessage();
    assertTrue(message.startsWith(refused.place() + ": "), message);
    return message;
  }

  /** A file with the decoder and the tokens a (0) and ▁a (1). */
  private static String withDecoder(String decoder) {
    return "{\"decoder\":" + decoder + ",\"model\":{\"vocab\":{\"a\":0,\"▁a\":1}}}";
  }

  private static String sequence(String... decoders) {
    return withDecoder("{\"type\":\"Sequence\",\"decoders\":[" + String.join(",", decoders) + "]}");
  }

  private static String withModel(String model) {
    return "{\"decoder\":{\"type\":\"ByteLevel\"},\"model\":" + model + "}";
  }

  private static int idOf(Vocabulary words, String text) {
    return IntStream.range(0, words.size())
        .filter(id -> words.text(id).equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void byteLevelPiecesSpellBytes() throws IOException {
    Vocabulary words = read("byte_level.json");
    assertEquals(284, words.size());
    for (int id = 0; id < 256; id++) {
      assertEquals(1, VocabularyFiles.bytes(words, id).length());
      assertEquals(id, VocabularyFiles.bytes(words, id).charAt(0));
      assertEquals(id >= 0x80, Vocabulary.isPartial(words.entry(id)));
    }
    assertEquals(" the", words.text(256));
    assertEquals("öß", words.text(258));
    assertEquals("\n\n", words.text(260));
    assertEquals("🎉", words.text(266));
    assertTrue(Vocabulary.isPartial(words.entry(265)));
  }

  @Test
  void addedTokensAreControlTokensWhetherTheFileCallsThemSpecialOrNot() throws IOException {
    Vocabulary words = read("byte_level.json");
    assertEquals(
        Set.of(
            "<|im_end|>",
            "<tool_call>",
            "</tool_call>",
            "<think>",
            "</think>",
            "<｜tool▁calls▁begin｜>"),
        words.specialTexts());
    assertEquals("<｜tool▁calls▁begin｜>", words.text(282));
  }

  @Test
  void addedTokensOfWhiteSpaceAreText() throws IOException {
    Vocabulary words = read("byte_level.json");
    assertEquals("    ", words.text(283));
    assertTrue(Vocabulary.isPlain(words.entry(283)));
    Vocabulary other = read("sequence.json");
    assertFalse(Vocabulary.isSpecial(other.entry(idOf(other, "  "))));
    assertFalse(Vocabulary.isSpecial(other.entry(idOf(other, "\n\n"))));
  }

  @Test
  void sequenceReplacesAndKnowsBytes() throws IOException {
    Vocabulary words = read("sequence.json");
    assertEquals("\n", words.text(3 + '\n'));
    for (int value = 0; value < 256; value++) {
      assertEquals(value, VocabularyFiles.bytes(words, 3 + value).charAt(0));
    }
    // Strip concerns the start of a text, not a token.
    assertEquals(" Hello", words.text(idOf(words, " Hello")));
    assertEquals(" \"", words.text(idOf(words, " \"")));
    // The decoder reads added tokens as all others.
    assertTrue(words.specialTexts().contains("<call end>"));
    assertTrue(words.specialTexts().contains("<unk>"));
  }

  @Test
  void metaspaceReadsScoresAndKnowsNoBytes() throws IOException {
    Vocabulary words = read("metaspace.json");
    assertEquals(8, words.size());
    assertEquals(" ", words.text(1));
    assertEquals(" Hello", words.text(2));
    assertEquals("w x", words.text(3));
    assertEquals("<0x0A>", words.text(6));
    assertEquals(Set.of("<unk>", "<tool_call>"), words.specialTexts());
  }

  @Test
  void byteLevelPieceWithAnotherCharIsText() throws IOException {
    Vocabulary words = readText(withModel("{\"vocab\":{\"ĠÃ¼\":0,\"Ġ中\":1,\"a b\":2}}"));
    assertEquals(" ü", words.text(0));
    assertEquals("Ġ中", words.text(1));
    assertEquals("a b", words.text(2));
  }

  @Test
  void addedTokenThatIsNoTextInTheAlphabetOfBytesStaysAsItIs() throws IOException {
    String added =
        "\"added_tokens\":[{\"id\":1,\"content\":\"<é>\"},{\"id\":2,\"content\":\"ĠĠx\"}]";
    Vocabulary words =
        readText("{" + added + "," + withModel("{\"vocab\":{\"a\":0}}").substring(1));
    assertEquals("<é>", words.text(1));
    assertEquals("  x", words.text(2));
    assertEquals(Set.of("<é>", "  x"), words.specialTexts());
  }

  @Test
  void byteThatIsAnAddedTokenIsAByte() throws IOException {
    Vocabulary words =
        readText(
            "{\"added_tokens\":[{\"id\":9,\"content\":\"<0xE4>\"}],"
                + sequence("{\"type\":\"ByteFallback\"}", "{\"type\":\"Fuse\"}").substring(1));
    assertTrue(Vocabulary.isPartial(words.entry(9)));
    assertEquals(Set.of(), words.specialTexts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<0xZZ>", "<0x0>", "<0x000>", "<0x０A>", "<0X0A>", "x0x0A>", "<0x0A)"})
  void pieceThatIsAlmostAByteIsText(String piece) throws IOException {
    String json = sequence("{\"type\":\"ByteFallback\"}").replace("▁a", piece);
    assertEquals(piece, readText(json).text(1));
  }

  @Test
  void sequencesMayContainSequencesAndStripMayFollowFuse() throws IOException {
    String inner =
        "{\"decoders\":[{\"type\":\"Metaspace\"},{\"type\":\"Fuse\"}],\"type\":\"Sequence\"}";
    Vocabulary words =
        readText(sequence(inner, "{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}"));
    assertEquals(" a", words.text(1));
    assertEquals(1, words.startSpaces());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'Fuse'} | 0",
        "{'type':'Metaspace'} | 1",
        "{'type':'Metaspace','prepend_scheme':'first'} | 1",
        "{'type':'Metaspace','prepend_scheme':'never'} | 0",
        "{'type':'Fuse'},{'type':'Strip','content':' ','start':2,'stop':0} | 2",
        "{'type':'Fuse'},{'type':'Strip','content':'x','start':0,'stop':0} | 0"
      })
  void spacesAtTheStartBelongToTheResponse(String decoders, int spaces) throws IOException {
    Vocabulary words = readText(sequence(decoders.replace('\'', '"')));
    assertEquals(spaces, words.startSpaces());
  }

  @Test
  void fileIsReadFromAPathAndAStreamStaysOpen(@TempDir Path directory) throws IOException {
    Path path =
        Files.writeString(directory.resolve("tokenizer.json"), withModel("{\"vocab\":{\"a\":0}}"));
    assertEquals("a", VocabularyReader.huggingFace(path).text(0));
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream(Files.readAllBytes(path)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    VocabularyReader.huggingFace(in);
    assertFalse(closed[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WordPiece", "BPEDecoder", "CTC", "Acme"})
  void otherDecodersAreRefusedByName(String name) {
    String message = refusal(withDecoder("{\"type\":\"" + name + "\"}"));
    assertTrue(
        message.startsWith("$.decoder.type: decoder " + name + " is not supported; supported are"),
        message);
    message = refusal(sequence("{\"type\":\"Fuse\"}", "{\"type\":\"" + name + "\"}"));
    assertTrue(message.startsWith("$.decoder.decoders[1].type: decoder " + name), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'Strip','content':' ','start':1,'stop':0} | $.decoder.decoders[0]: Strip of every"
            + " token is not supported; only after Fuse",
        "{'type':'Fuse'},{'type':'Strip','content':'x','start':1,'stop':0} |"
            + " $.decoder.decoders[1].content: only Strip of spaces is supported",
        "{'type':'Fuse'},{'type':'Strip','content':' ','start':17,'stop':0} |"
            + " $.decoder.decoders[1].start: Strip of 17 chars; 0 to 16 are possible",
        "{'type':'Fuse'},{'type':'Strip','start':0,'stop':1} | $.decoder.decoders[1].stop: Strip at"
            + " the end of the text is not supported; stop must be 0",
        "{'type':'Fuse'},{'type':'ByteFallback'} | $.decoder.decoders[1]: decoder ByteFallback after"
            + " Fuse or ByteLevel is not supported; only Strip is",
        "{'type':'Replace','pattern':{'Regex':'a'},'content':' '} |"
            + " $.decoder.decoders[0].pattern.Regex: Replace of a regular expression is not"
            + " supported; only of a String is",
        "{'type':'Replace','content':' '} | $.decoder.decoders[0]: Replace requires pattern.String"
            + " and content",
        "{'type':'Replace','pattern':{'String':''},'content':' '} | $.decoder.decoders[0]: the"
            + " replaced string must have 1 to 16 chars and its replacement at most as many",
        "{} | $.decoder.decoders[0]: type is required; supported are ByteLevel, Replace,"
            + " ByteFallback, Fuse, Strip, Metaspace and a Sequence of these",
        "7 | $.decoder.decoders[0]: expected an object, found an integer"
      })
  void whatADecoderCannotDoIsRefused(String decoders, String message) {
    assertEquals(message, refusal(sequence(decoders.replace('\'', '"'))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | $: expected an object, found an array",
        "{} | $.model: vocab is required",
        "{'model':{'type':'BPE'}} | $.model: vocab is required",
        "{'model':{'vocab':{'a':0}}} | $.decoder: a decoder is required: it says what the pieces of"
            + " the vocabulary spell",
        "{'model':{'vocab':{'a':0,'b':0}}} | $.model.vocab.b: id 0 is already the id of another"
            + " token",
        "{'model':{'vocab':{'a':-1}}} | $.model.vocab.a: id -1 is not in 0..4194303",
        "{'model':{'vocab':{'a':4194304}}} | $.model.vocab.a: id 4194304 is not in 0..4194303",
        "{'model':{'vocab':{'Ġ a':'x'}}} | $.model.vocab['Ġ a']: expected an integer, found a"
            + " string",
        "{'model':{'vocab':[['a',1],[]]}} | $.model.vocab[1]: expected a piece and its score, found"
            + " an empty array",
        "{'model':{'vocab':[['a',1],'b']}} | $.model.vocab[1]: expected an array, found a string",
        "{'added_tokens':[{'id':1}]} | $.added_tokens[0]: an added token requires id and content",
        "{'added_tokens':[{'id':1,'content':null}]} | $.added_tokens[0].content: expected a string,"
            + " found null",
        "{'added_tokens':[{'id':1,'content':'a'},{'id':1}]} | $.added_tokens[1].id: id 1 is already"
            + " the id of another added token"
      })
  void brokenFileNamesItsJsonPath(String json, String message) {
    assertEquals(message, refusal(json.replace('\'', '"')));
  }

  @Test
  void textThatIsNotJsonIsRefusedAtItsPlace() {
    assertTrue(refusal("{\"model\":{\"vocab\":{\"a\":1,").startsWith("$.model.vocab"));
    assertTrue(
        refusal("{\"model\":{\"vocab\":{\"a\":99999999999999999999}}}")
            .startsWith("$.model.vocab.a: not valid JSON"));
    assertTrue(refusal("").startsWith("$: expected an object, found the end of the file"));
    assertTrue(refusal(withModel("{\"vocab\":{}}") + "x").contains("not valid JSON"));
    assertEquals(
        "$: unexpected text after the end of the object",
        refusal(withModel("{\"vocab\":{}}") + "{}"));
  }

  @Test
  void malformedUtf8IsRefusedAndNotReplaced() {
    byte[] json = withModel("{\"vocab\":{\"a?\":0}}").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '?' ? (byte) 0xFF : json[i];
    }
    VocabularyException refused =
        assertThrows(
            VocabularyException.class,
            () -> VocabularyReader.huggingFace(new ByteArrayInputStream(json)));
    assertTrue(refused.getMessage().contains("not valid UTF-8"), refused.getMessage());
  }

  @Test
  void deepDecoderIsRefused() {
    String open = "{\"type\":\"Sequence\",\"decoders\":[";
    String json = withDecoder(open.repeat(400) + "]}".repeat(400));
    assertTrue(refusal(json).contains("nested deeper than 8 levels; write one flat Sequence"));
    String many = "{\"type\":\"Fuse\"},".repeat(64) + "{\"type\":\"Fuse\"}";
    assertEquals("$.decoder.decoders[64]: more than 64 decoders", refusal(sequence(many)));
  }

  @Test
  void replacementsThatGrowAreBounded() {
    String step =
        "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\""
            + "a".repeat(16)
            + "\"}";
    String message = refusal(sequence(step, step, step, step, step, step, step, step, step));
    assertEquals("$.model.vocab: id 0: a token of 1048576 chars; the maximum is 1048575", message);
  }

  @Test
  void longPlaceIsShortened() {
    String message = refusal(withModel("{\"vocab\":{\"" + "x".repeat(100_000) + "\":-1}}"));
    assertTrue(message.length() < 300, message);
  }

  @Test
  void readBytesAreBounded() throws IOException {
    assertArrayEquals(
        new byte[4], new BoundedInput(new ByteArrayInputStream(new byte[4]), 4).readAllBytes());
    BoundedInput in = new BoundedInput(new ByteArrayInputStream(new byte[5]), 4);
    String message = assertThrows(VocabularyException.class, in::readAllBytes).getMessage();
    assertEquals("byte 4: the file has more than 4 bytes; it is no vocabulary", message);
  }
}
