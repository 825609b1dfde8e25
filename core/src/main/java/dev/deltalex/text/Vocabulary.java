package dev.deltalex.text;

import dev.deltalex.scan.ScalarCharScanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of every token of a model, decoded once.
 *
 * <p>{@link #entry} answers one long: where the token's text lies, how long it is, and its flags,
 * to be read with the static accessors. Most texts lie in {@link #chars}. A token that holds part
 * of a code point (byte-level vocabularies have some) lies in {@link #bytes} and goes through a
 * {@link Utf8Carry}. Any other token begins a new code point: what a carry still has pending when
 * it comes is malformed and must be flushed.
 *
 * <p>Immutable; nothing is allocated after {@link Builder#build}.
 */
public final class Vocabulary {
  /** What {@link #entry} answers for an id without a token: no text, no flags. */
  public static final long UNKNOWN = 0;

  /** Ids run from 0 to one less than this. */
  public static final int MAX_TOKENS = 1 << 22;

  /** Most chars, or bytes of a partial token, that one token may have. */
  public static final int MAX_TOKEN_LENGTH = (1 << 24) - 1;

  private static final long KNOWN = 1L << 56;
  private static final long SPECIAL = 1L << 57;
  private static final long PLAIN = 1L << 58;
  private static final long PARTIAL = 1L << 59;

  /** Room behind the last token so that a scanner can always load whole vectors. */
  private static final int SLACK = 64;

  private final long[] entries;
  private final char[] chars;
  private final byte[] bytes;

  private Vocabulary(long[] entries, char[] chars, byte[] bytes) {
    this.entries = entries;
    this.chars = chars;
    this.bytes = bytes;
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
    return (int) entry;
  }

  /** Number of chars; of a partial token, of bytes. */
  public static int length(long entry) {
    return (int) (entry >>> 32) & MAX_TOKEN_LENGTH;
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
   * Whether the text can go to a sink unseen wherever the parser is inside a run of text: not
   * special, not partial, not empty, whole code points only, no char that {@link #mayStop}.
   */
  public static boolean isPlain(long entry) {
    return (entry & PLAIN) != 0;
  }

  /** Whether the token is text in whole code points, and no control token. */
  public static boolean isText(long entry) {
    return (entry & (KNOWN | SPECIAL | PARTIAL)) == KNOWN;
  }

  /** Whether the token is bytes that are not whole code points of UTF-8. */
  public static boolean isPartial(long entry) {
    return (entry & PARTIAL) != 0;
  }

  /**
   * Whether no plain token holds {@code c}: it must be escaped in JSON or is a bracket or a
   * backtick, with which markers begin. A grammar may rely on {@link #isPlain} only where all its
   * stop chars are among these.
   */
  public static boolean mayStop(char c) {
    return ScalarCharScanner.mustEscape(c)
        || switch (c) {
          case '<', '>', '[', ']', '{', '}', '`' -> true;
          default -> false;
        };
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
    private int size;

    private Builder() {}

    /**
     * Adds a token by its text.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder add(int id, String text) {
      return addChars(id, text, isPlainText(text) ? PLAIN : 0);
    }

    /**
     * Adds a token by its UTF-8 bytes, which need not be whole code points.
     *
     * @throws IllegalArgumentException if the id or the length is out of range
     */
    public Builder add(int id, byte[] utf8) {
      char[] decoded = new char[utf8.length + 1];
      Utf8Carry carry = new Utf8Carry();
      int end = carry.decode(utf8, 0, utf8.length, decoded, 0);
      String text = new String(decoded, 0, end);
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!carry.isPending() && Arrays.equals(again, utf8)) {
        return add(id, text);
      }
      put(id, bytes.size(), utf8.length, PARTIAL);
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
      return new Vocabulary(Arrays.copyOf(entries, size), pool, bytes.toByteArray());
    }

    private Builder addChars(int id, String text, long flags) {
      put(id, chars.length(), text.length(), flags);
      chars.append(text);
      return this;
    }

    private void put(int id, int offset, int length, long flags) {
      if (id < 0 || id >= MAX_TOKENS) {
        throw new IllegalArgumentException("token id " + id + " is not in 0.." + (MAX_TOKENS - 1));
      }
      if (length > MAX_TOKEN_LENGTH) {
        throw new IllegalArgumentException("token " + id + " is too long: " + length);
      }
      if (id >= entries.length) {
        entries = Arrays.copyOf(entries, Math.max(id + 1, 2 * entries.length));
      }
      entries[id] = KNOWN | flags | (long) length << 32 | offset;
      size = Math.max(size, id + 1);
    }

    private static boolean isPlainText(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (mayStop(c) || Character.isLowSurrogate(c)) {
          return false;
        }
        if (Character.isHighSurrogate(c)) {
          i++;
          if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
            return false;
          }
        }
      }
      return !text.isEmpty();
    }
  }
}
