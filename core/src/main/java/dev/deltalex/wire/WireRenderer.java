package dev.deltalex.wire;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import java.util.Arrays;

/**
 * Writes the events of one stream as the bytes of one choice of a response.
 *
 * <p>What all protocols have in common is done here. Runs of reasoning, content and calls open and
 * close and never overlap; deltas end on code points however spans are cut; content that is only
 * whitespace is dropped once there was a call (up to 1,024 chars; more is content); a call without
 * arguments has {@code {}}; long spans become several deltas; after the only call that the request
 * admits everything is dropped. Diagnostics are not rendered.
 *
 * <p>A renderer serves one response and writes only while one of its methods runs. A {@link
 * WireOverflowException} passes through the parser and ends the stream; then only {@link #fail} may
 * be called. Single-threaded, with all choices of its response.
 */
public abstract sealed class WireRenderer implements DeltaSink
    permits ChatCompletionRenderer, MessagesRenderer, ResponsesRenderer, FoldingRenderer {
  static final int NOTHING = 0;
  static final int REASONING = 1;
  static final int CONTENT = 2;
  static final int CALL = 3;

  /** What the id of a call that has none begins with, in OpenAI's protocols. */
  static final byte[] CALL_PREFIX = JsonBytes.ascii("call_");

  /** The only call that the request admits is over: what follows is dropped. */
  private static final int SATISFIED = 4;

  private static final int OVER = 5;

  /** Chars of one delta: bounds the room that an event needs at once. */
  static final int DELTA_CHARS = 1024;

  /** Whitespace that is held back after a call: as much as a parser holds by default. */
  private static final int MOST_BLANKS = 1024;

  private static final int FIRST_BLANKS = 16;
  private static final char[] NO_CHARS = {};
  private static final char[] EMPTY_OBJECT = {'{', '}'};

  /** The open run. */
  private int open = NOTHING;

  /** A high surrogate that waits for its partner, or 0. */
  private char high;

  /** Whether the open call has arguments. */
  private boolean hasArguments;

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
   * Tokens used. The Messages protocol reports the prompt's at the start; all are reported at the
   * end, so they are set before the parser is told to finish. Of several choices, the completions
   * are added up.
   *
   * @param prompt tokens of the prompt, cached ones included
   * @param cachedPrompt those of them that came from a cache
   * @param completion tokens generated, reasoning included
   * @param reasoning those of them that were reasoning
   */
  public final void usage(int prompt, int cachedPrompt, int completion, int reasoning) {
    promptTokens = Math.max(0, prompt);
    cachedTokens = Math.min(Math.max(0, cachedPrompt), promptTokens);
    completionTokens = Math.max(0, completion);
    reasoningTokens = Math.min(Math.max(0, reasoning), completionTokens);
  }

  /** The stop string that was hit; only the Messages protocol reports it. */
  public void stopString(CharSequence matched) {}

  /**
   * Whether the request admits no second call and the first is over: the server cancels the
   * generation and finishes the parser with {@link EndCause#STOP}.
   */
  public final boolean isSatisfied() {
    return open == SATISFIED;
  }

  /** Tells an idle client that the stream lives. */
  public final void heartbeat() {
    if (!isOver()) {
      keepAlive();
    }
  }

  /** Ends the response with an error; what follows, on any choice, is dropped. */
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

  /** Whether the response is written to its last byte. */
  public boolean isOver() {
    return open == OVER;
  }

  // ---- events

  @Override
  public final void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    if (open != REASONING || length > DELTA_CHARS || !isWhole(buffer, offset, length)) {
      text(REASONING, buffer, offset, length);
    } else {
      blankCount = 0; // held while this run is open: it was a segment of whitespace only
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
    open = CALL;
    hasArguments = false;
    callOpens(calls++, id, name);
  }

  @Override
  public final void callClosed(int index, boolean complete, long sourceOffset) {
    if (open == CALL) {
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

  /** Whether the span is not empty and cuts no surrogate pair, behind what came before it. */
  private boolean isWhole(char[] a, int offset, int length) {
    return length > 0 && high == 0 && !Character.isHighSurrogate(a[offset + length - 1]);
  }

  /** Content behind a call, of which nothing but whitespace came so far. */
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

  /** Text of any length, cut anywhere. */
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
    if (kind == CALL) {
      callCloses(completeCall);
    } else {
      runCloses(kind, completeText);
    }
  }

  /** Drops what follows: another choice ended the response. */
  final void abandon() {
    open = OVER;
  }

  // ---- what a protocol makes of it

  abstract void begin();

  /** A run of reasoning or content begins; its deltas follow. */
  abstract void runOpens(int kind);

  abstract void callOpens(int index, CharSequence id, CharSequence name);

  /** Text of the open run or call: whole code points, 1 to {@link #DELTA_CHARS} chars. */
  abstract void delta(int kind, char[] a, int from, int to);

  /** The run ends; {@code complete} unless the token budget cut it. */
  abstract void runCloses(int kind, boolean complete);

  abstract void callCloses(boolean complete);

  /** The end, with every run closed; for a reason other than CANCELLED and ERROR. */
  abstract void ended(FinishReason reason);

  /** The stream is dropped: nothing is written. */
  void cancelled() {}

  /** Whether an error comes behind the end of what is open. */
  boolean closesWhenFailed() {
    return false;
  }

  abstract void failed(WireError error);

  abstract void keepAlive();
}
