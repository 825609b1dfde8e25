package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.END;
import static dev.deltalex.testkit.MarkerLook.NO;
import static dev.deltalex.testkit.MarkerLook.OVER;
import static dev.deltalex.testkit.MarkerLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import org.jspecify.annotations.Nullable;

/** What the references of all formats share: content, reasoning and {@code <think>}. */
abstract class TextReference {
  final ReferenceInput input;
  final String text;
  final int length;
  final EventLog log;
  final MarkerLook look;
  final boolean callsOn;

  int pos;
  boolean over;
  boolean inReasoning;

  // what the response has had so far
  private boolean openerSeen;
  private boolean thinkMentioned;
  private boolean contentEmitted;
  final ReferenceCalls calls;

  /** Follows the code fences of the content, unless the option lets markers in them count. */
  private final @Nullable FenceReference fence;

  // the segment of content that is being read
  boolean plain;
  boolean borderDrops = true;
  private boolean eatWhitespace;

  // between the end of a call and the next text
  boolean behindCall;
  boolean wrapperOpen;

  TextReference(ReferenceInput input, EventLog log, boolean readsCalls) {
    this.input = input;
    this.text = input.text();
    this.length = text.length();
    this.log = log;
    calls = new ReferenceCalls(input, log);
    look = new MarkerLook(input);
    boolean guarded = options().fencedCode() == ParserOptions.FencedCode.GUARD;
    fence = guarded ? new FenceReference() : null;
    boolean none = options().toolChoice() == ParserOptions.ToolChoice.NONE;
    callsOn = readsCalls && input.tools().size() > 0 && !none;
  }

  final ParserOptions options() {
    return input.options();
  }

  final int heldChars() {
    return input.limits().maxHeldChars();
  }

  void run() {
    if (options().initialState() == ParserOptions.InitialState.REASONING) {
      inReasoning = true;
      startInReasoning();
    }
    while (!over) {
      if (inReasoning) {
        reasoning();
      } else {
        content();
      }
    }
    boolean called = input.reason() == FinishReason.STOP && calls.anyComplete();
    log.finished(called ? FinishReason.TOOL_CALLS : input.reason());
  }

  // ---- content

  private void content() {
    if (plain) {
      int at = indexOf('<', pos);
      emitContent(pos, at);
      pos = at;
      if (at == length) {
        over = true;
      } else {
        contentCandidate(at, at);
      }
      return;
    }
    int at = Blanks.past(text, pos);
    if (eatWhitespace) {
      pos = at;
    }
    eatWhitespace = false;
    int start = pos;
    if (Math.min(at, length - 1) >= start + heldChars()) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
      plainFrom(start);
    } else if (at == length) {
      over = true;
    } else if (text.charAt(at) == '<') {
      contentCandidate(start, at);
    } else if (!callsOn || !bareCandidate(start, at)) {
      plainFrom(start);
    }
  }

  private void plainFrom(int start) {
    plain = true;
    behindCall = false;
    pos = start;
  }

  /** The '<' at {@code p} begins a marker, or is text with the whitespace from {@code start}. */
  private void contentCandidate(int start, int p) {
    if (fence != null && fence.inside()) {
      textAt(start, p);
      return;
    }
    look.window(start, heldChars());
    int opener = look.tag(p, "<think", '>');
    int closer = look.tag(p, "</think", '>');
    if (opener >= 0 && quoted(p)) {
      thinkMentioned = true;
      textAt(start, p);
    } else if (opener >= 0) {
      keepPrefix(start, p);
      openReasoning(opener);
    } else if (closer >= 0 && !thinkMentioned) {
      keepPrefix(start, p);
      log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      pos = closer;
      segmentBehindReasoning();
    } else {
      int verdict = closer >= 0 ? NO : best(opener, closer);
      if (callsOn) {
        verdict = best(verdict, callCandidate(start, p));
      }
      settle(verdict, start, p);
    }
  }

  private boolean quoted(int p) {
    return p > 0 && "\"'`".indexOf(text.charAt(p - 1)) >= 0;
  }

  private void keepPrefix(int start, int p) {
    if (start < p && !borderDrops) {
      emitContent(start, p);
    }
  }

  private void segmentBehindReasoning() {
    plain = false;
    borderDrops = false;
    behindCall = false;
    eatWhitespace = !contentEmitted;
  }

  /** What was looked for at {@code p} is not there, or may not be waited for, or the text ended. */
  final void settle(int verdict, int start, int p) {
    if (verdict >= 0) {
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
    } else if (verdict == END && input.cancelled()) {
      over = true;
      return;
    } else if (verdict == END && truncatedOpener(p)) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
      over = true;
      return;
    }
    textAt(start, p);
  }

  private boolean truncatedOpener(int p) {
    return callsOn && look.tag(p, "<tool_call", '>') >= 0;
  }

  final void textAt(int start, int p) {
    if (inReasoning) {
      emitReasoning(start, p + 1);
    } else {
      emitContent(start, p + 1);
    }
    plain = true;
    behindCall = false;
    pos = p + 1;
  }

  // ---- calls

  /**
   * A call's opener at the '<' at {@code p}. Returns an index when it was read; {@code start} is
   * where whitespace begins that belongs to it.
   */
  abstract int callCandidate(int start, int p);

  /** A closer that closes nothing, behind a call. */
  abstract int orphan(int p);

  /**
   * What a format reads that does not begin with '<', at the first char of a segment of content or
   * behind a call in reasoning. Whether it was read.
   */
  abstract boolean bareCandidate(int start, int p);

  final boolean admitted(String name, int headerAt) {
    return calls.admitted(name, headerAt);
  }

  /** Behind a call, which may have ended the reasoning. */
  final void segmentBehindCall() {
    if (options().callsInReasoning() == ParserOptions.CallsInReasoning.ENDS_REASONING) {
      inReasoning = false;
    }
    plain = false;
    borderDrops = true;
    eatWhitespace = false;
    behindCall = true;
  }

  // ---- reasoning

  private void startInReasoning() {
    look.window(0, heldChars());
    int opener = look.tag(0, "<think", '>');
    if (opener >= 0) {
      openReasoning(opener);
    } else if (opener == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, 0);
    } else if (opener == END && input.cancelled()) {
      over = true;
    }
  }

  private void openReasoning(int end) {
    inReasoning = true;
    behindCall = false;
    pos = end;
    if (!openerSeen) {
      openerSeen = true;
      int newline = Blanks.newline(text, end);
      if (newline > 0) {
        pos = end + newline;
      } else if (input.cancelled() && end == length - 1 && text.charAt(end) == '\r') {
        over = true;
      }
    }
  }

  private void reasoning() {
    if (behindCall) {
      reasoningBehindCall();
      return;
    }
    int p = pos;
    while (p < length && "<\r\n".indexOf(text.charAt(p)) < 0) {
      p++;
    }
    emitReasoning(pos, p);
    pos = p;
    if (p == length) {
      over = true;
      return;
    }
    int newline = Blanks.newline(text, p);
    int next = p + newline;
    if (next == length || newline == 0 && p == length - 1 && text.charAt(p) == '\r') {
      over = true;
      if (!input.cancelled()) {
        emitReasoning(p, length);
      }
    } else if (text.charAt(next) == '<') {
      reasoningCandidate(p, next);
    } else {
      emitReasoning(p, newline == 0 ? p + 1 : next);
      pos = newline == 0 ? p + 1 : next;
    }
  }

  /** Whitespace behind a call is reasoning unless a closer that closes nothing follows. */
  private void reasoningBehindCall() {
    int start = pos;
    int p = Blanks.past(text, start);
    int edge = start + heldChars();
    if (Math.min(p, length - 1) >= edge) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
      emitReasoning(start, edge);
      pos = edge;
      behindCall = false;
    } else if (p == length) {
      over = true;
      if (!input.cancelled()) {
        emitReasoning(start, p);
      }
    } else if (text.charAt(p) == '<') {
      reasoningCandidate(start, p);
    } else if (!bareCandidate(start, p)) {
      behindCall = false;
    }
  }

  private void reasoningCandidate(int start, int p) {
    look.window(start, heldChars());
    int closer = look.tag(p, "</think", '>');
    if (closer >= 0) {
      emitReasoning(start, p - Blanks.newlineBefore(text, start, p));
      inReasoning = false;
      pos = closer;
      segmentBehindReasoning();
      return;
    }
    boolean calls =
        callsOn && options().callsInReasoning() != ParserOptions.CallsInReasoning.LITERAL;
    int orphan = calls && behindCall ? orphan(p) : NO;
    int verdict = best(closer, orphan);
    if (verdict == END && orphan == NO && input.cancelled()) {
      // Whether or not the reasoning ends here, only a newline in front may belong to the closer.
      emitReasoning(start, p - Blanks.newlineBefore(text, start, p));
    }
    if (calls && verdict == NO) {
      // what is before a call's opener is reasoning, whatever becomes of the opener
      emitReasoning(start, p);
      look.window(p, heldChars());
      settle(callCandidate(p, p), p, p);
    } else {
      settle(verdict, start, p);
    }
  }

  // ---- text

  private int indexOf(char c, int from) {
    int at = text.indexOf(c, from);
    return at < 0 ? length : at;
  }

  private int emittable(int to) {
    boolean half =
        input.cancelled()
            && to == length
            && to > 0
            && Character.isHighSurrogate(text.charAt(to - 1));
    return half ? to - 1 : to;
  }

  final void emitContent(int from, int to) {
    int end = emittable(to);
    if (from < end) {
      char[] chars = text.substring(from, end).toCharArray();
      log.content(chars, 0, chars.length, from);
      contentEmitted = true;
      if (fence != null) {
        fence.append(text.substring(from, end));
      }
    }
  }

  final void emitReasoning(int from, int to) {
    int end = emittable(to);
    if (from < end) {
      char[] chars = text.substring(from, end).toCharArray();
      log.reasoning(chars, 0, chars.length, from);
    }
  }
}
