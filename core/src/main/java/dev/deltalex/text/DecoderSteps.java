package dev.deltalex.text;

import dev.deltalex.text.PieceDecoder.ByteAlphabet;
import dev.deltalex.text.PieceDecoder.ByteFallback;
import dev.deltalex.text.PieceDecoder.Replace;
import dev.deltalex.text.PieceDecoder.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Compiles the decoders of a tokenizer.json to what they do with a single token. {@code Fuse} and
 * {@code ByteLevel} join the tokens; what follows them concerns the text, and only {@code Strip}
 * may follow.
 */
final class DecoderSteps {
  private static final String SUPPORTED =
      "supported are ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace and a Sequence of"
          + " these";

  /**
   * Maximum of chars of what is replaced and of the replacement; in known files both are a char.
   */
  private static final int MAX_REPLACED = 16;

  private static final int MAX_STEPS = 16;
  private static final String SPACE_CHAR = "\u2581";

  private final List<Step> steps = new ArrayList<>();

  /** Whether a decoder has joined the tokens. */
  private boolean joined;

  /** Spaces that are cut from the start of a text. */
  private int startSpaces;

  private DecoderSteps() {}

  /**
   * Compiles a decoder.
   *
   * @throws VocabularyException if a decoder is not supported
   */
  static PieceDecoder compile(DecoderNode root) {
    DecoderSteps steps = new DecoderSteps();
    Deque<DecoderNode> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      DecoderNode node = open.pop();
      steps.add(node);
      for (int i = node.children.size() - 1; i >= 0; i--) {
        open.push(node.children.get(i));
      }
    }
    return new PieceDecoder(steps.steps, steps.startSpaces);
  }

  private void add(DecoderNode node) {
    String type = node.type;
    if (type == null) {
      throw new VocabularyException(node.path, "type is required; " + SUPPORTED);
    }
    switch (type) {
      case "Sequence" -> {
        // Its decoders follow.
      }
      case "ByteLevel" -> {
        add(node, new ByteAlphabet());
        joined = true;
      }
      case "ByteFallback" -> add(node, new ByteFallback());
      case "Replace" -> add(node, replace(node));
      case "Metaspace" -> add(node, metaspace(node));
      case "Fuse" -> joined = true;
      case "Strip" -> strip(node);
      default ->
          throw new VocabularyException(
              node.path + ".type", "decoder " + type + " is not supported; " + SUPPORTED);
    }
  }

  private void add(DecoderNode node, Step step) {
    if (joined) {
      throw new VocabularyException(
          node.path,
          "decoder " + node.type + " after Fuse or ByteLevel is not supported; only Strip is");
    }
    if (steps.size() == MAX_STEPS) {
      throw new VocabularyException(node.path, "more than " + MAX_STEPS + " decoders");
    }
    steps.add(step);
  }

  private static Replace replace(DecoderNode node) {
    if (node.regex != null) {
      throw new VocabularyException(
          node.path + ".pattern.Regex",
          "Replace of a regular expression is not supported; only of a String is");
    }
    if (node.pattern == null || node.content == null) {
      throw new VocabularyException(node.path, "Replace requires pattern.String and content");
    }
    return replace(node.pattern, node.content, node.path);
  }

  /** The prefix that Metaspace drops belongs to the start of the text, as Strip does. */
  private Replace metaspace(DecoderNode node) {
    startSpaces = node.prepends ? Math.max(startSpaces, 1) : startSpaces;
    String replaced = node.replacement == null ? SPACE_CHAR : node.replacement;
    return replace(replaced, " ", node.path);
  }

  private static Replace replace(String pattern, String content, String path) {
    if (pattern.isEmpty() || pattern.length() > MAX_REPLACED || content.length() > MAX_REPLACED) {
      throw new VocabularyException(
          path,
          "the replaced string must have 1 to "
              + MAX_REPLACED
              + " chars and its replacement at most as many");
    }
    return new Replace(pattern, content);
  }

  /** Strip at the start of a text changes no token; no other is possible while text is streamed. */
  private void strip(DecoderNode node) {
    if (!joined) {
      throw new VocabularyException(
          node.path, "Strip of every token is not supported; only after Fuse");
    }
    if (node.stop != 0) {
      throw new VocabularyException(
          node.path + ".stop", "Strip at the end of the text is not supported; stop must be 0");
    }
    if (node.start < 0 || node.start > Vocabulary.MAX_START_SPACES) {
      throw new VocabularyException(
          node.path + ".start",
          "Strip of "
              + node.start
              + " chars; 0 to "
              + Vocabulary.MAX_START_SPACES
              + " are possible");
    }
    if (node.start > 0 && !" ".equals(node.content)) {
      throw new VocabularyException(node.path + ".content", "only Strip of spaces is supported");
    }
    startSpaces = Math.max(startSpaces, (int) node.start);
  }
}
