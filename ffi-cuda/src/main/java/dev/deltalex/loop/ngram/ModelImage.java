package dev.deltalex.loop.ngram;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The tables of a model as one flat image of little-endian 32-bit words, read by Java, C++ and
 * CUDA. {@code step.h} has the same offsets.
 *
 * <pre>
 *   header     32 words
 *   logarithm  257 words: log2(1 + i / 256) with {@link #FRACTION_BITS} fraction bits
 *   index      2^n words: number of a context plus 1, or 0; open addressing, linear probing
 *   contexts   4 words each: check value | first follower | followers | sum of their counts
 *   followers  2 words each: token | count
 * </pre>
 *
 * <p>A reader trusts no word: it checks each offset against the image's total, and a read beyond it
 * gives 0.
 */
final class ModelImage {
  /** {@code "DLXN"} read as a little-endian int. */
  static final int MAGIC = 0x4E584C44;

  static final int VERSION = 1;

  // Words of the header.
  static final int MAGIC_AT = 0;
  static final int VERSION_AT = 1;
  static final int TOTAL_AT = 2;
  static final int VOCABULARY_AT = 3;
  static final int ORDER_AT = 4;
  static final int BOS_AT = 5;
  static final int EOS_AT = 6;
  static final int FIRST_STYLE_AT = 7;
  static final int STYLES_AT = 8;
  static final int STAY_AT = 9;
  static final int LOG_AT = 10;
  static final int INDEX_AT = 11;
  static final int INDEX_BITS_AT = 12;
  static final int PROBES_AT = 13;
  static final int CONTEXTS_AT = 14;
  static final int CONTEXT_COUNT_AT = 15;
  static final int FOLLOWERS_AT = 16;
  static final int FOLLOWER_COUNT_AT = 17;
  static final int HEADER_WORDS = 32;

  static final int LOG_WORDS = 257;
  static final int CONTEXT_WORDS = 4;
  static final int FOLLOWER_WORDS = 2;

  /** Fraction bits of a logarithm. The largest logarithm, 32, fits 32 bits with them. */
  static final int FRACTION_BITS = 26;

  /** Maximum of tokens in a context, which is the history that a slot keeps. */
  static final int MAX_CONTEXT = 7;

  /** Maximum of probes of a search in the index. */
  static final int MAX_PROBES = 256;

  private static final ValueLayout.OfInt WORD = JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment words;
  private final long total;

  private ModelImage(MemorySegment words, long total) {
    this.words = words;
    this.total = total;
  }

  /**
   * Wraps an image in memory.
   *
   * @throws IllegalArgumentException if the header is not that of an image
   */
  static ModelImage of(MemorySegment memory) {
    long given = memory.byteSize() / Integer.BYTES;
    if (given < HEADER_WORDS) {
      throw new IllegalArgumentException(
          "the image has " + given + " words, fewer than the 32 of a header");
    }
    ModelImage image = new ModelImage(memory, given);
    image.require("magic", MAGIC_AT, MAGIC, MAGIC);
    image.require("version", VERSION_AT, VERSION, VERSION);
    image.require("total", TOTAL_AT, HEADER_WORDS, (int) Math.min(given, Integer.MAX_VALUE));
    image.require("order", ORDER_AT, 1, MAX_CONTEXT + 1);
    image.require("index bits", INDEX_BITS_AT, 0, 30);
    image.require("probes", PROBES_AT, 0, MAX_PROBES);
    return new ModelImage(memory, image.word(TOTAL_AT));
  }

  private void require(String field, int at, int low, int high) {
    int value = word(at);
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "the image's " + field + " is " + value + ", needs " + low + " to " + high);
    }
  }

  /** Word {@code at}; 0 beyond the image. */
  int word(long at) {
    return at >= 0 && at < total ? words.get(WORD, at << 2) : 0;
  }

  /** A word of the header that is a count or an offset, which must not be negative. */
  long field(int at) {
    return Integer.toUnsignedLong(word(at));
  }

  /** The memory of the image. */
  MemorySegment memory() {
    return words.asSlice(0, total * Integer.BYTES);
  }

  /** Copies an image into memory. */
  static void write(int[] image, MemorySegment to) {
    MemorySegment.copy(image, 0, to, WORD, 0, image.length);
  }
}
