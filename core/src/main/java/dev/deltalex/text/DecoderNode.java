package dev.deltalex.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of a tokenizer.json's {@code decoder}: a decoder, or a sequence of them. */
final class DecoderNode {
  /** Maximum of decoders within decoders; known files have 2 levels. */
  private static final int MAX_DEPTH = 8;

  /** Maximum of decoders in a sequence; known files have 4. */
  private static final int MAX_DECODERS = 64;

  /** The JSON path. */
  final String path;

  /** The decoders of a sequence, in their order. */
  final List<DecoderNode> children = new ArrayList<>();

  @Nullable String type;

  /**
   * Of {@code Replace}: what is replaced, if that is a string, and the regular expression if not.
   */
  @Nullable String pattern;

  @Nullable String regex;

  /** Of {@code Replace}: the replacement. */
  @Nullable String content;

  /** Of {@code Metaspace}: the char that stands for a space. */
  @Nullable String replacement;

  /** Of {@code Strip}: how many chars are cut from the start of the text. */
  long start;

  /** Of {@code Strip}: how many chars are cut from the end of the text. */
  long stop;

  /** Of {@code Metaspace}: whether the text begins with a space that was not in it. */
  boolean prepends = true;

  private final @Nullable DecoderNode parent;
  private final int depth;

  private DecoderNode(String path, @Nullable DecoderNode parent) {
    this.path = path;
    this.parent = parent;
    depth = parent == null ? 1 : parent.depth + 1;
  }

  /** Reads the object at the file's position. */
  static DecoderNode read(JsonFile file) throws IOException {
    file.requireObject();
    DecoderNode root = new DecoderNode(file.path(), null);
    DecoderNode at = root;
    while (at != null) {
      String key = file.nextKey();
      if (key == null) {
        at = at.parent == null ? null : at.parent.nextChild(file);
      } else if (key.equals("decoders")) {
        file.requireArray();
        at = at.nextChild(file);
      } else {
        at.member(key, file);
      }
    }
    return root;
  }

  /** The next decoder of this sequence, or this if its array ends. */
  private DecoderNode nextChild(JsonFile file) throws IOException {
    if (!file.nextElement()) {
      return this;
    }
    file.requireObject();
    DecoderNode child = new DecoderNode(path + ".decoders[" + children.size() + "]", this);
    if (child.depth > MAX_DEPTH) {
      throw new VocabularyException(
          child.path, "nested deeper than " + MAX_DEPTH + " levels; write one flat Sequence");
    }
    if (children.size() == MAX_DECODERS) {
      throw new VocabularyException(child.path, "more than " + MAX_DECODERS + " decoders");
    }
    children.add(child);
    return child;
  }

  private void member(String key, JsonFile file) throws IOException {
    switch (key) {
      case "type" -> type = file.text();
      case "content" -> content = file.text();
      case "replacement" -> replacement = file.text();
      case "start" -> start = file.number();
      case "stop" -> stop = file.number();
      case "prepend_scheme" -> prepends = !"never".equals(file.text());
      case "pattern" -> readPattern(file);
      default -> file.skip();
    }
  }

  private void readPattern(JsonFile file) throws IOException {
    file.requireObject();
    for (String key = file.nextKey(); key != null; key = file.nextKey()) {
      switch (key) {
        case "String" -> pattern = file.text();
        case "Regex" -> regex = file.text();
        default -> file.skip();
      }
    }
  }
}
