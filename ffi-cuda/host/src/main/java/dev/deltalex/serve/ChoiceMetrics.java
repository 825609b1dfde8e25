package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.serve.ServeMetrics.CallOutcome;

/** Records the times and calls of one choice of a response. Used by its shard's thread only. */
final class ChoiceMetrics {
  private final ServeMetrics metrics;

  /** When the request's head was read, of {@code System.nanoTime}. */
  private final long requestedAt;

  private final long queuedAt = System.nanoTime();

  /** When the first event of the last burst was rendered; 0 before the first one. */
  private long lastBurstAt;

  private boolean isNewBurst = true;
  private boolean inCall;
  private boolean unknownTool;
  private boolean repaired;

  ChoiceMetrics(ServeMetrics metrics, long requestedAt) {
    this.metrics = metrics;
    this.requestedAt = requestedAt;
  }

  /** The stream leaves the queue. */
  void opened() {
    metrics.queueTime.record(System.nanoTime() - queuedAt);
  }

  /** The bursts of a poll are read next. */
  void burstsFollow() {
    isNewBurst = true;
  }

  /** An event is rendered: records the time of a burst at its first one. */
  void event() {
    if (!isNewBurst) {
      return;
    }
    isNewBurst = false;
    long now = System.nanoTime();
    if (lastBurstAt == 0) {
      metrics.timeToFirstToken.record(now - requestedAt);
    } else {
      metrics.betweenTokens.record(now - lastBurstAt);
    }
    lastBurstAt = now;
  }

  /** A call opens, of a tool of the request or of none, below 0. */
  void callOpened(int tool) {
    inCall = true;
    unknownTool = tool < 0;
    repaired = false;
  }

  void callClosed(boolean complete) {
    inCall = false;
    CallOutcome done = repaired ? CallOutcome.REPAIRED : CallOutcome.COMPLETE;
    CallOutcome known = unknownTool ? CallOutcome.UNKNOWN_TOOL : done;
    metrics.call(complete ? known : CallOutcome.INCOMPLETE);
  }

  void diagnostic(Diagnostic code) {
    repaired |= inCall && code != Diagnostic.UNDECLARED_TOOL;
    metrics.diagnostic(code);
  }
}
