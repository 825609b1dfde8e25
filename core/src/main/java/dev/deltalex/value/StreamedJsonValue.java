package dev.deltalex.value;

import dev.deltalex.Limits;

/**
 * An object or array inside a tag that is emitted as it is read instead of buffered. The caller
 * finds the closing tag: no {@code <} in the text ends the value.
 */
final class StreamedJsonValue {
  private final JsonRepair json;

  StreamedJsonValue(SpanOutput out, CharArrayPool arrays) {
    json = new JsonRepair(out, arrays);
  }

  /**
   * The index of the left bracket in {@code a[start, end)}, {@code end} if all of it is whitespace,
   * or -1 if another char precedes it.
   */
  static int leftBracket(char[] a, int start, int end) {
    int i = start;
    while (i < end && JsonTokens.isSpace(a[i])) {
      i++;
    }
    return i == end || a[i] == '{' || a[i] == '[' ? i : -1;
  }

  /** Begins a value of call {@code call}; {@code from} is the offset where its text begins. */
  void open(SpanOutput out, CharArrayPool arrays, int call, long from) {
    json.open(out, arrays, call, from, false);
  }

  /** Reads more of the value; {@code origin} is the offset of {@code a[0]}. */
  void text(Limits limits, char[] a, int start, int end, long origin) {
    int i = json.feedText(limits, a, start, end, origin);
    while (i < end) {
      if (!JsonTokens.isSpace(a[i++])) {
        json.stray();
      }
    }
  }

  /** The tag closes at offset {@code at}, and with it the value. */
  void close(Limits limits, long at) {
    json.finishText(limits);
    if (!json.isDone()) {
      json.stray();
      json.finish(at);
    }
  }

  /** The stream ends here: nothing follows the last quote. */
  void finishText(Limits limits) {
    json.finishText(limits);
  }

  /** Whether a key or a word is lost if the stream is cut here. */
  boolean isWaiting() {
    return json.isWaiting();
  }

  /** The stream was cut at offset {@code at}: the emitted text is closed if {@code close}. */
  void cut(boolean close, long at) {
    if (close) {
      json.closeCut(at);
    } else {
      json.leave(at);
    }
  }

  void release() {
    json.release();
  }

  void shift(long offset) {
    json.shift(offset);
  }

  void transfer(SnapshotIo io, SpanOutput out, CharArrayPool arrays) {
    json.transfer(io, out, arrays, false);
    io.check(json.heldFromQuote() == 0, "a quote of a value that is not kept");
  }
}
