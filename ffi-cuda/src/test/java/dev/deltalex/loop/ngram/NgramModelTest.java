package dev.deltalex.loop.ngram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model is deterministic, has the documented size, and generates tool calls. */
final class NgramModelTest {
  @Test
  void theSameSeedGivesTheSameModel() {
    NgramModel one = NgramModel.train(9, 60);
    NgramModel two = NgramModel.train(9, 60);
    NgramModel other = NgramModel.train(10, 60);
    assertEquals(-1, one.image().mismatch(two.image()));
    assertNotEquals(-1, one.image().mismatch(other.image()));
  }

  @Test
  void theTablesAreOfTheStatedSize() {
    NgramModel model = NgramModel.shared();
    ModelImage image = ModelImage.of(model.image());
    int contexts = image.word(ModelImage.CONTEXT_COUNT_AT);
    assertTrue(contexts > 400_000 && contexts <= 500_000, () -> contexts + " contexts");
    assertTrue(model.image().byteSize() <= 24 << 20, model::toString);
    assertEquals(5, image.word(ModelImage.ORDER_AT));
    assertEquals(model.vocabulary().size(), image.word(ModelImage.VOCABULARY_AT));
  }

  @Test
  void everyStyleIsThatOfAFormatAndItsAliases() {
    for (Style style : Style.values()) {
      WireFormat format = Formats.byName(style.format());
      assertEquals(style, Style.of(format.name()));
      for (String alias : format.aliases()) {
        assertEquals(style, Style.of(alias));
      }
    }
    assertEquals(Style.PROSE, Style.of("a format without a style"));
  }

  @Test
  void theLogarithmIsOne() {
    ModelImage image = ModelImage.of(NgramModel.shared().image());
    long log = image.field(ModelImage.LOG_AT);
    for (int i = 0; i <= 256; i++) {
      double exact = Math.log(1 + i / 256.0) / Math.log(2) * (1 << ModelImage.FRACTION_BITS);
      assertEquals(exact, image.word(log + i), 32, "log2(1 + " + i + " / 256)");
    }
  }

  @Test
  void tokensSpellTheirText() {
    NgramModel model = NgramModel.shared();
    String text =
        "<think>\nnaïve 👩‍💻 日本 \uFFFD\u0000\n\n  x</think>"
            + "<tool_call>\n<function=get_weather>\n<parameter=location>\nZürich\n</parameter>";
    int[] prompt = model.prompt("qwen3_coder", text.substring(text.length() - 40));
    assertEquals(model.bos(), prompt[0]);
    Vocabulary vocabulary = model.vocabulary();
    for (Style style : Style.values()) {
      for (String document : Corpus.documents(style, 4, 50)) {
        assertEquals(document, spell(vocabulary, model.tokenizer().encode(document)));
      }
    }
    assertEquals(text, spell(vocabulary, model.tokenizer().encode(text)));
  }

  /** The number of tokens is that of the encoded text; a long word is counted in pieces. */
  @Test
  void tokensOfATextAreCounted() {
    NgramModel model = NgramModel.shared();
    for (String text :
        new String[] {
          "", "Hi", "The reader is fast.\n\n  12345 \u00e9\u4e2d {\"a\": [1]}", "x y\tz"
        }) {
      assertEquals(model.tokenizer().encode(text).length, model.countTokens(text), text);
    }
    long since = System.nanoTime();
    int tokens = model.countTokens("x".repeat(1 << 20));
    assertTrue(tokens > 1 << 16 && tokens <= 1 << 20, () -> "" + tokens);
    // In time proportional to the length.
    assertTrue(System.nanoTime() - since < 60_000_000_000L);
  }

  private static String spell(Vocabulary vocabulary, int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      long entry = vocabulary.entry(token);
      assertTrue(Vocabulary.isKnown(entry));
      if (Vocabulary.isPartial(entry)) {
        bytes.write(vocabulary.bytes(), Vocabulary.offset(entry), Vocabulary.length(entry));
      } else {
        bytes.writeBytes(vocabulary.text(token).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void markersAreSpecialTokens() {
    NgramModel model = NgramModel.shared();
    for (String marker : List.of("<think>", "</think>", "<tool_call>", "</tool_call>")) {
      int[] tokens = model.tokenizer().encode(marker);
      assertEquals(1, tokens.length, marker);
      assertTrue(Vocabulary.isSpecial(model.vocabulary().entry(tokens[0])), marker);
    }
    assertTrue(Vocabulary.isSpecial(model.vocabulary().entry(model.eos())));
    assertTrue(Vocabulary.isSpecial(model.vocabulary().entry(model.bos())));
  }

  @Test
  void aPromptKeepsItsStyleAndItsEnd() {
    NgramModel model = NgramModel.shared();
    int[] prompt = model.prompt("hermes", "a word ".repeat(100) + "<tool_call>");
    assertEquals(26, prompt.length);
    assertEquals(1, model.sampler().style(prompt[1], -1));
    assertEquals("<tool_call>", model.vocabulary().text(prompt[25]));
    int[] one = Plain.continuation(model, prompt, 5, 100);
    assertArrayEquals(one, Plain.continuation(model, prompt, 5, 100));
    assertFalse(Arrays.equals(one, Plain.continuation(model, prompt, 6, 100)));
  }

  /** Parses the model's text. */
  private static final class Calls implements DeltaSink {
    private final Set<Diagnostic> diagnostics = EnumSet.noneOf(Diagnostic.class);
    private int opened;
    private int known;
    private int complete;
    private int cut;

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      opened++;
      known += tool >= 0 ? 1 : 0;
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callClosed(int index, boolean whole, long sourceOffset) {
      complete += whole ? 1 : 0;
      cut += whole ? 0 : 1;
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      diagnostics.add(code);
    }

    @Override
    public void finished(FinishReason reason) {}

    @Override
    public String toString() {
      return opened + " calls, " + known + " known, " + complete + " complete, " + diagnostics;
    }
  }

  @Test
  void itWritesToolCallsAndDerailedOnes() {
    NgramModel model = NgramModel.shared();
    for (String format : List.of("qwen3_coder", "hermes")) {
      Calls calls = new Calls();
      StreamParser parser =
          StreamSpec.of(Formats.byName(format))
              .vocabulary(model.vocabulary())
              .tools(ToolSetReader.read(NgramModel.shared().tools(), Limits.DEFAULT))
              .build()
              .open(calls);
      int streams = 1_000;
      for (int seed = 0; seed < streams; seed++) {
        parser.reset(calls, seed);
        int[] tokens = Plain.continuation(model, model.prompt(format, ""), seed, 1_000);
        parser.feedTokens(tokens, 0, tokens.length);
        parser.finish(EndCause.STOP);
      }
      parser.close();
      // Most calls are complete and of declared tools; some are not, with various errors.
      assertTrue(calls.complete > streams / 2, () -> format + ": " + calls);
      assertTrue(calls.known > calls.opened * 3 / 4, () -> format + ": " + calls);
      assertTrue(calls.known < calls.opened && calls.cut > 0, () -> format + ": " + calls);
      assertTrue(calls.diagnostics.size() >= 5, () -> format + ": " + calls);
    }
  }

  @Test
  void anImageWithoutHeaderIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ModelImage.of(MemorySegment.ofArray(new int[8])));
    assertThrows(
        IllegalArgumentException.class, () -> ModelImage.of(MemorySegment.ofArray(new int[64])));
  }

  /**
   * The cost of a prompt is that of its end; digits are grouped in threes from the start of that
   * end.
   */
  @Test
  void ofALongTailOnlyTheEndIsRead() {
    NgramModel model = NgramModel.shared();
    String digits = "1".repeat(10_001);
    assertArrayEquals(
        model.prompt("hermes", digits.substring(digits.length() - NgramModel.MAX_TAIL)),
        model.prompt("hermes", digits));
  }

  /** Long words are not cached. */
  @Test
  void longWordsAreNotKept() {
    Tokenizer tokenizer = NgramModel.train(3, 12).tokenizer();
    tokenizer.encode("word");
    int kept = tokenizer.kept();
    tokenizer.encode("x".repeat(65));
    assertEquals(kept, tokenizer.kept());
    tokenizer.encode("x".repeat(64));
    assertEquals(kept + 1, tokenizer.kept());
  }
}
