package dev.deltalex.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tokenizer.json. Its members may be in any order, so that pieces are kept until the
 * decoder is known.
 */
final class HuggingFaceFile {
  private final JsonFile file;
  private final TokenTable table = new TokenTable();

  /** By id, the pieces of the model's vocabulary and those of the added tokens. */
  private @Nullable String[] pieces = new @Nullable String[1024];

  private @Nullable String[] added = new @Nullable String[64];
  private @Nullable PieceDecoder decoder;
  private boolean hasModel;

  private HuggingFaceFile(JsonFile file) {
    this.file = file;
  }

  static Vocabulary read(InputStream in) throws IOException {
    return JsonFile.read(in, file -> new HuggingFaceFile(file).readMembers());
  }

  private Vocabulary readMembers() throws IOException {
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      switch (key) {
        case "added_tokens" -> readAddedTokens();
        case "decoder" -> decoder = file.isNull() ? null : readDecoder();
        case "model" -> readModel();
        default -> file.skip();
      }
    }
    return build();
  }

  private PieceDecoder readDecoder() throws IOException {
    return DecoderSteps.compile(DecoderNode.read(file));
  }

  private void readAddedTokens() throws IOException {
    if (file.isNull()) {
      return;
    }
    file.requireArray();
    while (file.nextElement()) {
      readAddedToken();
    }
  }

  private void readAddedToken() throws IOException {
    file.requireObject();
    String path = file.path();
    int id = -1;
    String content = null;
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      switch (key) {
        case "id" -> {
          long number = file.number();
          file.check(table.claimAdded(number));
          id = (int) number;
        }
        case "content" -> content = file.text();
        default -> file.skip();
      }
    }
    if (id < 0 || content == null) {
      throw new VocabularyException(path, "an added token requires id and content");
    }
    added = withRoom(added, id);
    added[id] = content;
  }

  private void readModel() throws IOException {
    file.requireObject();
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      if (!key.equals("vocab")) {
        file.skip();
      } else if (file.isArray()) {
        readPairs();
      } else {
        readVocabulary();
      }
    }
  }

  /** The vocabulary of BPE, WordPiece and WordLevel: an object of ids by piece. */
  private void readVocabulary() throws IOException {
    file.requireObject();
    hasModel = true;
    for (String piece = file.nextKey(); piece != null; piece = file.nextKey()) {
      piece(file.number(), piece);
    }
  }

  /** The vocabulary of Unigram: pairs of a piece and its score; the id is the index. */
  private void readPairs() throws IOException {
    hasModel = true;
    for (long id = 0; file.nextElement(); id++) {
      file.requireArray();
      if (!file.nextElement()) {
        throw file.problem("expected a piece and its score, found an empty array");
      }
      piece(id, file.text());
      while (file.nextElement()) {
        file.skip();
      }
    }
  }

  private void piece(long id, String piece) {
    file.check(table.claim(id));
    pieces = withRoom(pieces, (int) id);
    pieces[(int) id] = piece;
  }

  private static @Nullable String[] withRoom(@Nullable String[] texts, int id) {
    return id < texts.length ? texts : Arrays.copyOf(texts, Math.max(id + 1, 2 * texts.length));
  }

  private Vocabulary build() {
    if (!hasModel) {
      throw new VocabularyException("$.model", "vocab is required");
    }
    if (decoder == null) {
      throw new VocabularyException(
          "$.decoder", "a decoder is required: it says what the pieces of the vocabulary spell");
    }
    for (int id = 0; id < pieces.length; id++) {
      String piece = pieces[id];
      if (piece != null && !table.isAdded(id)) {
        check(decoder.put(table, id, piece), "$.model.vocab", id);
      }
    }
    for (int id = 0; id < added.length; id++) {
      String piece = added[id];
      if (piece != null) {
        check(decoder.putAdded(table, id, piece), "$.added_tokens", id);
      }
    }
    return table.build(decoder.startSpaces);
  }

  private static void check(String problem, String path, int id) {
    if (!problem.isEmpty()) {
      throw new VocabularyException(path, "id " + id + ": " + problem);
    }
  }
}
