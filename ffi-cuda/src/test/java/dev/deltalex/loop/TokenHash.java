package dev.deltalex.loop;

import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.loop.ngram.Plain;
import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the first {@code streams} streams of {@link Traffic} generate. The hash depends on every
 * token of every stream, and not on the order in which streams end.
 *
 * <p>The host's results are stored, since 10^8 tokens take the host minutes and a device seconds.
 *
 * @param eos streams that ended with an end of sequence
 * @param length streams that ended at their limit of {@link #MAX_TOKENS}
 */
record TokenHash(int streams, long tokens, long hash, int eos, int length) {
  /** Limit of the tokens of a stream. */
  static final int MAX_TOKENS = 1_000;

  /** More draft tokens than this minus one are not asked for. */
  static final int BURST = 16;

  /** More than 10^5, 10^6 and 10^8 tokens. */
  static final int[] STORED = {1_400, 14_000, 1_400_000};

  private static final String RESOURCE = "token-hash.txt";
  private static final TokenHash NONE = new TokenHash(0, 0, 0, 0, 0);

  /** Computes the stored results and writes the resource. Takes minutes. */
  public static void main(String[] args) throws IOException {
    List<String> lines =
        Arrays.stream(STORED).mapToObj(TokenHash::ofHost).map(TokenHash::line).toList();
    Path file =
        NativeTools.MODULE.resolve("src/test/resources/dev/deltalex/loop").resolve(RESOURCE);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(
        file,
        "model "
            + Long.toHexString(modelHash())
            + "\n"
            + lines.stream().collect(Collectors.joining("\n", "", "\n")));
    System.out.println("written: " + file);
  }

  /** The hash of a stream after one more token. */
  static long next(long hash, int token) {
    return 31 * hash + token;
  }

  /** What a stream adds to the hash of all. */
  static long weighted(long hash, int id) {
    return hash * (2L * id + 1);
  }

  /** What the host generates, by the model without draft and ring. */
  static TokenHash ofHost(int streams) {
    NgramModel model = NgramModel.shared();
    return IntStream.range(0, streams)
        .parallel()
        .mapToObj(id -> ofStream(model, id))
        .reduce(NONE, TokenHash::plus);
  }

  private static TokenHash ofStream(NgramModel model, int id) {
    StreamRequest request = Traffic.request(model, id, MAX_TOKENS, BURST);
    int[] tokens = Plain.continuation(model, request.prompt(), request.seed(), MAX_TOKENS);
    long hash = 0;
    for (int token : tokens) {
      hash = next(hash, token);
    }
    int length = tokens.length == MAX_TOKENS ? 1 : 0;
    return new TokenHash(1, tokens.length, weighted(hash, id), 1 - length, length);
  }

  private TokenHash plus(TokenHash other) {
    return new TokenHash(
        streams + other.streams,
        tokens + other.tokens,
        hash + other.hash,
        eos + other.eos,
        length + other.length);
  }

  /**
   * The stored result.
   *
   * @param streams one of {@link #STORED}
   */
  static TokenHash stored(int streams) {
    return lines()
        .skip(1)
        .map(line -> line.split(" "))
        .map(words ->
            new TokenHash(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Long.parseUnsignedLong(words[2], 16),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4])))
        .filter(hash -> hash.streams == streams)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no stored result of " + streams + " streams"));
  }

  /** The hash of the model that generated the stored results. */
  static long storedModel() {
    String line = lines().findFirst().orElseThrow();
    return Long.parseUnsignedLong(line.substring("model ".length()), 16);
  }

  static long modelHash() {
    MemorySegment image = NgramModel.shared().image();
    long hash = 0;
    for (long i = 0; i < image.byteSize() / 4; i++) {
      hash = next(hash, image.getAtIndex(ValueLayout.JAVA_INT, i));
    }
    return hash;
  }

  private String line() {
    return streams + " " + tokens + " " + Long.toHexString(hash) + " " + eos + " " + length;
  }

  private static Stream<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(TokenHash.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
