package dev.deltalex;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link DeltaEvent}s of a stream until they are asked for: between two deltas the engine
 * drains it.
 *
 * <pre>{@code
 * stream.feed(delta);
 * for (DeltaEvent event; (event = queue.poll()) != null; ) { … }
 * }</pre>
 *
 * <p>Not bounded: what is not drained stays. Not thread-safe: it is the parser's thread that drains
 * it.
 */
public final class DeltaEventQueue implements DeltaSink {
  private final ArrayDeque<DeltaEvent> events = new ArrayDeque<>();
  private final DeltaEventSink sink = new DeltaEventSink((event, control) -> events.add(event));

  /** An empty queue, for one stream at a time. */
  public DeltaEventQueue() {}

  /** The oldest event that was not taken yet, which is taken now; null if there is none. */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public @Nullable DeltaEvent poll() {
    return events.poll();
  }

  /** Events that were not taken yet. */
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
