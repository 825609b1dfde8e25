package dev.deltalex.text;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all tokens of a model.
 *
 * <p>{@link #entry} returns a long with the offset and length of the token's text and its flags;
 * static methods read them. Most texts are in {@link #chars}. A partial token, whose bytes are not
 * whole code points (byte-level vocabularies have some), is in {@link #bytes} and must be decoded
 * with a {@link Utf8Carry}. Any other token begins a new code point: bytes that are pending before
 * it are malformed and must be flushed.
 *
 * <p>Properties of a token that do not depend on the delta are computed once: whether a parser may
 * have to stop in it ({@link #passes}), and its escaped text inside a JSON string ({@link
 * #jsonSpans}).
 *
 * <p>Immutable; nothing is allocated after {@link Builder#build}.
 */
public final class Vocabulary {
  /** The {@link #entry} of an id that is not a token: no text, no flags. */
  public static final long UNKNOWN = 0;

  /** Upper bound of token ids, exclusive. */
  public static final int MAX_TOKENS = 1 << 22;

  /** Maximum of {@link #startSpaces}; known models have 1. */
  public static final int MAX_START_SPACES = 16;

  /** Maximum of chars, or of bytes of a partial token, in a token. */
  public static final int MAX_TOKEN_LENGTH = CharScanner.LONGEST_SPAN;

  // An entry is a span with flags in the bits that spans do not use.
  private static final long KNOWN = 1L << 52;
  private static final long SPECIAL = 1L << 53;
  private static final long PLAIN = 1L << 54;
  private static final long PARTIAL = 1L << 55;

  /** The text has a lone surrogate, or its JSON text is too long. */
  private static final long ODD = 1L << 56;

  /** The text ends with a line feed or a carriage return. */
  private static final long NEWLINE = 1L << 57;

  private static final long ANGLE = 1L << 58;
  private static final long SQUARE = 1L << 59;
  private static final long CURLY = 1L << 60;
  private static final long TICK = 1L << 61;

  /** Room after the last token, so that a scanner can load whole vectors. */
  private static final int SLACK = CharScanner.JOIN_SLACK;

  private final long[] entries;
  private final long[] json;
  private final char[] chars;
  private final byte[] bytes;

  private final Set<String> specialTexts;
  private final int startSpaces;

  private Vocabulary(long[] entries, long[] json, char[] chars, byte[] bytes, int startSpaces) {
    this.entries = entries;
    this.json = json;
    this.chars = chars;
    this.bytes = bytes;
    this.startSpaces = startSpaces;
    Set<String> texts = new HashSet<>();
    for (int token = 0; token < entries.length; token++) {
      if (isSpecial(entries[token])) {
        texts.add(text(token));
      }
    }
    specialTexts = Set.copyOf(texts);
  }

  /** The highest id plus one. */
  public int size() {
    return entries.length;
  }

  /** The span and the flags of {@code token}; {@link #UNKNOWN} for any int that is not a token. */
  public long entry(int token) {
    return token >= 0 && token < entries.length ? entries[token] : UNKNOWN;
  }

  /** The texts of all tokens that are not partial. Do not modify the array. */
  public char[] chars() {
    return chars;
  }

  /** The bytes of all partial tokens. Do not modify the array. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Index of the token's first char in {@link #chars}, or of a partial token's first byte in {@link
   * #bytes}.
   */
  public static int offset(long entry) {
    return CharScanner.spanOffset(entry);
  }

  /** Number of chars, or of bytes of a partial token. */
  public static int length(long entry) {
    return CharScanner.spanLength(entry);
  }

  /** Whether the vocabulary has a token with this id. */
  public static boolean isKnown(long entry) {
    return (entry & KNOWN) != 0;
  }

  /** Whether the token is a special token of the model, such as a marker or an end token. */
  public static boolean isSpecial(long entry) {
    return (entry & SPECIAL) != 0;
  }

  /**
   * Whether the token is plain text in every state of a parser: not special, not partial, not
   * empty, complete code points, no bracket, no backtick, and no char that JSON escapes.
   */
  public static boolean isPlain(long entry) {
    return (entry & PLAIN) != 0;
  }

  /**
   * Whether none of the tokens is special or partial. {@code entry} may be several entries joined
   * by OR.
   */
  public static boolean isText(long entries) {
    return (entries & (SPECIAL | PARTIAL)) == 0;
  }

  /**
   * Whether all the tokens, one or several entries joined by OR, are complete code points without
   * the chars of {@code stops}, so that a parser inside a run of text need not scan them.
   *
   * @param stops {@link #flagOf} of the chars to stop at, joined by OR
   */
  public static boolean passes(long entries, long stops) {
    return (entries & (SPECIAL | PARTIAL | ODD | stops)) == 0;
  }

  /**
   * The flag of tokens that contain {@code c}: the brackets with which markers begin and the
   * backtick have one each. For any other char the result is all flags, since any token may contain
   * it.
   */
  public static long flagOf(char c) {
    return switch (c) {
      case '<' -> ANGLE;
      case '[' -> SQUARE;
      case '{' -> CURLY;
      case '`' -> TICK;
      default -> -1L;
    };
  }

  /** Whether the token's text ends with a line feed or a carriage return. */
  public static boolean endsWithNewline(long entry) {
    return (entry & NEWLINE) != 0;
  }

  /**
   * All entries by id: spans of {@link #chars} for tokens that are not partial. Do not modify the
   * array.
   */
  public long[] entries() {
    return entries;
  }

  /**
   * By id, the texts of the tokens inside a JSON string: spans of {@link #chars}, for tokens that
   * {@linkplain #passes pass}. Do not modify the array.
   */
  public long[] jsonSpans() {
    return json;
  }

  /** Whether the token's bytes are not complete code points in UTF-8. */
  public static boolean isPartial(long entry) {
    return (entry & PARTIAL) != 0;
  }

  /**
   * Whether {@code c} makes a token not {@linkplain #passes pass}: JSON must escape it, or it may
   * begin or end markup.
   */
  private static boolean mayStop(char c) {
    return ScalarCharScanner.mustEscape(c)
        || switch (c) {
          case '<', '>', '[', ']', '{', '}', '`' -> true;
          default -> false;
        };
  }

  /**
   * How many spaces are no text at the start of a response, because the model's encoder has added
   * them: at most so many are cut from the first token of the first delta that has text. Behind a
   * generation prompt that the parser has read nothing is cut, since the text goes on there.
   */
  public int startSpaces() {
    return startSpaces;
  }

  /** The texts of all special tokens. Immutable. */
  public Set<String> specialTexts() {
    return specialTexts;
  }

  /** The text of a token as a string, with U+FFFD for malformed bytes. For logs and tests. */
  public String text(int token) {
    long entry = entry(token);
    int length = length(entry);
    if (!isPartial(entry)) {
      return new String(chars, offset(entry), length);
    }
    char[] decoded = new char[length + 1];
    Utf8Carry carry = new Utf8Carry();
    int end = carry.decode(bytes, offset(entry), offset(entry) + length, decoded, 0);
    return new String(decoded, 0, carry.flush(decoded, end));
  }

  /**
   * Reads the token table of a <a
   * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a> file. Tokens of type
   * 3 (control), 4 (user-defined: added tokens such as {@code <tool_call>}) and 2 (unknown) are
   * control tokens, spelled as they are; blank ones are text. Those of type 6 are bytes, {@code
   * <0xNN>}. All others are spelled as in SentencePiece, where U+2581 is a space, if the table has
   * bytes or that char, else byte-level.
   *
   * @param tokens {@code tokenizer.ggml.tokens}: texts by id
   * @param types {@code tokenizer.ggml.token_type}: types by id; null: all are ordinary tokens
   * @throws VocabularyException if the arrays have different lengths or a token cannot be used
   */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public static Vocabulary gguf(String[] tokens, int @Nullable [] types) {
    return GgufTable.read(tokens, types);
  }

  /** Creates a builder without tokens. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects tokens. An id that is added again gets the new text. */
  public static final class Builder {
    private final StringBuilder chars = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long[] entries = new long[1024];
    private long[] json = new long[1024];
    private int size;
    private int startSpaces;

    private Builder() {}

    /**
     * Spaces that are cut from the start of a response: see {@link Vocabulary#startSpaces}.
     *
     * @param count 0 to {@link Vocabulary#MAX_START_SPACES}
     */
    public Builder startSpaces(int count) {
      if (count < 0 || count > MAX_START_SPACES) {
        throw new IllegalArgumentException(
            "startSpaces " + count + " is not in 0 to " + MAX_START_SPACES);
      }
      startSpaces = count;
      return this;
    }

    /**
     * Adds a token by its text.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder add(int id, String text) {
      return addChars(id, text, 0);
    }

    /**
     * Adds a token by its UTF-8 bytes, which need not be complete code points.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder add(int id, byte[] utf8) {
      check(id, utf8.length);
      char[] decoded = new char[utf8.length + 1];
      Utf8Carry carry = new Utf8Carry();
      int end = carry.decode(utf8, 0, utf8.length, decoded, 0);
      String text = new String(decoded, 0, end);
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!carry.isPending() && Arrays.equals(again, utf8)) {
        return add(id, text);
      }
      put(id, bytes.size(), utf8.length, PARTIAL);
      json[id] = 0;
      bytes.writeBytes(utf8);
      return this;
    }

    /**
     * Adds a special token by its text.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder addSpecial(int id, String text) {
      return addChars(id, text, SPECIAL);
    }

    /** Builds the vocabulary of the added tokens. */
    public Vocabulary build() {
      char[] pool = new char[chars.length() + SLACK];
      chars.getChars(0, chars.length(), pool, 0);
      return new Vocabulary(
          Arrays.copyOf(entries, size),
          Arrays.copyOf(json, size),
          pool,
          bytes.toByteArray(),
          startSpaces);
    }

    private Builder addChars(int id, String text, long flags) {
      check(id, text.length());
      long all = flags | flags(text);
      boolean plain = (flags & SPECIAL) == 0 && !text.isEmpty() && isPlainText(text, all);
      int offset = chars.length();
      chars.append(text);
      String escaped = plain ? text : escaped(text);
      if (escaped.length() > CharScanner.LONGEST_SPAN) {
        all |= ODD;
      }
      put(id, offset, text.length(), plain ? all | PLAIN : all);
      json[id] = entries[id];
      if ((all & ODD) == 0 && !escaped.equals(text)) {
        json[id] = CharScanner.span(chars.length(), escaped.length());
        chars.append(escaped);
      }
      return this;
    }

    private static void check(int id, int length) {
      if (id < 0 || id >= MAX_TOKENS) {
        throw new IllegalArgumentException("token id " + id + " is not in 0.." + (MAX_TOKENS - 1));
      }
      if (length > MAX_TOKEN_LENGTH) {
        throw new IllegalArgumentException(
            "token " + id + " has " + length + " chars; the maximum is " + MAX_TOKEN_LENGTH);
      }
    }

    private void put(int id, int offset, int length, long flags) {
      if (id >= entries.length) {
        int room = Math.max(id + 1, 2 * entries.length);
        entries = Arrays.copyOf(entries, room);
        json = Arrays.copyOf(json, room);
      }
      entries[id] = KNOWN | flags | CharScanner.span(offset, length);
      size = Math.max(size, id + 1);
    }

    private static boolean isPlainText(String text, long flags) {
      return (flags & ODD) == 0 && text.chars().noneMatch(c -> mayStop((char) c));
    }

    /** The flags of a text. */
    private static long flags(String text) {
      long flags = text.endsWith("\n") || text.endsWith("\r") ? NEWLINE : 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
          flags |= pair ? 0 : ODD;
          i += pair ? 1 : 0;
        } else {
          long flag = flagOf(c);
          flags |= flag == -1L ? 0 : flag;
        }
      }
      return flags;
    }

    private static String escaped(String text) {
      char[] from = text.toCharArray();
      char[] to = new char[CharScanner.escapeRoom(from.length)];
      return new String(to, 0, ScalarCharScanner.INSTANCE.escape(from, 0, from.length, to, 0));
    }
  }
}
