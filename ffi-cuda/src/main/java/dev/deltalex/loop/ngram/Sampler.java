package dev.deltalex.loop.ngram;

/**
 * Samples the next token of a sequence, with the same results as {@code step.h}, in integer
 * arithmetic. Immutable and thread-safe.
 *
 * <p>It uses the longest context in the tables, or escapes to the next shorter one with probability
 * T / (s N + T), where T different tokens followed the context N times in total and s is the
 * image's weight. Among the followers it runs an exponential race: a follower's time is -log2(u) /
 * count, where u is a hash of seed, position and token, and the smallest time wins; ties go to the
 * smaller id. This order is total, so a race can be split among any number of lanes. A draft with
 * shorter contexts uses the same u, so it often samples the same token.
 */
final class Sampler {
  /**
   * Makes the hashes of contexts of different lengths differ, and those of escapes from those of
   * tokens.
   */
  private static final long LENGTH_STEP = 0xC2B2AE3D27D4EB4FL;

  private final ModelImage image;
  private final long log;
  private final long index;
  private final int indexMask;
  private final int probes;
  private final long contexts;
  private final long contextCount;
  private final long followers;
  private final long followerCount;
  private final long stay;
  private final int order;
  private final int eos;
  private final int firstStyle;
  private final int styles;

  Sampler(ModelImage image) {
    this.image = image;
    this.log = image.field(ModelImage.LOG_AT);
    this.index = image.field(ModelImage.INDEX_AT);
    this.indexMask = (1 << (image.word(ModelImage.INDEX_BITS_AT) & 31)) - 1;
    this.probes = image.word(ModelImage.PROBES_AT);
    this.contexts = image.field(ModelImage.CONTEXTS_AT);
    this.contextCount = image.field(ModelImage.CONTEXT_COUNT_AT);
    this.followers = image.field(ModelImage.FOLLOWERS_AT);
    long behind = Math.max(image.field(ModelImage.TOTAL_AT) - followers, 0) / 2;
    // Limits the length of every race.
    this.followerCount = Math.min(image.field(ModelImage.FOLLOWER_COUNT_AT), behind);
    this.stay = image.field(ModelImage.STAY_AT) & 0xFF;
    this.order = image.word(ModelImage.ORDER_AT);
    this.eos = image.word(ModelImage.EOS_AT);
    this.firstStyle = image.word(ModelImage.FIRST_STYLE_AT);
    this.styles = image.word(ModelImage.STYLES_AT);
  }

  /** The order of the tables' n-grams. */
  int order() {
    return order;
  }

  /** The end-of-sequence token. */
  int eos() {
    return eos;
  }

  /** The style of a style token; {@code other} for other tokens. */
  int style(int token, int other) {
    int style = token - firstStyle;
    return Integer.compareUnsigned(style, styles) < 0 ? style : other;
  }

  /** The hash of the empty context. */
  static long rootHash(int style) {
    return Mixing.mix(Integer.toUnsignedLong(style) + Mixing.ODD);
  }

  /** The hash of a context, computed from the hash of the context without its oldest token. */
  static long longerHash(long hash, int older) {
    return Mixing.mix((hash ^ Integer.toUnsignedLong(older)) + LENGTH_STEP);
  }

  /** The base from which all random bits of a position are hashed. */
  static long positionHash(long seed, int position) {
    return Mixing.mix(seed ^ Mixing.mix(position + Mixing.ODD));
  }

  /** 32 random bits for a token at a position. */
  private static long tokenBits(long base, int token) {
    return Mixing.mix(base + (Integer.toUnsignedLong(token) + 1) * Mixing.ODD) >>> 32;
  }

  /** 32 random bits for the escape from a context of {@code length} tokens. */
  private static long escapeBits(long base, int length) {
    return Mixing.mix(~base + length * LENGTH_STEP) >>> 32;
  }

  /**
   * The next token.
   *
   * @param tokens the tokens so far
   * @param end number of tokens; the last ones are the context
   * @param position index of the next token in its stream
   * @param limit maximum order to use
   */
  int next(int[] tokens, int end, int style, long seed, int position, int limit) {
    int longest = Math.min(Math.min(order, limit) - 1, end);
    long base = positionHash(seed, position);
    for (int length = longest; length >= 0; length--) {
      long hash = rootHash(style);
      for (int i = 1; i <= length; i++) {
        hash = longerHash(hash, tokens[end - i]);
      }
      long context = find(hash);
      if (context < 0) {
        continue;
      }
      long distinct = Integer.toUnsignedLong(image.word(context + 2));
      long sum = Integer.toUnsignedLong(image.word(context + 3));
      if (distinct == 0 || length > 0 && escapes(base, length, distinct, sum)) {
        continue;
      }
      long first = Integer.toUnsignedLong(image.word(context + 1));
      return race(first, Math.min(distinct, Math.max(followerCount - first, 0)), base);
    }
    return eos;
  }

  private boolean escapes(long base, int length, long distinct, long sum) {
    long kept = sum * stay & 0xFFFFFFFFL;
    long all = kept + distinct & 0xFFFFFFFFL;
    return escapeBits(base, length) * all >>> 32 >= kept;
  }

  /** The word offset of a context, or -1. */
  private long find(long hash) {
    int at = (int) (hash >>> 32) & indexMask;
    for (int i = 0; i <= probes; i++) {
      long number = Integer.toUnsignedLong(image.word(index + (at + i & indexMask)));
      if (number == 0 || number > contextCount) {
        return -1;
      }
      long context = contexts + (number - 1) * ModelImage.CONTEXT_WORDS;
      if (image.word(context) == (int) hash) {
        return context;
      }
    }
    return -1;
  }

  private int race(long first, long count, long base) {
    long bestTime = 0xFFFFFFFFL;
    long bestCount = 1;
    int best = eos;
    for (long i = first; i < first + count; i++) {
      int token = image.word(followers + i * ModelImage.FOLLOWER_WORDS);
      long weight =
          Integer.toUnsignedLong(image.word(followers + i * ModelImage.FOLLOWER_WORDS + 1));
      if (weight == 0) {
        continue;
      }
      long time = exponential(tokenBits(base, token));
      int order = Long.compareUnsigned(time * bestCount, bestTime * weight);
      if (order < 0 || order == 0 && Integer.compareUnsigned(token, best) < 0) {
        bestTime = time;
        bestCount = weight;
        best = token;
      }
    }
    return best;
  }

  /** -log2((bits + 1) / 2^32) with {@link ModelImage#FRACTION_BITS} fraction bits. */
  private long exponential(long bits) {
    long x = bits + 1;
    int whole = 63 - Long.numberOfLeadingZeros(x);
    long mantissa = (x << 32 - whole) - (1L << 32);
    int row = (int) (mantissa >>> 24);
    long low = Integer.toUnsignedLong(image.word(log + row));
    long high = Integer.toUnsignedLong(image.word(log + row + 1));
    long logarithm = low + ((high - low) * (mantissa & 0xFFFFFF) >>> 24);
    return (32L - whole << ModelImage.FRACTION_BITS) - logarithm & 0xFFFFFFFFL;
  }
}
