package dev.deltalex;

import java.util.Objects;

/**
 * Converts the spans of a stream to {@link DeltaEvent}s and passes them to a listener:
 *
 * <pre>{@code
 * var sink = new DeltaEventSink((event, control) -> {
 *   switch (event) {
 *     case DeltaEvent.Content c -> out.print(c.text());
 *     case DeltaEvent.CallDone call -> { queue.add(call); control.cancel(); }
 *     default -> {}
 *   }
 * });
 * }</pre>
 *
 * <p>Serves one stream at a time, on the parser's thread; can be reused for another stream
 * afterwards.
 */
public final class DeltaEventSink implements DeltaSink {
  private static final StreamControl NO_STREAM = () -> {};

  private final DeltaEventListener listener;
  private StreamControl control = NO_STREAM;

  /** The arguments of the open call so far. */
  private final StringBuilder arguments = new StringBuilder();

  private int tool;
  private String id = "";
  private String name = "";

  /** Creates a sink that passes its events to {@code listener}. */
  public DeltaEventSink(DeltaEventListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  private void tell(DeltaEvent event) {
    listener.event(event, control);
  }

  @Override
  public void opened(StreamControl newControl) {
    control = newControl;
    arguments.setLength(0);
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    tell(new DeltaEvent.Reasoning(new String(buffer, offset, length), sourceOffset));
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    tell(new DeltaEvent.Content(new String(buffer, offset, length), sourceOffset));
  }

  @Override
  public void callOpened(
      int index, int toolOrdinal, CharSequence callId, CharSequence toolName, long sourceOffset) {
    tool = toolOrdinal;
    id = callId.toString();
    name = toolName.toString();
    arguments.setLength(0);
    tell(new DeltaEvent.CallStarted(index, tool, id, name, sourceOffset));
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    arguments.append(buffer, offset, length);
    tell(new DeltaEvent.Arguments(index, new String(buffer, offset, length), sourceOffset));
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    String json = arguments.toString();
    tell(
        complete
            ? new DeltaEvent.CallDone(index, tool, id, name, json, sourceOffset)
            : new DeltaEvent.CallCut(index, tool, id, name, json, sourceOffset));
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    tell(new DeltaEvent.Note(code, sourceOffset));
  }

  @Override
  public void finished(FinishReason reason) {
    tell(new DeltaEvent.Finished(reason));
  }
}
