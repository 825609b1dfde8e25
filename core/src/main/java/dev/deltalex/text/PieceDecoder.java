package dev.deltalex.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary's pieces spell: the steps of a decoder that concern a single token, in their
 * order. Immutable.
 */
final class PieceDecoder {
  /** A step; each sees what the steps before it left as text. */
  sealed interface Step permits Replace, ByteFallback, ByteAlphabet {}

  /** Each {@code pattern} becomes {@code content}. */
  record Replace(String pattern, String content) implements Step {}

  /** A piece {@code <0xNN>} is that byte. */
  record ByteFallback() implements Step {}

  /** Each char is a byte of {@link ByteLevel}; a piece with another char is text. */
  record ByteAlphabet() implements Step {}

  /** GPT-2's byte-level pieces. */
  static final PieceDecoder BYTE_LEVEL = new PieceDecoder(List.of(new ByteAlphabet()), 0);

  /** SentencePiece's pieces: U+2581 is a space, {@code <0xNN>} a byte. */
  static final PieceDecoder SENTENCE_PIECE =
      new PieceDecoder(List.of(new Replace("\u2581", " "), new ByteFallback()), 0);

  private static final String BYTE_PREFIX = "<0x";
  private static final int BYTE_LENGTH = BYTE_PREFIX.length() + 3;

  private final List<Step> steps;

  /** Spaces that are cut from the start of a text. */
  final int startSpaces;

  PieceDecoder(List<Step> steps, int startSpaces) {
    this.steps = List.copyOf(steps);
    this.startSpaces = startSpaces;
  }

  /** Adds an ordinary token; returns what is wrong with it, or an empty string. */
  String put(TokenTable table, int id, String piece) {
    String text = piece;
    for (Step step : steps) {
      byte[] bytes = bytes(step, text);
      if (bytes != null) {
        return table.put(id, bytes);
      }
      text = replaced(step, text);
      if (text.length() > Vocabulary.MAX_TOKEN_LENGTH) {
        break;
      }
    }
    return table.put(id, text);
  }

  /**
   * Adds an added token; returns what is wrong with it, or an empty string. Decoders read added
   * tokens as all others, and Gemma's runs of spaces rely on it. A byte is never a control token; a
   * text that only happens to be in the alphabet of bytes remains as it is.
   */
  String putAdded(TokenTable table, int id, String piece) {
    String text = piece;
    for (Step step : steps) {
      byte[] bytes = bytes(step, text);
      if (bytes != null && step instanceof ByteFallback) {
        return table.put(id, bytes);
      }
      if (bytes != null) {
        String whole = wholeText(bytes);
        return table.putAdded(id, whole == null ? text : whole);
      }
      text = replaced(step, text);
      if (text.length() > Vocabulary.MAX_TOKEN_LENGTH) {
        break;
      }
    }
    return table.putAdded(id, text);
  }

  private static byte @Nullable [] bytes(Step step, String text) {
    if (step instanceof ByteFallback) {
      int value = byteOf(text);
      return value < 0 ? null : new byte[] {(byte) value};
    }
    return step instanceof ByteAlphabet ? ByteLevel.bytes(text) : null;
  }

  private static String replaced(Step step, String text) {
    return step instanceof Replace replace
        ? text.replace(replace.pattern(), replace.content())
        : text;
  }

  /** The byte that {@code <0xNN>} spells, or -1. */
  static int byteOf(String piece) {
    if (piece.length() != BYTE_LENGTH || !piece.startsWith(BYTE_PREFIX) || !piece.endsWith(">")) {
      return -1;
    }
    int high = hexDigit(piece.charAt(BYTE_PREFIX.length()));
    int low = hexDigit(piece.charAt(BYTE_PREFIX.length() + 1));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static @Nullable String wholeText(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
