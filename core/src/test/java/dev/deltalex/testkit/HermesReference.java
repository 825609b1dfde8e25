package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.NO;

import dev.deltalex.Diagnostic;

/** The reference for Hermes: what begins a call written as JSON, and what may stand behind one. */
final class HermesReference extends JsonReference {
  HermesReference(ReferenceInput input, EventLog log) {
    super(input, log, true);
  }

  @Override
  boolean ownCallsAreJson() {
    return true;
  }

  @Override
  int callCandidate(int start, int p) {
    int q = look.tag(p, "<tool_call", '>');
    if (q < 0) {
      int closer = behindCall ? orphan(p) : NO;
      return MarkerLook.best(q, closer);
    }
    q = look.pastWhitespace(q);
    boolean array = look.see(q) == '[';
    if (array) {
      q = look.pastWhitespace(q + 1);
    }
    int c = look.see(q);
    if (c != '{') {
      return c < 0 ? c : NO;
    }
    read(start, p, q, Kind.MARKED, array);
    return p;
  }

  @Override
  int orphan(int p) {
    int end = look.tag(p, "</tool_call", '>');
    if (end >= 0) {
      if (wrapperOpen) {
        wrapperOpen = false;
        inArray = false;
      } else {
        log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      }
      pos = end;
      plain = false;
      borderDrops = true;
    }
    return end;
  }
}
