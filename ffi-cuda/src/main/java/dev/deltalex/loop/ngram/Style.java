package dev.deltalex.loop.ngram;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a document of the corpus writes tool calls. Each style has a token, which begins the
 * assistant's message and is hashed into every context of the model, so a stream keeps its style.
 */
enum Style {
  /** Tagged parameters with raw text values. */
  QWEN3_CODER("qwen3_coder"),
  /** A JSON object per call. */
  HERMES("hermes"),
  /** Reasoning, prose and code without calls. Also used for unknown formats. */
  PROSE("think_only");

  private final String format;

  Style(String format) {
    this.format = format;
  }

  /** The name of the wire format. */
  String format() {
    return format;
  }

  /** The text of the style's token, which is not a marker of any format. */
  String marker() {
    return "<|assistant:" + format + "|>";
  }

  /** The style for the name or alias of a format. */
  static Style of(String name) {
    @Nullable WireFormat format = Formats.find(name);
    String known = format == null ? name : format.name();
    return Arrays.stream(values())
        .filter(style -> style.format.equals(known))
        .findFirst()
        .orElse(PROSE);
  }
}
