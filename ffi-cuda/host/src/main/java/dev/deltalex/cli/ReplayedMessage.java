package dev.deltalex.cli;

import static java.util.stream.Collectors.joining;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates the events of a stream to a message, and checks the order that {@link DeltaSink}
 * specifies: a violation throws an {@link IllegalStateException}.
 */
final class ReplayedMessage implements DeltaSink {
  private final MessageCollector collector = new MessageCollector();
  private final Map<String, Integer> lengths = new HashMap<>();
  private final StringBuilder outline = new StringBuilder();
  private String lastKind = "";
  private int opened;
  private boolean inCall;
  private boolean finished;

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    text("reasoning", length);
    collector.reasoning(buffer, offset, length, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    text("content", length);
    collector.content(buffer, offset, length, sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    require(!finished, "an event came after finished");
    require(!inCall, "call " + index + " was opened before the end of the call before it");
    require(index == opened, "call " + index + " was opened; the next index is " + opened);
    opened++;
    inCall = true;
    turn("open" + index, 0);
    collector.callOpened(index, tool, id, name, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    requireOpen(index);
    text("args" + index, length);
    collector.arguments(index, buffer, offset, length, sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    requireOpen(index);
    inCall = false;
    turn("close" + index, 0);
    collector.callClosed(index, complete, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    require(!finished, "an event came after finished");
    lastKind = "";
    turn(code.name(), sourceOffset);
    collector.diagnostic(code, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    require(!finished, "an event came after finished");
    finished = true;
    collector.finished(reason);
  }

  /** The message so far. */
  Message message() {
    return collector.message();
  }

  /** The finish reason in lower case; empty before the end of the stream. */
  String finish() {
    return finished ? EnumNames.of(message().finishReason()) : "";
  }

  /** The diagnostics in order with their offsets: {@code RECOVERED@12 STRAY_TEXT@40}. */
  String diagnostics() {
    return message().diagnostics().stream()
        .map(note -> note.code() + "@" + note.offset())
        .collect(joining(" "));
  }

  /** The order of the events: each change of kind, with the length of that kind before it. */
  String outline() {
    return outline.toString();
  }

  /** The message as a line of JSON, with {@code id} first unless it is null. */
  String json(@Nullable String id) {
    Message message = message();
    Map<String, Object> line = id == null ? Json.object() : Json.object("id", id);
    line.put("content", message.content());
    line.put("reasoning", message.reasoning());
    line.put("calls", message.calls().stream().map(ReplayedMessage::object).toList());
    line.put("finish", finish());
    line.put("diagnostics", message.diagnostics().stream().map(n -> n.code().name()).toList());
    return Json.write(line);
  }

  private static Map<String, Object> object(Message.Call call) {
    return Json.object(
        "name", call.name(), "arguments", call.arguments(), "complete", call.complete());
  }

  private void text(String kind, int length) {
    require(!finished, "an event came after finished");
    if (length > 0) {
      turn(kind, lengths.getOrDefault(kind, 0));
      lengths.merge(kind, length, Integer::sum);
    }
  }

  private void turn(String kind, long before) {
    if (!kind.equals(lastKind)) {
      outline.append(outline.isEmpty() ? "" : " ").append(kind).append('@').append(before);
      lastKind = kind;
    }
  }

  private void requireOpen(int index) {
    require(
        inCall && index == opened - 1, "an event came for call " + index + ", which is not open");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
