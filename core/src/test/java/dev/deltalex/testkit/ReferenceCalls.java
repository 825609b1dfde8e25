package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;

/** Which calls of a response may open, the indexes that they get, and how many were complete. */
final class ReferenceCalls {
  private final ReferenceInput input;
  private final EventLog log;
  private int count;
  private int complete;

  ReferenceCalls(ReferenceInput input, EventLog log) {
    this.input = input;
    this.log = log;
  }

  /** Whether a call of this name may open; a full response is diagnosed. */
  boolean admitted(String name, int headerAt) {
    if (!admissible(name)) {
      if (full(name)) {
        log.diagnostic(Diagnostic.CALL_LIMIT, headerAt);
      }
      return false;
    }
    return true;
  }

  /** As {@link #admitted}, without a diagnostic. */
  boolean admissible(String name) {
    return !hidden(name) && !full(name);
  }

  private boolean hidden(String name) {
    return input.options().unknownTool() == ParserOptions.UnknownTool.AS_CONTENT
        && !ReferenceCall.declared(input.tools(), name);
  }

  private boolean full(String name) {
    return ReferenceCall.counts(input, name) && !hidden(name) && count >= input.limits().maxCalls();
  }

  /** The index that the next call gets. */
  int nextIndex(boolean dropped) {
    return dropped ? -1 : count++;
  }

  void countComplete() {
    complete++;
  }

  boolean anyComplete() {
    return complete > 0;
  }
}
