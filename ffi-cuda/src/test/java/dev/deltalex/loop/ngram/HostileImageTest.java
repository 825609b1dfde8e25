package dev.deltalex.loop.ngram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Images with a corrupt word are rejected, or read within their bounds, in Java and C++. */
final class HostileImageTest {
  private static final int IMAGES = 600;
  private static final int TOKENS = 24;

  @Test
  void bothReadersAgreeOnBrokenImages() {
    NativeStep twin = NativeStep.compile();
    NgramModel model = NgramModel.train(3, 12);
    MemorySegment whole = model.image();
    SeededRandom random = new SeededRandom(11);
    int read = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment broken = arena.allocate(whole.byteSize(), 128);
      for (int i = 0; i < IMAGES; i++) {
        broken.copyFrom(whole);
        MemorySegment image = damage(random, broken);
        read += agree(twin, model, image, arena, random) ? 1 : 0;
      }
    }
    int passed = read;
    assertTrue(passed > IMAGES / 4 && passed < IMAGES, () -> passed + " images were read");
  }

  /** Without fraction bits in the logarithms, a race has many ties. */
  @Test
  void tiesGoToTheSmallerToken() {
    NativeStep twin = NativeStep.compile();
    NgramModel model = NgramModel.train(3, 200);
    int[] prompt = model.prompt("hermes", "");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment image = arena.allocate(model.image().byteSize(), 128).copyFrom(model.image());
      long log = 4L * image.get(ValueLayout.JAVA_INT, 4 * ModelImage.LOG_AT);
      image.asSlice(log, 4L * ModelImage.LOG_WORDS).fill((byte) 0);
      Sampler sampler = new Sampler(ModelImage.of(image));
      MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_INT, prompt);
      for (int position = 0; position < 20_000; position++) {
        int token = sampler.next(prompt, prompt.length, 1, 5, position, 1);
        for (int lanes : new int[] {1, 32}) {
          assertEquals(token, twin.next(image, words, prompt.length, 1, 5, position, 1, lanes));
        }
      }
    }
  }

  /** The number of styles in an image is an unsigned 32-bit number in both languages. */
  @Test
  void stylesAreUnsigned() {
    NativeStep twin = NativeStep.compile();
    NgramModel model = NgramModel.train(3, 12);
    int[] prompt = model.prompt("hermes", "");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment image = arena.allocate(model.image().byteSize(), 128).copyFrom(model.image());
      image.set(ValueLayout.JAVA_INT, 4 * ModelImage.STYLES_AT, -1);
      image.set(ValueLayout.JAVA_INT, 4 * ModelImage.FIRST_STYLE_AT, 3);
      Sampler sampler = new Sampler(ModelImage.of(image));
      assertEquals(-2, sampler.style(1, 0));
      MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_INT, prompt);
      for (int style : new int[] {0, 7, -2, Integer.MIN_VALUE}) {
        assertEquals(Sampler.rootHash(style), Mixing.mix((style & 0xFFFFFFFFL) + Mixing.ODD));
        for (int position = 0; position < 50; position++) {
          int token = sampler.next(prompt, prompt.length, style, 5, position, 5);
          assertEquals(token, twin.next(image, words, prompt.length, style, 5, position, 5, 1));
        }
      }
    }
  }

  private static MemorySegment damage(SeededRandom random, MemorySegment image) {
    long words = image.byteSize() / 4;
    int last = (int) words - 1;
    for (int blows = random.between(1, 3); blows > 0; blows--) {
      boolean header = random.oneIn(2);
      long at = header ? random.between(0, ModelImage.HEADER_WORDS - 1) : random.below(last);
      int value =
          switch (random.below(4)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.below(last);
            default -> 1 << random.below(32);
          };
      image.set(ValueLayout.JAVA_INT, at * 4, value);
    }
    if (random.oneIn(2)) {
      // In contexts and followers, which a stream reads most.
      long from = image.get(ValueLayout.JAVA_INT, 4 * ModelImage.CONTEXTS_AT) & 0xFFFFFFFFL;
      for (long at = from; at < words; at += random.between(1, 200)) {
        image.set(ValueLayout.JAVA_INT, at * 4, random.below(1 << 30) << 2);
      }
    }
    return random.oneIn(5) ? image.asSlice(0, 4L * random.between(1, last)) : image;
  }

  /** Returns whether the image was accepted. */
  private static boolean agree(
      NativeStep twin, NgramModel model, MemorySegment image, Arena arena, SeededRandom random) {
    Sampler sampler;
    int[] tokens = new int[TOKENS + 2];
    tokens[0] = model.bos();
    tokens[1] = random.below(4096);
    MemorySegment words = arena.allocate(4L * tokens.length, 4);
    try {
      sampler = new Sampler(ModelImage.of(image));
    } catch (IllegalArgumentException e) {
      assertTrue(
          NativeStep.isRefused(twin.next(image, words, 0, 0, 1, 0, 5, 1)),
          () -> "only Java refused: " + e.getMessage());
      return false;
    }
    for (int i = 0; i < TOKENS; i++) {
      tokens[i + 2] = sampler.next(tokens, i + 2, 1, 77, i, sampler.order());
      MemorySegment.copy(tokens, 0, words, ValueLayout.JAVA_INT, 0, tokens.length);
      int lanes = i % 2 == 0 ? 1 : 32;
      assertEquals(tokens[i + 2], twin.next(image, words, i + 2, 1, 77, i, sampler.order(), lanes));
    }
    return true;
  }
}
