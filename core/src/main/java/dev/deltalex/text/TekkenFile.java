package dev.deltalex.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tekken.json. Ids below {@code default_num_special_tokens} are control tokens; that of an
 * ordinary token is its rank plus this number. Tokens from {@code default_vocab_size} on are in the
 * file but not in the model.
 */
final class TekkenFile {
  /** The control tokens of files without {@code special_tokens}, by id. */
  private static final String[] FIRST_CONTROL_TOKENS = {
    "<unk>",
    "<s>",
    "</s>",
    "[INST]",
    "[/INST]",
    "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]",
    "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]",
    "[TOOL_CALLS]",
    "[IMG]",
    "<pad>",
    "[IMG_BREAK]",
    "[IMG_END]",
    "[PREFIX]",
    "[MIDDLE]",
    "[SUFFIX]",
    "[SYSTEM_PROMPT]",
    "[/SYSTEM_PROMPT]",
    "[TOOL_CONTENT]"
  };

  private static final String SIZE = "default_vocab_size";
  private static final String CONTROL = "default_num_special_tokens";

  private final JsonFile file;

  /** Of the ranks, and of the control tokens that the file names. */
  private final TokenTable table = new TokenTable();

  /** By rank. */
  private byte[] @Nullable [] tokens = new byte[1024] @Nullable [];

  /** By id. */
  private @Nullable String[] control = new @Nullable String[64];

  private int size = -1;
  private int controlTokens = -1;
  private boolean hasControlTokens;

  private TekkenFile(JsonFile file) {
    this.file = file;
  }

  static Vocabulary read(InputStream in) throws IOException {
    return JsonFile.read(in, file -> new TekkenFile(file).readMembers());
  }

  private Vocabulary readMembers() throws IOException {
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      switch (key) {
        case "config" -> readConfig();
        case "vocab" -> readEntries(false);
        case "special_tokens" -> {
          if (!file.isNull()) {
            hasControlTokens = true;
            readEntries(true);
          }
        }
        default -> file.skip();
      }
    }
    return build();
  }

  private void readConfig() throws IOException {
    file.requireObject();
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      switch (key) {
        case SIZE -> size = count();
        case CONTROL -> controlTokens = count();
        default -> file.skip();
      }
    }
  }

  private int count() throws IOException {
    long number = file.number();
    if (number < 0 || number > Vocabulary.MAX_TOKENS) {
      throw file.problem(number + " is not in 0.." + Vocabulary.MAX_TOKENS);
    }
    return (int) number;
  }

  private void readEntries(boolean special) throws IOException {
    file.requireArray();
    while (file.nextElement()) {
      readEntry(special);
    }
  }

  private void readEntry(boolean special) throws IOException {
    file.requireObject();
    String path = file.path();
    String textKey = special ? "token_str" : "token_bytes";
    int rank = -1;
    String text = null;
    byte[] bytes = null;
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      if (key.equals("rank")) {
        long number = file.number();
        file.check(special ? table.claimAdded(number) : table.claim(number));
        rank = (int) number;
      } else if (!key.equals(textKey)) {
        file.skip();
      } else if (special) {
        text = file.text();
      } else {
        bytes = bytes();
      }
    }
    if (rank < 0 || text == null && bytes == null) {
      throw new VocabularyException(path, "a token requires rank and " + textKey);
    }
    if (special) {
      control = rank < control.length ? control : Arrays.copyOf(control, room(rank));
      control[rank] = text;
    } else {
      tokens = rank < tokens.length ? tokens : Arrays.copyOf(tokens, room(rank));
      tokens[rank] = bytes;
    }
  }

  private byte[] bytes() throws IOException {
    String base64 = file.text();
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw file.problem("the token is not base64");
    }
  }

  private static int room(int rank) {
    return Math.max(rank + 1, Math.min(2 * rank, Vocabulary.MAX_TOKENS));
  }

  private Vocabulary build() {
    if (size < 0 || controlTokens < 0) {
      throw new VocabularyException("$.config", SIZE + " and " + CONTROL + " are required");
    }
    if (controlTokens > size) {
      throw new VocabularyException(
          "$.config." + CONTROL, controlTokens + " is more than " + SIZE + ", which is " + size);
    }
    for (int id = controlTokens; id < control.length; id++) {
      if (control[id] != null) {
        throw new VocabularyException(
            "$.special_tokens",
            "rank " + id + " is not less than config." + CONTROL + ", which is " + controlTokens);
      }
    }
    for (int id = 0; id < controlTokens; id++) {
      check(table.putAdded(id, controlText(id)), "$.special_tokens", id);
    }
    int ranks = Math.min(tokens.length, size - controlTokens);
    for (int rank = 0; rank < ranks; rank++) {
      byte[] bytes = tokens[rank];
      if (bytes != null) {
        check(table.put(controlTokens + rank, bytes), "$.vocab", rank);
      }
    }
    return table.build();
  }

  /** Ids for which the file has no text are placeholders. */
  private String controlText(int id) {
    String named = null;
    if (hasControlTokens) {
      named = id < control.length ? control[id] : null;
    } else if (id < FIRST_CONTROL_TOKENS.length) {
      named = FIRST_CONTROL_TOKENS[id];
    }
    return named == null ? "<SPECIAL_" + id + ">" : named;
  }

  private static void check(String problem, String path, int rank) {
    if (!problem.isEmpty()) {
      throw new VocabularyException(path, "rank " + rank + ": " + problem);
    }
  }
}
