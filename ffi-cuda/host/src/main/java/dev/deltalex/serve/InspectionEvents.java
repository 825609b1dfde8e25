package dev.deltalex.serve;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.host.JsonStrings;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.text.Vocabulary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Renders one stream as server-sent events, each a JSON object with a {@code type}: {@code burst}
 * (its tokens' texts), then the parser's events for it, then {@code held} (the text that the parser
 * holds). A stream that fails ends with {@code error} instead of {@code finished}. Not thread-safe.
 */
final class InspectionEvents implements BurstHandler, DeltaSink {
  /** Kept chars at the end of the source, from which the held text is taken. */
  private static final int KEPT = 4_096;

  private final Vocabulary vocabulary;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder source = new StringBuilder();
  private @Nullable StreamParser parser;
  private boolean over;
  private boolean corrupt;

  InspectionEvents(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The parser that bursts are fed to, and whose sink this is. */
  void parser(StreamParser fed) {
    parser = fed;
  }

  boolean isOver() {
    return over;
  }

  /** Whether the stream has ended because its ring is corrupt. */
  boolean isCorrupt() {
    return corrupt;
  }

  /** The event that ends a stream early. */
  static String error(String message) {
    StringBuilder event = new StringBuilder("data: {\"type\":\"error\",\"message\":");
    JsonStrings.quote(event, message);
    return event.append("}\n\n").toString();
  }

  /** Returns the events since the last call. */
  String take() {
    String text = out.toString();
    out.setLength(0);
    return text;
  }

  // ---- the ring

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
    event("burst").append(",\"drafted\":").append(drafted).append(",\"tokens\":[");
    for (int i = 0; i < count; i++) {
      String text = vocabulary.text(tokens[i]);
      source.append(text);
      out.append(i == 0 ? "" : ",");
      JsonStrings.quote(out, text);
    }
    out.append(']');
    close();
    source.delete(0, Math.max(0, source.length() - KEPT));
    if (parser != null) {
      parser.feedTokens(tokens, 0, count);
      held(parser.heldChars(), parser.region().name().toLowerCase(Locale.ROOT));
    }
  }

  private void held(int chars, String region) {
    event("held").append(",\"chars\":").append(chars).append(",\"text\":");
    JsonStrings.quote(out, source.substring(Math.max(0, source.length() - chars)));
    out.append(",\"region\":\"").append(region).append('"');
    close();
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    if (parser != null) {
      switch (reason) {
        case EOS -> parser.finish(EndCause.STOP);
        case LENGTH -> parser.finish(EndCause.LENGTH);
        case CANCELLED -> parser.cancel();
        case ERROR -> parser.finish(EndCause.ERROR);
      }
    }
    held(0, "finished");
    over = true;
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    corrupt = true;
    over = true;
  }

  // ---- the parser

  @Override
  public void reasoning(char[] buffer, int offset, int length, long at) {
    text("reasoning", -1, buffer, offset, length, at);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long at) {
    text("content", -1, buffer, offset, length, at);
  }

  @Override
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long at) {
    event("call_opened").append(",\"index\":").append(index).append(",\"name\":");
    JsonStrings.quote(out, name);
    out.append(",\"at\":").append(at);
    close();
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long at) {
    text("arguments", index, buffer, offset, length, at);
  }

  @Override
  public void callClosed(int index, boolean complete, long at) {
    event("call_closed")
        .append(",\"index\":")
        .append(index)
        .append(",\"complete\":")
        .append(complete);
    close();
  }

  @Override
  public void diagnostic(Diagnostic code, long at) {
    event("diagnostic")
        .append(",\"code\":\"")
        .append(code.name().toLowerCase(Locale.ROOT))
        .append("\",\"at\":")
        .append(at);
    close();
  }

  @Override
  public void finished(FinishReason reason) {
    event("finished")
        .append(",\"reason\":\"")
        .append(reason.name().toLowerCase(Locale.ROOT))
        .append('"');
    close();
  }

  private void text(String type, int index, char[] buffer, int offset, int length, long at) {
    event(type).append(",\"text\":");
    JsonStrings.quote(out, new String(buffer, offset, length));
    if (index >= 0) {
      out.append(",\"index\":").append(index);
    }
    out.append(",\"at\":").append(at);
    close();
  }

  private StringBuilder event(String type) {
    return out.append("data: {\"type\":\"").append(type).append('"');
  }

  private void close() {
    out.append("}\n\n");
  }
}
