package dev.deltalex.text;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The text of every token of a model, decoded once.
 *
 * <p>{@link #entry} answers one long: where the token's text lies, how long it is, and its flags,
 * to be read with the static accessors. Most texts lie in {@link #chars}. A token that holds part
 * of a code point (byte-level vocabularies have some) lies in {@link #bytes} and goes through a
 * {@link Utf8Carry}. Any other token begins a new code point: what a carry still has pending when
 * it comes is malformed and must be flushed.
 *
 * <p>What every delta would have to find out about a token again is found out here: whether a
 * parser could have to stop in it ({@link #passes}), and what it is inside a JSON string ({@link
 * #jsonSpans}).
 *
 * <p>Immutable; nothing is allocated after {@link Builder#build}.
 */
public final class Vocabulary {
  /** What {@link #entry} answers for an id without a token: no text, no flags. */
  public static final long UNKNOWN = 0;

  /** Ids run from 0 to one less than this. */
  public static final int MAX_TOKENS = 1 << 22;

  /** Most chars, or bytes of a partial token, that one token may have. */
  public static final int MAX_TOKEN_LENGTH = CharScanner.LONGEST_SPAN;

  // An entry is a span, and flags in the bits that spans leave free.
  private static final long KNOWN = 1L << 52;
  private static final long SPECIAL = 1L << 53;
  private static final long PLAIN = 1L << 54;
  private static final long PARTIAL = 1L << 55;

  /** Has half a surrogate pair, or a JSON text that is too long. */
  private static final long ODD = 1L << 56;

  /** Ends with a line feed or a carriage return. */
  private static final long NEWLINE = 1L << 57;

  private static final long ANGLE = 1L << 58;
  private static final long SQUARE = 1L << 59;
  private static final long CURLY = 1L << 60;
  private static final long TICK = 1L << 61;

  /** Room behind the last token so that a scanner can always load whole vectors. */
  private static final int SLACK = CharScanner.JOIN_SLACK;

  private final long[] entries;
  private final long[] json;
  private final char[] chars;
  private final byte[] bytes;

  private final Set<String> specialTexts;

  private Vocabulary(long[] entries, long[] json, char[] chars, byte[] bytes) {
    this.entries = entries;
    this.json = json;
    this.chars = chars;
    this.bytes = bytes;
    Set<String> texts = new HashSet<>();
    for (int token = 0; token < entries.length; token++) {
      if (isSpecial(entries[token])) {
        texts.add(text(token));
      }
    }
    specialTexts = Set.copyOf(texts);
  }

  /** One more than the highest id. */
  public int size() {
    return entries.length;
  }

  /** Where the text of {@code token} lies, and what it is; {@link #UNKNOWN} for any other int. */
  public long entry(int token) {
    return token >= 0 && token < entries.length ? entries[token] : UNKNOWN;
  }

  /** The text of all tokens that are not partial. Shared: read only. */
  public char[] chars() {
    return chars;
  }

  /** The bytes of all partial tokens. Shared: read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Index of the token's first char in {@link #chars}; of a partial token's byte in bytes. */
  public static int offset(long entry) {
    return CharScanner.spanOffset(entry);
  }

  /** Number of chars; of a partial token, of bytes. */
  public static int length(long entry) {
    return CharScanner.spanLength(entry);
  }

  /** Whether the vocabulary has a token of this id. */
  public static boolean isKnown(long entry) {
    return (entry & KNOWN) != 0;
  }

  /** Whether the token is a control token of the model, such as a marker or an end. */
  public static boolean isSpecial(long entry) {
    return (entry & SPECIAL) != 0;
  }

  /**
   * Whether the token cannot change what a parser reads, whatever that is: not special, not
   * partial, not empty, whole code points only, no bracket, no backtick, nothing that JSON escapes.
   */
  public static boolean isPlain(long entry) {
    return (entry & PLAIN) != 0;
  }

  /** Whether all the tokens, one or several joined by OR, are no control tokens and not partial. */
  public static boolean isText(long entries) {
    return (entries & (SPECIAL | PARTIAL)) == 0;
  }

  /**
   * Whether all the tokens, one or several joined by OR, are text in whole code points without any
   * of the chars that {@code stops} stands for, so that a parser inside a run of text need not look
   * at them.
   *
   * @param stops {@link #flagOf} the chars to stop at, joined by OR
   */
  public static boolean passes(long entries, long stops) {
    return (entries & (SPECIAL | PARTIAL | ODD | stops)) == 0;
  }

  /**
   * The flag of tokens in which {@code c} occurs: there is one for each bracket that markers begin
   * with, and for the backtick. For any other char all flags, as any token may hold it.
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

  /** All entries by id: spans of {@link #chars} where the tokens are text. Shared: read only. */
  public long[] entries() {
    return entries;
  }

  /**
   * By id, what the tokens are inside a JSON string: spans of {@link #chars}, for tokens that
   * {@linkplain #passes pass}. Shared: read only.
   */
  public long[] jsonSpans() {
    return json;
  }

  /** Whether the token is bytes that are not whole code points of UTF-8. */
  public static boolean isPartial(long entry) {
    return (entry & PARTIAL) != 0;
  }

  /** Whether no plain token holds {@code c}: JSON must escape it, or markup may begin or end. */
  private static boolean mayStop(char c) {
    return ScalarCharScanner.mustEscape(c)
        || switch (c) {
          case '<', '>', '[', ']', '{', '}', '`' -> true;
          default -> false;
        };
  }

  /** The texts of all control tokens. Immutable. */
  public Set<String> specialTexts() {
    return specialTexts;
  }

  /** The text of a token as a string; malformed bytes as U+FFFD. For logs and tests. */
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

  /** A builder without tokens. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects tokens. An id that is added again gets the later text. */
  public static final class Builder {
    private final StringBuilder chars = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long[] entries = new long[1024];
    private long[] json = new long[1024];
    private int size;

    private Builder() {}

    /**
     * Adds a token by its text.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder add(int id, String text) {
      return addChars(id, text, 0);
    }

    /**
     * Adds a token by its UTF-8 bytes, which need not be whole code points.
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
     * Adds a control token by its text.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder addSpecial(int id, String text) {
      return addChars(id, text, SPECIAL);
    }

    /** The vocabulary of the tokens added so far. */
    public Vocabulary build() {
      char[] pool = new char[chars.length() + SLACK];
      chars.getChars(0, chars.length(), pool, 0);
      return new Vocabulary(
          Arrays.copyOf(entries, size), Arrays.copyOf(json, size), pool, bytes.toByteArray());
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
            "token " + id + " has " + length + " chars; the most are " + MAX_TOKEN_LENGTH);
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

    /** What the chars of a text say of it. */
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
