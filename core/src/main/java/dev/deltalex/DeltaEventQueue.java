package dev.deltalex;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the {@link DeltaEvent}s of a stream. The engine drains it between two deltas:
 *
 * <pre>{@code
 * stream.feed(delta);
 * for (DeltaEvent event; (event = queue.poll()) != null; ) { … }
 * }</pre>
 *
 * <p>Unbounded. Not thread-safe: drain it on the parser's thread.
 */
public final class DeltaEventQueue implements DeltaSink {
  private final ArrayDeque<DeltaEvent> events = new ArrayDeque<>();
  private final DeltaEventSink sink = new DeltaEventSink((event, control) -> events.add(event));

  /** Creates an empty queue, for one stream at a time. */
  public DeltaEventQueue() {}

  /** Removes and returns the oldest event; null if there is none. */
  @SuppressWarnings("exports") // @Nullable, whose module consumers need not have
  public @Nullable DeltaEvent poll() {
    return events.poll();
  }

  /** Number of events in the queue. */
  public int size() {
    return events.size();
  }

  @Override
  public void opened(StreamControl control) {
    events.clear();
    sink.opened(control);
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    sink.reasoning(buffer, offset, length, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    sink.content(buffer, offset, length, sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    sink.callOpened(index, tool, id, name, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    sink.arguments(index, buffer, offset, length, sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    sink.callClosed(index, complete, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    sink.diagnostic(code, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    sink.finished(reason);
  }
}
