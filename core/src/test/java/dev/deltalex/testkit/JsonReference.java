package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.NO;

import dev.deltalex.Diagnostic;

/**
 * The reference for calls that are JSON and have no marker of their own: constrained output in any
 * format, what follows a call in an array or a wrapper of JSON, and an object that stands alone.
 */
abstract class JsonReference extends TextReference {
  /** How a call's object is announced. */
  enum Kind {
    /** Behind the opener of a wrapper, and perhaps the bracket of an array. */
    MARKED,
    /** Behind a call of the same wrapper or array. */
    NEXT,
    /** Alone. */
    BARE,
    /** Behind the bracket of an array without a wrapper. */
    ELEMENT,
    /** Bare arguments of the tool that the request names. */
    ARGUMENTS
  }

  /** Whether the calls that are read are elements of an array that is open. */
  boolean inArray;

  JsonReference(ReferenceInput input, EventLog log, boolean calls) {
    super(input, log, calls);
  }

  /** Whether the format's own calls are JSON, in wrappers that close them. */
  abstract boolean ownCallsAreJson();

  @Override
  final boolean bareCandidate(int start, int p) {
    char c = text.charAt(p);
    if (behindCall && c == '}' && (inArray || ownCallsAreJson())) {
      log.diagnostic(Diagnostic.EXTRA_BRACE, p);
      pos = p + 1;
      borderDrops = true;
      return true;
    }
    if (behindCall && (inArray || wrapperOpen)) {
      return (inArray || ownCallsAreJson()) && inWrapper(start, p, c);
    }
    if (inReasoning) {
      return false;
    }
    if (input.constrained() && c == '[') {
      element(start, p, Kind.ELEMENT);
    } else if (input.named() && c == '{') {
      namedArguments(start, p);
    } else if (ownCallsAreJson() && c == '{') {
      read(start, p, p, Kind.BARE, false);
    } else {
      return false;
    }
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
    element(start, p, Kind.NEXT);
    return true;
  }

  /** The bracket or comma at {@code p} counts if an object follows. */
  private void element(int start, int p, Kind kind) {
    look.window(start, heldChars());
    int brace = look.pastWhitespace(p + 1);
    int next = look.see(brace);
    if (next == '{') {
      read(start, p, brace, kind, true);
    } else {
      settle(next < 0 ? next : NO, start, p);
    }
  }

  private void namedArguments(int start, int p) {
    if (admitted(options().namedTool(), p)) {
      read(start, p, p, Kind.ARGUMENTS, false);
    } else {
      textAt(start, p);
    }
  }

  /**
   * Reads a call whose brace stands at {@code brace}; the marker or bracket that announces it
   * stands at {@code p}, whitespace that belongs to it from {@code start} on.
   */
  final void read(int start, int p, int brace, Kind kind, boolean array) {
    HermesCallReference call = new HermesCallReference(this, start, p, brace, kind);
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
      boolean closed = call.wrapperClosed();
      wrapperOpen = !closed && (kind == Kind.MARKED || kind == Kind.NEXT && wrapperOpen);
      inArray = !closed && array;
      segmentBehindCall();
    } else {
      over = true;
    }
  }
}
