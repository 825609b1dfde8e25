package dev.deltalex.loop.ngram;

/** Counts the tokens that follow each context, and writes the counts as a {@link ModelImage}. */
final class TableTrainer {
  /**
   * Index entries per context: with a load factor of one half, a search takes one or two probes.
   */
  private static final int INDEX_BITS = 20;

  private static final int MAX_CONTEXTS = 500_000;

  /** Maximum of probes; a context without a free entry within them is omitted. */
  private static final int PROBES = 64;

  /** Bits of the token in the key of a (context, token) pair. */
  private static final int TOKEN_BITS = 22;

  private final int order;
  private final int[] index = new int[1 << INDEX_BITS];
  private final Ints checks = new Ints(MAX_CONTEXTS);
  private long[] pairKeys = new long[1 << 21];
  private int[] pairCounts = new int[1 << 21];
  private int pairs;

  /** {@code order}: order of the n-grams. */
  TableTrainer(int order) {
    this.order = order;
  }

  /**
   * Counts a document.
   *
   * @param tokens the whole document
   * @param from index of the first token to count; the tokens before it are context only
   */
  void count(int style, int[] tokens, int from) {
    for (int i = from; i < tokens.length; i++) {
      long hash = Sampler.rootHash(style);
      for (int length = 0; ; ) {
        int context = context(hash);
        if (context >= 0) {
          addPair(context, tokens[i]);
        }
        length++;
        if (length >= order || length > i) {
          break;
        }
        hash = Sampler.longerHash(hash, tokens[i - length]);
      }
    }
  }

  /**
   * The number of a context, which is added if it is new; -1 if the index has no free entry for it.
   */
  private int context(long hash) {
    int mask = index.length - 1;
    int at = (int) (hash >>> 32) & mask;
    for (int i = 0; i <= PROBES; i++) {
      int place = at + i & mask;
      int number = index[place];
      if (number == 0) {
        if (checks.size() == MAX_CONTEXTS) {
          return -1;
        }
        checks.add((int) hash);
        index[place] = checks.size();
        return checks.size() - 1;
      }
      if (checks.get(number - 1) == (int) hash) {
        return number - 1;
      }
    }
    return -1;
  }

  private void addPair(int context, int token) {
    // Never 0, which marks a free entry.
    long key = (long) (context + 1) << TOKEN_BITS | token;
    int place = placeOf(key);
    if (pairKeys[place] == 0) {
      if (2 * pairs >= pairKeys.length) {
        grow();
        place = placeOf(key);
      }
      pairKeys[place] = key;
      pairs++;
    }
    pairCounts[place]++;
  }

  private int placeOf(long key) {
    int mask = pairKeys.length - 1;
    int place = (int) (Mixing.mix(key) >>> 32) & mask;
    while (pairKeys[place] != 0 && pairKeys[place] != key) {
      place = place + 1 & mask;
    }
    return place;
  }

  private void grow() {
    long[] keys = pairKeys;
    int[] counts = pairCounts;
    pairKeys = new long[2 * keys.length];
    pairCounts = new int[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        int place = placeOf(keys[i]);
        pairKeys[place] = keys[i];
        pairCounts[place] = counts[i];
      }
    }
  }

  /**
   * Creates the image of the counts.
   *
   * @param stay the weight of a context's count against its escape, 1 to 255
   */
  int[] image(Tokenizer tokenizer, int bos, int eos, int firstStyle, int styles, int stay) {
    int contexts = checks.size();
    int log = ModelImage.HEADER_WORDS;
    int indexAt = log + ModelImage.LOG_WORDS + 3 & ~3;
    int contextsAt = indexAt + index.length;
    int followersAt = contextsAt + contexts * ModelImage.CONTEXT_WORDS;
    int[] image = new int[followersAt + pairs * ModelImage.FOLLOWER_WORDS];
    image[ModelImage.MAGIC_AT] = ModelImage.MAGIC;
    image[ModelImage.VERSION_AT] = ModelImage.VERSION;
    image[ModelImage.TOTAL_AT] = image.length;
    image[ModelImage.VOCABULARY_AT] = tokenizer.size();
    image[ModelImage.ORDER_AT] = order;
    image[ModelImage.BOS_AT] = bos;
    image[ModelImage.EOS_AT] = eos;
    image[ModelImage.FIRST_STYLE_AT] = firstStyle;
    image[ModelImage.STYLES_AT] = styles;
    image[ModelImage.STAY_AT] = stay;
    image[ModelImage.LOG_AT] = log;
    image[ModelImage.INDEX_AT] = indexAt;
    image[ModelImage.INDEX_BITS_AT] = INDEX_BITS;
    image[ModelImage.PROBES_AT] = PROBES;
    image[ModelImage.CONTEXTS_AT] = contextsAt;
    image[ModelImage.CONTEXT_COUNT_AT] = contexts;
    image[ModelImage.FOLLOWERS_AT] = followersAt;
    image[ModelImage.FOLLOWER_COUNT_AT] = pairs;
    for (int i = 0; i < ModelImage.LOG_WORDS; i++) {
      image[log + i] = logarithm(256 + i);
    }
    System.arraycopy(index, 0, image, indexAt, index.length);
    fill(image, contextsAt, followersAt);
    return image;
  }

  private void fill(int[] image, int contextsAt, int followersAt) {
    int contexts = checks.size();
    int[] next = new int[contexts + 1];
    for (long key : pairKeys) {
      if (key != 0) {
        next[(int) (key >>> TOKEN_BITS)]++;
      }
    }
    int first = 0;
    for (int i = 0; i < contexts; i++) {
      int at = contextsAt + i * ModelImage.CONTEXT_WORDS;
      image[at] = checks.get(i);
      image[at + 1] = first;
      image[at + 2] = next[i + 1];
      first += next[i + 1];
      next[i + 1] = image[at + 1];
    }
    for (int i = 0; i < pairKeys.length; i++) {
      if (pairKeys[i] != 0) {
        int context = (int) (pairKeys[i] >>> TOKEN_BITS) - 1;
        int at = followersAt + next[context + 1]++ * ModelImage.FOLLOWER_WORDS;
        image[at] = (int) pairKeys[i] & (1 << TOKEN_BITS) - 1;
        image[at + 1] = pairCounts[i];
        image[contextsAt + context * ModelImage.CONTEXT_WORDS + 3] += pairCounts[i];
      }
    }
  }

  /**
   * log2(x / 256) for x from 256 to 512, one binary digit at a time in integers: squaring a number
   * doubles its logarithm, so the next digit is 1 if the square is at least 2.
   */
  private static int logarithm(int x) {
    if (x == 512) {
      return 1 << ModelImage.FRACTION_BITS;
    }
    long value = (long) x << 30 - 8;
    int digits = 0;
    for (int i = 0; i < ModelImage.FRACTION_BITS; i++) {
      value = value * value >>> 30;
      digits <<= 1;
      if (value >= 2L << 30) {
        digits |= 1;
        value >>>= 1;
      }
    }
    return digits;
  }
}
