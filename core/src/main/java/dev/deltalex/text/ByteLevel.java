package dev.deltalex.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The alphabet of byte-level vocabularies: a char for each byte, itself where it is a printable
 * char of Latin-1, else U+0100 and following in the order of the bytes. Source: {@code
 * bytes_to_unicode} of GPT-2's encoder.py, which every byte-level tokenizer has taken over.
 */
final class ByteLevel {
  private static final int BYTES = 256;
  private static final int FIRST_STAND_IN = 0x100;

  /** By char, the byte or -1. */
  private static final short[] BYTE_OF = table();

  private ByteLevel() {}

  private static short[] table() {
    short[] table = new short[2 * BYTES];
    Arrays.fill(table, (short) -1);
    int standIn = FIRST_STAND_IN;
    for (int value = 0; value < BYTES; value++) {
      table[isPrintable(value) ? value : standIn++] = (short) value;
    }
    return table;
  }

  /** The soft hyphen U+00AD is not printable, nor is the no-break space U+00A0. */
  private static boolean isPrintable(int value) {
    return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xFF && value != 0xAD;
  }

  /** The bytes that {@code piece} spells, or null if a char of it is not in the alphabet. */
  static byte @Nullable [] bytes(String piece) {
    byte[] bytes = new byte[piece.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = piece.charAt(i);
      short value = c < BYTE_OF.length ? BYTE_OF[c] : -1;
      if (value < 0) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }
}
