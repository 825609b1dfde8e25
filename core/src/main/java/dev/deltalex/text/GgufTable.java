package dev.deltalex.text;

import org.jspecify.annotations.Nullable;

/** Reads the token table of a GGUF file. */
final class GgufTable {
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;

  private static final char SPACE_CHAR = '\u2581';

  private GgufTable() {}

  static Vocabulary read(String[] tokens, int @Nullable [] types) {
    if (tokens.length > Vocabulary.MAX_TOKENS) {
      throw new VocabularyException(
          "tokens", tokens.length + " tokens; the maximum is " + Vocabulary.MAX_TOKENS);
    }
    if (types != null && types.length != tokens.length) {
      throw new VocabularyException(
          "types", types.length + " types for " + tokens.length + " tokens; both have one a token");
    }
    PieceDecoder decoder =
        isByteLevel(tokens, types) ? PieceDecoder.BYTE_LEVEL : PieceDecoder.SENTENCE_PIECE;
    TokenTable table = new TokenTable();
    for (int id = 0; id < tokens.length; id++) {
      String problem = put(table, decoder, id, tokens[id], type(types, id));
      if (!problem.isEmpty()) {
        throw new VocabularyException("tokens[" + id + "]", problem);
      }
    }
    return table.build();
  }

  private static String put(
      TokenTable table, PieceDecoder decoder, int id, String token, int type) {
    if (type == BYTE) {
      int value = PieceDecoder.byteOf(token);
      return value < 0
          ? "a token of type 6 is a byte and spelled <0x00> to <0xFF>"
          : table.put(id, new byte[] {(byte) value});
    }
    if (isAdded(type)) {
      return table.putAdded(id, token);
    }
    return decoder.put(table, id, token);
  }

  /** Added tokens have their text; other spellings than that are for ordinary tokens. */
  private static boolean isAdded(int type) {
    return type == UNKNOWN || type == CONTROL || type == USER_DEFINED;
  }

  private static int type(int @Nullable [] types, int id) {
    return types == null ? 0 : types[id];
  }

  /**
   * Whether ordinary tokens are spelled in the alphabet of bytes, and not as SentencePiece does,
   * with U+2581 for a space and bytes of type 6. U+2581 is not in the alphabet.
   */
  private static boolean isByteLevel(String[] tokens, int @Nullable [] types) {
    for (int id = 0; id < tokens.length; id++) {
      int type = type(types, id);
      if (type == BYTE || !isAdded(type) && tokens[id].indexOf(SPACE_CHAR) >= 0) {
        return false;
      }
    }
    return true;
  }
}
