package dev.deltalex;

import java.util.ArrayList;
import java.util.List;

/** Accumulates the events of a stream to a {@link Message}. For one stream at a time. */
public final class MessageCollector implements DeltaSink {
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder content = new StringBuilder();
  private final List<Message.Call> calls = new ArrayList<>();
  private final List<DeltaEvent.Note> notes = new ArrayList<>();

  // The open call.
  private final StringBuilder arguments = new StringBuilder();
  private int tool;
  private String id = "";
  private String name = "";
  private boolean open;

  private FinishReason reason = FinishReason.CANCELLED;

  /** Creates an empty collector. */
  public MessageCollector() {}

  /**
   * The message so far. Before the stream has finished, an open call is the last one and not
   * complete, and the finish reason is CANCELLED.
   */
  public Message message() {
    List<Message.Call> all = calls;
    if (open) {
      all = new ArrayList<>(calls);
      all.add(new Message.Call(tool, id, name, arguments.toString(), false));
    }
    return new Message(reasoning.toString(), content.toString(), all, notes, reason);
  }

  @Override
  public void opened(StreamControl control) {
    reasoning.setLength(0);
    content.setLength(0);
    calls.clear();
    notes.clear();
    open = false;
    reason = FinishReason.CANCELLED;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    reasoning.append(buffer, offset, length);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    content.append(buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int toolOrdinal, CharSequence callId, CharSequence toolName, long sourceOffset) {
    tool = toolOrdinal;
    id = callId.toString();
    name = toolName.toString();
    arguments.setLength(0);
    open = true;
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    arguments.append(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    calls.add(new Message.Call(tool, id, name, arguments.toString(), complete));
    open = false;
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    notes.add(new DeltaEvent.Note(code, sourceOffset));
  }

  @Override
  public void finished(FinishReason finishReason) {
    reason = finishReason;
  }
}
