package dev.deltalex.loop.ngram;

import java.util.ArrayList;
import java.util.List;

/**
 * Generates the training text of the model: for every style documents with reasoning, prose, code
 * and tool calls. About one call in twelve has a typical error of language models, so that the
 * model generates near-valid input for a parser, too. Deterministic for a seed.
 */
final class Corpus {
  static final String THINK = "<think>";
  static final String THINK_END = "</think>";
  static final String CALL = "<tool_call>";
  static final String CALL_END = "</tool_call>";

  private final SeededRandom random;
  private final Texts texts;
  private final StringBuilder out = new StringBuilder();

  private Corpus(long seed) {
    this.random = new SeededRandom(seed);
    this.texts = new Texts(random);
  }

  /** {@code count} messages of an assistant, without the tokens of the chat template. */
  static List<String> documents(Style style, long seed, int count) {
    Corpus corpus = new Corpus(Mixing.mix(seed + style.ordinal()));
    List<String> documents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      corpus.out.setLength(0);
      corpus.document(style);
      documents.add(corpus.out.toString());
    }
    return documents;
  }

  private void document(Style style) {
    if (!random.oneIn(3)) {
      reasoning(style);
    }
    if (style == Style.PROSE || !random.oneIn(3)) {
      content();
    }
    if (style == Style.PROSE || random.oneIn(8)) {
      return;
    }
    if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    for (int calls = random.oneIn(3) ? random.between(2, 3) : 1; calls > 0; calls--) {
      call(style);
      out.append(calls > 1 ? "\n" : "");
    }
    if (random.oneIn(8)) {
      out.append("\n\n");
      texts.prose(out, 1);
    }
  }

  private void reasoning(Style style) {
    out.append(THINK).append('\n');
    texts.prose(out, random.between(1, 4));
    if (random.oneIn(10)) {
      out.append("\nI will write ").append(CALL).append(" now.");
    }
    if (style != Style.PROSE && random.oneIn(40)) {
      out.append('\n');
      call(style);
    }
    if (random.oneIn(60)) {
      return;
    }
    out.append('\n').append(THINK_END).append("\n\n");
  }

  private void content() {
    texts.prose(out, random.between(1, 3));
    if (random.oneIn(5)) {
      out.append("\n\n```").append(random.skewed(Lexicon.EXTENSIONS)).append('\n');
      out.append(texts.code()).append("\n```\n");
    }
    out.append('\n');
  }

  private void call(Style style) {
    Tool tool = random.any(Tool.ALL);
    boolean derailed = random.oneIn(12);
    if (style == Style.HERMES) {
      json(tool, derailed ? random.below(9) : -1);
    } else {
      tagged(tool, derailed ? random.below(8) : -1);
    }
  }

  /** A call with tagged parameters; {@code slip} selects an error, -1: none. */
  private void tagged(Tool tool, int slip) {
    if (slip != 0) {
      out.append(CALL).append('\n');
    }
    out.append("<function=").append(slip == 1 ? tool.name() + "_v2" : tool.name()).append(">\n");
    for (Tool.Parameter parameter : tool.parameters()) {
      if (!parameter.required() && random.oneIn(2)) {
        continue;
      }
      out.append("<parameter=").append(parameter.name()).append('>').append(slip == 2 ? "" : "\n");
      out.append(texts.plain(parameter.kind())).append(slip == 2 ? "" : "\n");
      if (slip != 3 || !random.oneIn(2)) {
        out.append(slip == 4 ? "</parameter" : "</parameter>").append('\n');
      }
    }
    if (slip != 5) {
      out.append("</function>\n");
    }
    if (slip != 6) {
      out.append(CALL_END);
    }
    if (slip == 7) {
      out.append('\n').append(CALL_END);
    }
  }

  /** A call as a JSON object; {@code slip} selects an error, -1: none. */
  private void json(Tool tool, int slip) {
    String quote = slip == 0 ? "'" : "\"";
    out.append(CALL).append(slip == 1 ? "" : "\n").append('{').append(quote).append("name");
    out.append(quote).append(": ").append(quote);
    out.append(slip == 8 ? tool.name() + "_v2" : tool.name()).append(quote);
    out.append(", ").append(quote).append("arguments").append(quote).append(": {");
    String comma = "";
    for (Tool.Parameter parameter : tool.parameters()) {
      if (!parameter.required() && random.oneIn(2)) {
        continue;
      }
      out.append(comma).append(quote).append(parameter.name()).append(quote).append(": ");
      out.append(texts.json(parameter.kind()));
      comma = slip == 2 ? " " : ", ";
    }
    out.append(slip == 3 ? "," : "").append(slip == 4 ? "" : "}").append(slip == 5 ? "}}" : "}");
    if (slip == 6) {
      out.append("\nDone.");
    }
    out.append(slip == 1 ? "" : "\n").append(slip == 7 ? "" : CALL_END);
  }
}
