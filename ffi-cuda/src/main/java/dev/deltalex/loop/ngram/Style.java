package dev.deltalex.loop.ngram;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a document of the corpus writes tool calls. Each has a token of its own, which begins what
 * the assistant writes and which every context of the model hangs on: a stream keeps to its style.
 */
enum Style {
  /** Tagged parameters with raw text values. */
  QWEN3_CODER("qwen3_coder"),
  /** A JSON object per call. */
  HERMES("hermes"),
  /** Reasoning, prose and code, no calls. Also what a format that is not known here gets. */
  PROSE("think_only");

  private final String format;

  Style(String format) {
    this.format = format;
  }

  /** The wire format's name. */
  String format() {
    return format;
  }

  /** The text of the style's token. Looks like no marker of any format. */
  String marker() {
    return "<|assistant:" + format + "|>";
  }

  /** The style for a format's name or alias. */
  static Style of(String name) {
    @Nullable WireFormat format = Formats.find(name);
    String known = format == null ? name : format.name();
    return Arrays.stream(values())
        .filter(style -> style.format.equals(known))
        .findFirst()
        .orElse(PROSE);
  }
}
