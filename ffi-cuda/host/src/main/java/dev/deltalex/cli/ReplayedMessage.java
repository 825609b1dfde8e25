package dev.deltalex.cli;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.host.JsonStrings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates the events of a stream to a message, and checks the order that {@link DeltaSink}
 * specifies: a violation throws an {@link IllegalStateException}.
 */
final class ReplayedMessage implements DeltaSink {
  /** A call so far. */
  static final class Call {
    private final String name;
    private final StringBuilder arguments = new StringBuilder();
    private boolean closed;
    private boolean complete;

    private Call(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    String arguments() {
      return arguments.toString();
    }

    boolean complete() {
      return complete;
    }
  }

  private record Reported(Diagnostic code, long sourceOffset) {}

  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  private final List<Reported> diagnostics = new ArrayList<>();
  private final StringBuilder outline = new StringBuilder();
  private String lastKind = "";
  private @Nullable FinishReason finish;

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    text("reasoning", reasoning, buffer, offset, length);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    text("content", content, buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    live();
    if (index != calls.size()) {
      throw new IllegalStateException(
          "call " + index + " was opened; the next index is " + calls.size());
    }
    calls.add(new Call(name.toString()));
    turn("open" + index, 0);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    text("args" + index, openCall(index).arguments, buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    live();
    Call call = openCall(index);
    call.closed = true;
    call.complete = complete;
    turn("close" + index, 0);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    live();
    diagnostics.add(new Reported(code, sourceOffset));
    lastKind = "";
    turn(code.name(), sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    live();
    finish = reason;
  }

  String content() {
    return content.toString();
  }

  String reasoning() {
    return reasoning.toString();
  }

  List<Call> calls() {
    return calls;
  }

  /** The finish reason in lower case; empty before the end of the stream. */
  String finish() {
    return finish == null ? "" : EnumNames.of(finish);
  }

  /** The diagnostics in order with their offsets: {@code RECOVERED@12 STRAY_TEXT@40}. */
  String diagnostics() {
    StringBuilder out = new StringBuilder();
    for (Reported reported : diagnostics) {
      out.append(out.isEmpty() ? "" : " ").append(reported.code);
      out.append('@').append(reported.sourceOffset);
    }
    return out.toString();
  }

  /** The order of the events: each change of kind, with the length of that kind before it. */
  String outline() {
    return outline.toString();
  }

  /** The message as a line of JSON, with {@code id} first unless it is null. */
  String json(@Nullable String id) {
    StringBuilder out = new StringBuilder("{");
    if (id != null) {
      JsonStrings.quote(out.append("\"id\":"), id);
      out.append(',');
    }
    JsonStrings.quote(out.append("\"content\":"), content);
    JsonStrings.quote(out.append(",\"reasoning\":"), reasoning);
    out.append(",\"calls\":[");
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      JsonStrings.quote(out.append(i == 0 ? "{\"name\":" : ",{\"name\":"), call.name);
      JsonStrings.quote(out.append(",\"arguments\":"), call.arguments);
      out.append(",\"complete\":").append(call.complete).append('}');
    }
    JsonStrings.quote(out.append("],\"finish\":"), finish());
    out.append(",\"diagnostics\":[");
    for (int i = 0; i < diagnostics.size(); i++) {
      out.append(i == 0 ? "\"" : ",\"").append(diagnostics.get(i).code).append('"');
    }
    return out.append("]}").toString();
  }

  private void text(String kind, StringBuilder into, char[] buffer, int offset, int length) {
    live();
    if (length > 0) {
      turn(kind, into.length());
      into.append(buffer, offset, length);
    }
  }

  private void turn(String kind, long before) {
    if (!kind.equals(lastKind)) {
      outline.append(outline.isEmpty() ? "" : " ").append(kind).append('@').append(before);
      lastKind = kind;
    }
  }

  private Call openCall(int index) {
    if (index < 0 || index >= calls.size() || calls.get(index).closed) {
      throw new IllegalStateException("an event came for call " + index + ", which is not open");
    }
    return calls.get(index);
  }

  private void live() {
    if (finish != null) {
      throw new IllegalStateException("an event came after finished");
    }
  }
}
