package dev.deltalex.wire;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import dev.deltalex.value.JsonBytes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders the events of a stream as the bytes of a choice of a response.
 *
 * <p>This class implements what the protocols have in common. Runs of reasoning, content and calls
 * open and close and never overlap. Deltas end on code points, even if a span ends within one.
 * After a call, content of whitespace only is dropped (up to 1,024 chars; more is content). A call
 * without arguments gets {@code {}}. Long spans become several deltas. If the request allows only
 * one call, everything after it is dropped. Diagnostics are not rendered.
 *
 * <p>A renderer serves one response and writes only during calls of its methods. A {@link
 * WireOverflowException} propagates through the parser and ends the stream; after it only {@link
 * #fail} may be called. All renderers of a response must be used by one thread.
 */
public abstract sealed class WireRenderer implements DeltaSink
    permits ChatCompletionRenderer, MessagesRenderer, ResponsesRenderer, FoldingRenderer {
  static final int NOTHING = 0;
  static final int REASONING = 1;
  static final int CONTENT = 2;
  static final int CALL = 3;

  /** A call of a custom tool, whose text is its input. */
  static final int CUSTOM = 4;

  /** Prefix of the id of a call without one, in OpenAI's protocols. */
  static final byte[] CALL_PREFIX = JsonBytes.ascii("call_");

  /** State after the only call that the request allows: everything after it is dropped. */
  private static final int SATISFIED = 5;

  private static final int OVER = 6;

  /** Maximum of chars in a delta, which limits the room for an event. */
  static final int DELTA_CHARS = 1024;

  /**
   * Maximum of whitespace chars that are buffered after a call, the same as the default of {@code
   * Limits.maxHeldChars}.
   */
  private static final int MOST_BLANKS = 1024;

  private static final int FIRST_BLANKS = 16;
  private static final char[] NO_CHARS = {};
  private static final char[] EMPTY_OBJECT = {'{', '}'};

  /** The open run. */
  private int open = NOTHING;

  /** A high surrogate at the end of the last span, or 0. */
  private char high;

  /** Whether the open call of a function has arguments. */
  private boolean hasArguments;

  /** The form of the open call. */
  CallForm form = CallForm.FUNCTION;

  /** Created at the first call of a custom tool. */
  private @Nullable CustomInput input;

  /** Whether the input of a custom tool's call was cut or missing. */
  private boolean cutInput;

  private boolean begun;
  private final boolean oneCall;
  private boolean firstComplete;
  private int calls;
  private char[] blanks = NO_CHARS;
  private int blankCount;
  private final char[] pair = new char[2];

  // Usage, in tokens.
  int promptTokens;
  int cachedTokens;
  int completionTokens;
  int reasoningTokens;

  final CharScanner scanner = Scanners.current();
  final WireResponse response;
  final WireBuffer out;

  WireRenderer(WireResponse response, WireBuffer out) {
    this.response = response;
    this.out = out;
    this.oneCall = !response.parallelToolCalls();
  }

  // ---- for the server

  /** Writes what precedes all text; implied by the first event. */
  public final void start() {
    if (!begun) {
      begun = true;
      begin();
    }
  }

  /**
   * Sets the numbers of tokens. The Messages protocol reports those of the prompt at the start. All
   * are reported at the end, so set them before the parser's {@code finish}. Completion tokens of
   * several choices are added up.
   *
   * @param prompt tokens of the prompt, including cached ones
   * @param cachedPrompt cached tokens of the prompt
   * @param completion generated tokens, including reasoning
   * @param reasoning generated tokens in reasoning
   */
  public final void usage(int prompt, int cachedPrompt, int completion, int reasoning) {
    promptTokens = Math.max(0, prompt);
    cachedTokens = Math.min(Math.max(0, cachedPrompt), promptTokens);
    completionTokens = Math.max(0, completion);
    reasoningTokens = Math.min(Math.max(0, reasoning), completionTokens);
  }

  /** Sets the stop string that ended the stream; only the Messages protocol reports it. */
  public void stopString(CharSequence matched) {}

  /**
   * Whether the request allows one call and that call has ended: then stop the generation and
   * finish the parser with {@link EndCause#STOP}.
   */
  public final boolean isSatisfied() {
    return open == SATISFIED;
  }

  /** Writes a keep-alive event for an idle connection. */
  public final void heartbeat() {
    if (!isOver()) {
      keepAlive();
    }
  }

  /** Ends the response with an error; later events of all choices are dropped. */
  public final void fail(WireError error) {
    if (!isOver()) {
      if (closesWhenFailed()) {
        start();
        closeRun(false, false);
      }
      open = OVER;
      failed(error);
      out.event();
    }
  }

  /** Whether the last byte of the response is written. */
  public boolean isOver() {
    return open == OVER;
  }

  // ---- events

  @Override
  public final void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    if (open != REASONING || length > DELTA_CHARS || !isWhole(buffer, offset, length)) {
      text(REASONING, buffer, offset, length);
    } else {
      blankCount = 0; // buffered while this run is open: a segment of whitespace only
      delta(REASONING, buffer, offset, offset + length);
    }
  }

  @Override
  public final void content(char[] buffer, int offset, int length, long sourceOffset) {
    if (open == CONTENT && length <= DELTA_CHARS && isWhole(buffer, offset, length)) {
      delta(CONTENT, buffer, offset, offset + length);
    } else if (open < SATISFIED && calls > 0 && open != CONTENT) {
      afterCall(buffer, offset, length);
    } else {
      text(CONTENT, buffer, offset, length);
    }
  }

  @Override
  public final void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    if (open == CALL && length <= DELTA_CHARS && isWhole(buffer, offset, length)) {
      hasArguments = true;
      delta(CALL, buffer, offset, offset + length);
    } else if (open == CALL) {
      hasArguments |= length > 0;
      text(CALL, buffer, offset, length);
    } else if (open == CUSTOM) {
      input(buffer, offset, length);
    } else if (open < SATISFIED) {
      throw new IllegalStateException("arguments outside a call");
    }
  }

  @Override
  public final void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    if (open >= SATISFIED) {
      return;
    }
    start();
    closeRun(false, true);
    blankCount = 0;
    form = response.form(tool);
    open = form.type() == CallForm.Type.CUSTOM ? CUSTOM : CALL;
    if (open == CUSTOM) {
      input = input == null ? new CustomInput() : input;
      input.reset();
    }
    hasArguments = false;
    callOpens(calls++, id, name);
  }

  /** Writes the input of a custom tool's call, which is in its arguments. */
  private void input(char[] a, int offset, int length) {
    CustomInput from = Objects.requireNonNull(input);
    int to = offset + length;
    for (int at = offset; at < to; ) {
      at = from.read(a, at, to);
      text(CUSTOM, from.text(), 0, from.count());
    }
  }

  @Override
  public final void callClosed(int index, boolean complete, long sourceOffset) {
    if (open == CALL || open == CUSTOM) {
      closeRun(complete, true);
      firstComplete |= complete;
      if (oneCall) {
        open = SATISFIED;
      }
    }
  }

  @Override
  public final void diagnostic(Diagnostic code, long sourceOffset) {}

  @Override
  public final void finished(FinishReason reason) {
    if (open == OVER) {
      return;
    }
    if (reason == FinishReason.CANCELLED) {
      open = OVER;
      cancelled();
      return;
    }
    if (reason == FinishReason.ERROR) {
      fail(WireError.ofEngine());
      return;
    }
    start();
    boolean only = open == SATISFIED && firstComplete;
    closeRun(false, reason != FinishReason.LENGTH);
    open = OVER;
    ended(only ? FinishReason.TOOL_CALLS : reason);
  }

  /** Whether the span is not empty and begins and ends at a code point, given the previous span. */
  private boolean isWhole(char[] a, int offset, int length) {
    return length > 0 && high == 0 && !Character.isHighSurrogate(a[offset + length - 1]);
  }

  /** Content after a call that consists only of whitespace so far. */
  private void afterCall(char[] a, int offset, int length) {
    int i = offset;
    int to = offset + length;
    while (i < to && isBlank(a[i])) {
      i++;
    }
    int held = blankCount;
    if (i == to && held + length <= MOST_BLANKS) {
      if (blanks.length < held + length) {
        int doubled = Math.max(FIRST_BLANKS, 2 * blanks.length);
        blanks = Arrays.copyOf(blanks, Math.max(doubled, held + length));
      }
      System.arraycopy(a, offset, blanks, held, length);
      blankCount = held + length;
      return;
    }
    text(CONTENT, blanks, 0, held);
    text(CONTENT, a, offset, length);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Writes text of any length, which may begin or end within a surrogate pair. */
  private void text(int kind, char[] a, int offset, int length) {
    if (open >= SATISFIED || length <= 0) {
      return;
    }
    blankCount = 0;
    if (open != kind) {
      start();
      closeRun(false, true);
      open = kind;
      runOpens(kind);
    }
    int i = offset;
    int to = offset + length;
    if (high != 0) {
      pair[0] = high;
      pair[1] = a[i];
      high = 0;
      if (Character.isLowSurrogate(pair[1])) {
        i++;
        delta(kind, pair, 0, 2);
      } else {
        delta(kind, pair, 0, 1);
      }
    }
    if (i < to && Character.isHighSurrogate(a[to - 1])) {
      high = a[--to];
    }
    while (i < to) {
      int end = Math.min(to, i + DELTA_CHARS);
      if (end < to && Character.isHighSurrogate(a[end - 1])) {
        end--;
      }
      delta(kind, a, i, end);
      i = end;
    }
  }

  private void closeRun(boolean completeCall, boolean completeText) {
    int kind = open;
    if (kind == NOTHING || kind >= SATISFIED) {
      return;
    }
    if (high != 0) {
      pair[0] = high;
      high = 0;
      delta(kind, pair, 0, 1);
    }
    if (kind == CALL && !hasArguments) {
      delta(kind, EMPTY_OBJECT, 0, EMPTY_OBJECT.length);
    }
    open = NOTHING;
    if (kind == CUSTOM) {
      boolean whole = completeCall && Objects.requireNonNull(input).isFound();
      cutInput |= !whole;
      callCloses(whole);
    } else if (kind == CALL) {
      callCloses(completeCall);
    } else {
      runCloses(kind, completeText);
    }
  }

  /** Whether a custom tool's call has no input or only the beginning of it. */
  final boolean hasCutInput() {
    return cutInput;
  }

  /** Drops later events because another choice has ended the response. */
  final void abandon() {
    open = OVER;
  }

  // ---- implemented by the protocols

  abstract void begin();

  /** Begins a run of reasoning or content. */
  abstract void runOpens(int kind);

  /** Begins a call, whose {@link #form} is set. */
  abstract void callOpens(int index, CharSequence id, CharSequence name);

  /** Writes text of the open run or call: complete code points, 1 to {@link #DELTA_CHARS} chars. */
  abstract void delta(int kind, char[] a, int from, int to);

  /** Ends the open run; {@code complete} is false if the token limit cut it. */
  abstract void runCloses(int kind, boolean complete);

  abstract void callCloses(boolean complete);

  /**
   * Writes the end of the choice, after all runs were closed; not called for CANCELLED and ERROR.
   */
  abstract void ended(FinishReason reason);

  /** Called if the stream is cancelled; nothing is written. */
  void cancelled() {}

  /** Whether the open run is ended before an error is written. */
  boolean closesWhenFailed() {
    return false;
  }

  abstract void failed(WireError error);

  abstract void keepAlive();
}
