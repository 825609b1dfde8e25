package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.END;
import static dev.deltalex.testkit.MarkerLook.NO;
import static dev.deltalex.testkit.MarkerLook.OVER;
import static dev.deltalex.testkit.MarkerLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;

/**
 * The reference for the inside of Qwen3-Coder's calls: from a header to where the last call closed.
 */
final class TaggedCallReference {
  private final TaggedReference outside;
  private final ReferenceInput input;
  private final String text;
  private final int length;
  private final ParserOptions options;
  private final FinishReason reason;
  private final EventLog log;
  private final MarkerLook look;

  private ReferenceCall call;
  private boolean open;
  private boolean wrapperOpen;
  private boolean junk;
  private boolean over;
  private int pos;

  /** A high surrogate that ends the text and waits for the rest of the stream, or 0. */
  private char half;

  TaggedCallReference(TaggedReference outside) {
    this.outside = outside;
    input = outside.input;
    text = outside.text;
    length = outside.length;
    options = input.options();
    reason = input.reason();
    log = outside.log;
    look = new MarkerLook(input);
    call = new ReferenceCall(input, log, "", -1);
  }

  boolean wrapperOpen() {
    return wrapperOpen;
  }

  boolean over() {
    return over;
  }

  /** Reads calls until one closes without opening the next. Returns where outside text begins. */
  int read(int headerAt, int headerEnd, String name, boolean wrapped) {
    wrapperOpen = wrapped;
    openCall(headerAt, headerEnd, name);
    while (open && !over) {
      inCall();
    }
    return pos;
  }

  private void openCall(int headerAt, int headerEnd, String name) {
    boolean dropped = new ReferenceCall(input, log, name, -1).dropped();
    int index = outside.calls.nextIndex(dropped);
    call = new ReferenceCall(input, log, name, index);
    call.open(name, headerAt, headerEnd);
    open = true;
    junk = false;
    pos = headerEnd;
  }

  private void closeCall(boolean brace, boolean complete, int at) {
    call.close(brace, complete, at);
    if (complete && !call.dropped()) {
      outside.calls.countComplete();
    }
    open = false;
  }

  // ---- between values

  private void inCall() {
    if (pos == length) {
      endInCall(length);
      return;
    }
    char c = text.charAt(pos);
    if (c == '<') {
      tag(pos);
    } else {
      if (" \t\n\r".indexOf(c) < 0) {
        stray(pos);
      }
      pos++;
    }
  }

  private void stray(int p) {
    if (!junk) {
      log.diagnostic(Diagnostic.STRAY_TEXT, p);
      junk = true;
    }
  }

  private void tag(int p) {
    look.window(p, outside.heldChars());
    int verdict = parameterTag(p);
    if (verdict == NO) {
      verdict = closerTag(p);
    }
    if (verdict == NO) {
      verdict = headerTag(p);
    }
    if (verdict >= 0) {
      return;
    }
    if (verdict == END) {
      endInCall(p);
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    if (look.tag(p, "<parameter", '=') >= 0) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, p);
      junk = true;
    } else {
      stray(pos);
    }
    pos = p + 1;
  }

  private int parameterTag(int p) {
    int raw = look.tag(p, "<parameter", '=');
    if (raw < 0) {
      return raw;
    }
    int end = look.parameter(p);
    if (end < 0) {
      return end;
    }
    if (look.name().isEmpty()) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, p);
      junk = true;
      pos = end;
      return end;
    }
    junk = false;
    value(p, end, look.name());
    return end;
  }

  private int closerTag(int p) {
    int function = look.tag(p, "</function", '>');
    int toolCall = look.tag(p, "</tool_call", '>');
    int parameter = look.tag(p, "</parameter", '>');
    if (function >= 0) {
      closeCall(true, true, p);
      pos = function;
    } else if (toolCall >= 0) {
      log.diagnostic(Diagnostic.RECOVERED, p);
      closeCall(true, true, p);
      wrapperOpen = false;
      pos = toolCall;
    } else if (parameter >= 0) {
      log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      junk = false;
      pos = parameter;
    }
    return best(function, best(toolCall, parameter));
  }

  private int headerTag(int p) {
    int wrapped = look.wrapped(p);
    int end = wrapped != NO ? wrapped : look.header(p);
    if (end < 0) {
      return end;
    }
    if (!outside.calls.admissible(look.name())) {
      return NO;
    }
    log.diagnostic(Diagnostic.RECOVERED, p);
    closeCall(true, true, p);
    wrapperOpen |= wrapped >= 0;
    openCall(look.headerAt(), end, look.name());
    return end;
  }

  /** The stream ended between values; what is held begins at {@code p}. */
  private void endInCall(int p) {
    over = true;
    if (input.cancelled()) {
      return;
    }
    look.window(p, outside.heldChars());
    boolean cut = length - p >= 2 && text.charAt(p + 1) == 'p';
    if (cut) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, p);
    } else if (look.tag(p, "<tool_call", '>') >= 0) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
    } else if (look.tag(p, "<function", '=') >= 0) {
      stray(p);
    }
    if (reason != FinishReason.STOP) {
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
      return;
    }
    log.diagnostic(Diagnostic.RECOVERED, length);
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    closeCall(true, !cut || all, length);
  }

  // ---- values

  private int newline(int p) {
    if (p < length && text.charAt(p) == '\n') {
      return 1;
    }
    return text.startsWith("\r\n", p) ? 2 : 0;
  }

  private void value(int tagAt, int tagEnd, String name) {
    pos = tagEnd + newline(tagEnd);
    call.openParameter(name, tagAt, pos);
    if (input.cancelled() && tagEnd == length - 1 && text.charAt(tagEnd) == '\r') {
      over = true;
      return;
    }
    while (true) {
      int p = pos;
      while (p < length && "<\r\n".indexOf(text.charAt(p)) < 0) {
        p++;
      }
      appendTo(p);
      int next = p + newline(p);
      if (p == length || next == length || loneReturnAtEnd(p)) {
        endInValue(p);
        return;
      }
      if (text.charAt(next) == '<') {
        if (valueCandidate(p, next)) {
          return;
        }
      } else {
        int end = Math.max(next, p + 1);
        call.append(text, p, end);
        pos = end;
      }
    }
  }

  /** Takes text into the value, but for half a code point whose other half may still come. */
  private void appendTo(int p) {
    boolean waits = input.cancelled() && p == length && p > pos;
    half = waits && Character.isHighSurrogate(text.charAt(p - 1)) ? text.charAt(p - 1) : 0;
    call.append(text, pos, half == 0 ? p : p - 1);
    pos = p;
  }

  private boolean loneReturnAtEnd(int p) {
    return p == length - 1 && text.charAt(p) == '\r';
  }

  /** The text ended in the value; at most a newline is held, from {@code p} on. */
  private void endInValue(int p) {
    over = true;
    if (input.cancelled()) {
      call.leave(half);
      return;
    }
    if (p < length && newline(p) == 0) {
      call.append(text, p, length);
    }
    cut();
  }

  private void cut() {
    if (reason != FinishReason.STOP) {
      call.cutValue(length);
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
      return;
    }
    call.closeValue(length);
    log.diagnostic(Diagnostic.RECOVERED, length);
    closeCall(true, options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL, length);
  }

  /**
   * The '<' at {@code p}, and the newline before it from {@code newlineAt}. Whether the value ended
   * there.
   */
  private boolean valueCandidate(int newlineAt, int p) {
    int start = newlineAt;
    if (text.startsWith("<t", p)) {
      // the newline is text, whatever becomes of what may be a quoted call
      call.append(text, start, p);
      start = p;
    }
    look.window(start, outside.heldChars());
    boolean ends = !input.cancelled();
    int closer = look.closingParameter(p, ends);
    if (closer >= 0) {
      closeValueAt(p, look.closer(p));
      return true;
    }
    int outer = best(look.closingFunction(p, ends), look.closingToolCall(p, ends));
    int parameter = parameterVerdict(p);
    if (outer >= 0 || parameter >= 0) {
      log.diagnostic(Diagnostic.RECOVERED, p);
      closeValueAt(p, p);
      return true;
    }
    int quoted = look.wrapped(p);
    if (quoted >= 0) {
      call.append(text, start, quoted);
      pos = quoted;
      return quotedCall();
    }
    int verdict = best(best(closer, outer), best(parameter, quoted));
    if (verdict == END) {
      return endInCandidate(start, p, best(closer, outer) == END);
    }
    if (verdict == OVER) {
      call.flush();
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
    }
    call.append(text, start, p + 1);
    pos = p + 1;
    return false;
  }

  private void closeValueAt(int p, int then) {
    call.closeValue(p);
    pos = then;
  }

  private int parameterVerdict(int p) {
    if (text.charAt(p - 1) != '\n') {
      return NO;
    }
    int end = look.parameter(p);
    if (end < 0) {
      return end;
    }
    return !look.name().isEmpty() && call.couldFollow(look.name()) ? end : NO;
  }

  /** The text ended inside a candidate. Whether the value ended with it. */
  private boolean endInCandidate(int start, int p, boolean closer) {
    if (input.cancelled()) {
      over = true;
      call.leave((char) 0);
      return true;
    }
    if (!closer || length - p < 2) {
      call.append(text, start, p + 1);
      pos = p + 1;
      return false;
    }
    over = true;
    call.closeValue(p);
    if (reason == FinishReason.STOP) {
      log.diagnostic(Diagnostic.RECOVERED, length);
      closeCall(true, true, length);
    } else {
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
    return true;
  }

  /** Chars of the newline, or of its first half, that ends the text. */
  private int newlineAtEnd() {
    if (text.endsWith("\r\n")) {
      return 2;
    }
    return text.endsWith("\n") || text.endsWith("\r") ? 1 : 0;
  }

  /** Everything to the next {@code </tool_call>} is text. Whether the value ended. */
  private boolean quotedCall() {
    look.window(pos, Integer.MAX_VALUE - length - pos);
    for (int p = pos; p < length; p++) {
      int end = text.charAt(p) == '<' ? look.tag(p, "</tool_call", '>') : NO;
      if (end >= 0) {
        call.append(text, pos, end);
        pos = end;
        return false;
      }
    }
    int end = length - newlineAtEnd();
    appendTo(end);
    endInValue(end);
    return true;
  }
}
