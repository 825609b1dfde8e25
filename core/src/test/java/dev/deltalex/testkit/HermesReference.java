package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.NO;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.schema.ToolSet;

/** The reference for Hermes: what begins a call written as JSON, and what may stand behind one. */
final class HermesReference extends TextReference {
  /** Whether the calls of the open wrapper are elements of an array. */
  private boolean inArray;

  HermesReference(
      String text,
      ToolSet tools,
      Policies policies,
      Limits limits,
      FinishReason reason,
      EventLog log) {
    super(text, tools, policies, limits, reason, log, true);
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

  /** How a call's object is announced. */
  private enum Kind {
    MARKED,
    NEXT,
    BARE
  }

  @Override
  boolean bareCandidate(int start, int p) {
    char c = text.charAt(p);
    if (behindCall && c == '}') {
      log.diagnostic(Diagnostic.EXTRA_BRACE, p);
      pos = p + 1;
      borderDrops = true;
      return true;
    }
    if (behindCall && wrapperOpen) {
      return inWrapper(start, p, c);
    }
    if (inReasoning || c != '{') {
      return false;
    }
    read(start, p, p, Kind.BARE, false);
    return true;
  }

  private boolean inWrapper(int start, int p, char c) {
    if (c == '{') {
      read(start, p, p, Kind.NEXT, inArray);
      return true;
    }
    if (!inArray || c != ',' && c != ']') {
      return false;
    }
    if (c == ']') {
      inArray = false;
      pos = p + 1;
      borderDrops = true;
      return true;
    }
    look.window(start, limits.heldChars());
    int brace = look.pastWhitespace(p + 1);
    int next = look.see(brace);
    if (next == '{') {
      read(start, p, brace, Kind.NEXT, true);
    } else {
      settle(next < 0 ? next : NO, start, p);
    }
    return true;
  }

  private void read(int start, int p, int brace, Kind kind, boolean array) {
    boolean bare = kind == Kind.BARE;
    HermesCallReference call = new HermesCallReference(this, start, p, brace, bare);
    HermesCallReference.Outcome outcome = call.read();
    pos = call.pos();
    if (outcome == HermesCallReference.Outcome.TEXT) {
      if (pos < length && Character.isSurrogatePair(text.charAt(pos - 1), text.charAt(pos))) {
        pos--;
      }
      if (inReasoning) {
        emitReasoning(start, pos);
      } else {
        emitContent(start, pos);
      }
      plain = true;
      behindCall = false;
    } else if (outcome == HermesCallReference.Outcome.CALL) {
      wrapperOpen = !bare && !call.wrapperClosed();
      inArray = array && wrapperOpen;
      segmentBehindCall();
    } else {
      over = true;
    }
  }

  @Override
  int orphan(int p) {
    int end = look.tag(p, "</tool_call", '>');
    if (end >= 0) {
      if (!wrapperOpen) {
        log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      }
      wrapperOpen = false;
      inArray = false;
      pos = end;
      plain = false;
      borderDrops = true;
    }
    return end;
  }
}
