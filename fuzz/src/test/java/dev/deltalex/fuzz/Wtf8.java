package dev.deltalex.fuzz;

/** WTF-8: UTF-8 extended by lone surrogates, so that it can encode every Java string. */
final class Wtf8 {
  private Wtf8() {}

  /**
   * Decodes the text from byte {@code from} on; an invalid byte becomes the char with its value.
   */
  static String read(byte[] bytes, int from) {
    StringBuilder text = new StringBuilder(bytes.length - from);
    int at = from;
    while (at < bytes.length) {
      int length = length(bytes, at);
      text.appendCodePoint(length == 1 ? bytes[at] & 0xFF : codePoint(bytes, at, length));
      at += length;
    }
    return text.toString();
  }

  /** Number of bytes of the code point at {@code at}; 1 if it is malformed. */
  private static int length(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    int length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (at + length > bytes.length) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return length == 4 && !Character.isValidCodePoint(codePoint(bytes, at, 4)) ? 1 : length;
  }

  private static int codePoint(byte[] bytes, int at, int length) {
    int value = bytes[at] & 0x7F >> length;
    for (int i = 1; i < length; i++) {
      value = value << 6 | bytes[at + i] & 0x3F;
    }
    return value;
  }
}
