package dev.deltalex.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Reads a tiktoken file: a token a line, its bytes in base64, a space, and its rank. */
final class TiktokenFile {
  /** Maximum of chars in a line; the base64 of the longest token and its rank fit. */
  private static final int MAX_LINE = 2 * Vocabulary.MAX_TOKEN_LENGTH;

  private final TokenTable table = new TokenTable();
  private int line;

  private TiktokenFile() {}

  static Vocabulary read(InputStream in, Map<Integer, String> addedTokens) throws IOException {
    TiktokenFile file = new TiktokenFile();
    file.readLines(in);
    return file.build(addedTokens);
  }

  /** Lines are read char by char, since a line of a file of another kind can be of any length. */
  private void readLines(InputStream in) throws IOException {
    Reader chars = new InputStreamReader(new BoundedInput(in), StandardCharsets.ISO_8859_1);
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[8192];
    line = 1;
    for (int read = chars.read(buffer); read >= 0; read = chars.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          token(text);
          text.setLength(0);
          line++;
        } else if (text.length() == MAX_LINE) {
          throw problem("a line of more than " + MAX_LINE + " chars");
        } else {
          text.append(buffer[i]);
        }
      }
    }
    token(text);
    if (table.count() == 0) {
      throw problem("no token in the file");
    }
  }

  private void token(StringBuilder text) {
    String row = text.toString().strip();
    if (row.isEmpty()) {
      return;
    }
    int space = row.indexOf(' ');
    if (space < 0) {
      throw problem("expected a token in base64, a space and its rank");
    }
    long rank = rank(row.substring(space + 1));
    check(table.claim(rank));
    check(table.put((int) rank, bytes(row.substring(0, space))));
  }

  private long rank(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException notANumber) {
      throw problem("the rank is not an integer");
    }
  }

  private byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw problem("the token is not base64");
    }
  }

  private Vocabulary build(Map<Integer, String> addedTokens) {
    addedTokens.forEach((id, text) -> {
      String problem = table.claimAdded(id);
      if (problem.isEmpty()) {
        problem = table.putAdded(id, text);
      }
      if (!problem.isEmpty()) {
        throw new VocabularyException("addedTokens", problem);
      }
    });
    return table.build();
  }

  private void check(String problem) {
    if (!problem.isEmpty()) {
      throw problem(problem);
    }
  }

  private VocabularyException problem(String problem) {
    return new VocabularyException("line " + line, problem);
  }
}
