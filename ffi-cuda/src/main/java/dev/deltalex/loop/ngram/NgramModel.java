package dev.deltalex.loop.ngram;

import dev.deltalex.loop.LoopModel;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference model: its vocabulary, tokenizer and tables. Immutable and thread-safe. Not
 * comparable in speed to a large language model.
 */
public final class NgramModel implements LoopModel {
  private static final long CORPUS_SEED = 20_25;

  /** Documents per style; they give about 500,000 contexts. */
  private static final int DOCUMENTS = 4_500;

  /** Documents per style from which the merges are learned; further documents repeat the words. */
  private static final int MERGE_DOCUMENTS = 1_000;

  /**
   * Maximum of chars at the end of a tail that are encoded, far more than the tokens of a prompt. A
   * limit is necessary because a tail is part of a request.
   */
  static final int MAX_TAIL = 4_096;

  private static final int VOCABULARY = 4_096;
  private static final int ORDER = 5;

  /**
   * Weight of a context against an escape to a shorter one (Witten-Bell); high enough that most
   * calls are well-formed.
   */
  private static final int STAY = 8;

  private static final String BOS = "<|begin|>";
  private static final String EOS = "<|end|>";

  private final Tokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final MemorySegment image;
  private final Sampler sampler;

  private NgramModel(Tokenizer tokenizer, MemorySegment image) {
    this.tokenizer = tokenizer;
    this.vocabulary = tokenizer.vocabulary();
    this.image = image;
    this.sampler = new Sampler(ModelImage.of(image));
  }

  /** The model shared by all loops of this JVM. The first call trains it, in one or two seconds. */
  public static NgramModel shared() {
    return Shared.MODEL;
  }

  private static final class Shared {
    static final NgramModel MODEL = train(CORPUS_SEED, DOCUMENTS);
  }

  /**
   * Trains a model. Deterministic for its arguments.
   *
   * @param seed of the corpus
   * @param documents number of documents per style
   */
  static NgramModel train(long seed, int documents) {
    List<List<String>> corpus = new ArrayList<>();
    List<String> first = new ArrayList<>();
    for (Style style : Style.values()) {
      List<String> texts = Corpus.documents(style, seed, documents);
      corpus.add(texts);
      first.addAll(texts.subList(0, Math.min(MERGE_DOCUMENTS, texts.size())));
    }
    List<String> specials = specials();
    int limit = VOCABULARY - 256 - specials.size();
    int[] merges = BytePairTrainer.merges(first, specials, limit);
    Tokenizer tokenizer = new Tokenizer(merges, specials);
    int bos = tokenizer.special(BOS);
    int eos = tokenizer.special(EOS);
    int firstStyle = tokenizer.special(Style.values()[0].marker());
    TableTrainer tables = new TableTrainer(ORDER);
    Ints document = new Ints(1024);
    for (int i = 0; i < documents; i++) {
      for (Style style : Style.values()) {
        document.clear();
        document.add(bos);
        document.add(firstStyle + style.ordinal());
        tokenizer.encode(corpus.get(style.ordinal()).get(i), document);
        document.add(eos);
        tables.count(style.ordinal(), document.toArray(), 2);
      }
    }
    int[] words = tables.image(tokenizer, bos, eos, firstStyle, Style.values().length, STAY);
    // Freed by the garbage collector, since several loops share it.
    MemorySegment image =
        Arena.ofAuto().allocate((long) words.length * Integer.BYTES, RingLayout.LINE_BYTES);
    ModelImage.write(words, image);
    return new NgramModel(tokenizer, image);
  }

  /** The special tokens. Those of the styles are first, so that their ids are consecutive. */
  private static List<String> specials() {
    List<String> specials = new ArrayList<>();
    for (Style style : Style.values()) {
      specials.add(style.marker());
    }
    specials.addAll(
        List.of(BOS, EOS, Corpus.THINK, Corpus.THINK_END, Corpus.CALL, Corpus.CALL_END));
    return specials;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The tables: read-only, aligned to 128 bytes, valid while they are reachable. */
  public MemorySegment image() {
    return image.asReadOnly();
  }

  @Override
  public int bos() {
    return tokenizer.special(BOS);
  }

  @Override
  public int eos() {
    return tokenizer.special(EOS);
  }

  @Override
  public String tools() {
    return Tool.json();
  }

  /** {@inheritDoc} The prompt is BOS, the style's token, and the last tokens of the tail. */
  @Override
  public int[] prompt(String format, String tail) {
    int[] written = tokenizer.encode(tail.substring(Math.max(0, tail.length() - MAX_TAIL)));
    int kept = Math.min(written.length, RingLayout.PROMPT_TOKENS - 2);
    int[] prompt = new int[kept + 2];
    prompt[0] = bos();
    prompt[1] = tokenizer.special(Style.of(format).marker());
    System.arraycopy(written, written.length - kept, prompt, 2, kept);
    return prompt;
  }

  @Override
  public int countTokens(String text) {
    return tokenizer.count(text);
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  Sampler sampler() {
    return sampler;
  }

  /** The order and sizes of the model, for descriptions. */
  @Override
  public String toString() {
    ModelImage header = ModelImage.of(image);
    return "n-gram model of order %d, %d tokens, %d contexts, %d MiB"
        .formatted(
            header.word(ModelImage.ORDER_AT),
            header.word(ModelImage.VOCABULARY_AT),
            header.word(ModelImage.CONTEXT_COUNT_AT),
            image.byteSize() >> 20);
  }
}
