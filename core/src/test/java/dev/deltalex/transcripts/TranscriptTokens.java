package dev.deltalex.transcripts;

import dev.deltalex.text.Vocabulary;
import java.util.List;

/**
 * A section's input as token ids: what the model's vocabulary makes of it matters there.
 *
 * @param ids the text
 * @param words a vocabulary of these tokens and no others
 */
record TranscriptTokens(int[] ids, Vocabulary words) {
  private static final String SPECIAL = "special ";

  /** Reads a block of Java literals, one token a line, those of special tokens behind a word. */
  static TranscriptTokens read(List<String> lines) {
    Vocabulary.Builder words = Vocabulary.builder();
    int[] ids = new int[lines.size()];
    for (int i = 0; i < ids.length; i++) {
      String line = lines.get(i);
      boolean special = line.startsWith(SPECIAL);
      String text = TranscriptFile.joined(special ? line.substring(SPECIAL.length()) : line);
      if (special) {
        words.addSpecial(i, text);
      } else {
        words.add(i, text);
      }
      ids[i] = i;
    }
    return new TranscriptTokens(ids, words.build());
  }
}
