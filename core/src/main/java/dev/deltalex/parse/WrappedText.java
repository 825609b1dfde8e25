package dev.deltalex.parse;

import dev.deltalex.value.JsonEscapes;

/**
 * Arguments that the model wrote as a JSON string: removes one level of escapes and passes the text
 * on while it is read.
 */
final class WrappedText {
  /** Chars of a unicode escape after its backslash: u and four digits. */
  static final int UNICODE = 5;

  private final Workspace work;
  private final Window w;

  WrappedText(Workspace work) {
    this.work = work;
    this.w = work.interpreter;
  }

  /** The string opens. */
  static void begin(JsonCallState call) {
    call.unwrapLength = 0;
    call.unwrapDigits = 0;
    call.wrappedBegun = false;
    call.wrappedOver = false;
    call.wrappedRefused = false;
  }

  /** Continues the string; returns the index after its end, or {@code to}. */
  int read(char[] a, int from, int to) {
    ParserCore p = w.parser;
    JsonCall call = p.json();
    long origin = w.origin;
    int i = from;
    while (i < to && !call.wrappedOver && !call.wrappedRefused) {
      if (call.unwrapLength > 0) {
        i = escape(a, i);
        continue;
      }
      char c = a[i];
      if (c == '"') {
        end(p, call, origin + i);
        return i + 1;
      }
      if (c == '\\') {
        call.unwrapLength = 1;
        i++;
        continue;
      }
      int run = i + 1;
      while (call.wrappedBegun && run < to && a[run] != '"' && a[run] != '\\') {
        run++;
      }
      deliver(a, i, run, origin, a);
      i = call.wrappedRefused ? i : run;
    }
    return i;
  }

  /** Reads arguments that were buffered until the name was known and the call opened. */
  void replay(char[] a, int from, int to) {
    ParserCore p = w.parser;
    JsonCall call = p.json();
    long origin = w.origin;
    read(a, from, to);
    if (call.unwrapLength > 1) {
      settleEscape(a, origin + to - call.unwrapLength);
    }
    end(p, call, origin + to);
  }

  private static void end(ParserCore p, JsonCall call, long at) {
    call.wrappedOver = true;
    call.value.finishText(p.limits);
    if (call.wrappedBegun && call.isCommitted() && !call.value.isDone()) {
      call.value.stray();
      call.value.finish(at);
    }
  }

  /** Emits decoded text {@code a[from, to)}; {@code a[0]} has offset {@code origin}. */
  private void deliver(char[] a, int from, int to, long origin, char[] held) {
    ParserCore p = w.parser;
    JsonCall call = p.json();
    int i = from;
    if (!call.wrappedBegun) {
      if (Window.isWhitespace(a[i])) {
        return;
      }
      if (a[i] != '{' || !call.wrappedObject(work.interpreter, held, origin + from)) {
        call.wrappedRefused = true;
        return;
      }
      call.wrappedBegun = true;
    }
    if (!call.isCommitted()) {
      return;
    }
    if (!call.value.isDone()) {
      i = call.feedAll(work.interpreter, a, i, to, origin);
    }
    while (i < to) {
      if (!Window.isWhitespace(a[i])) {
        call.value.stray();
      }
      i++;
    }
  }

  private void deliver(char c, char[] held, long sourceOffset) {
    char[] one = work.one;
    one[0] = c;
    deliver(one, 0, 1, sourceOffset, held);
    work.out.pin();
  }

  private int escape(char[] a, int i) {
    ParserCore p = w.parser;
    JsonCall call = p.json();
    long origin = w.origin;
    char c = a[i];
    long source = origin + i - call.unwrapLength;
    if (call.unwrapLength == 1) {
      if (c == 'u') {
        call.unwrapLength = 2;
        return i + 1;
      }
      call.unwrapLength = 0;
      char meant = JsonEscapes.meaning(c);
      if (meant == 0) {
        deliver('\\', a, source);
        return i;
      }
      deliver(meant, a, source);
      return i + 1;
    }
    if (Character.digit(c, 16) >= 0 && c < 128) {
      call.unwrapDigits = call.unwrapDigits << Byte.SIZE | c;
      if (call.unwrapLength++ < UNICODE) {
        return i + 1;
      }
      int value = 0;
      for (int k = 3; k >= 0; k--) {
        value = value << 4 | Character.digit(digit(call, k), 16);
      }
      call.unwrapLength = 0;
      deliver((char) value, a, source);
      return i + 1;
    }
    settleEscape(a, source);
    return i;
  }

  /** The digit of an escape that {@code later} ones follow. */
  private static char digit(JsonCall call, int later) {
    return (char) (call.unwrapDigits >>> later * Byte.SIZE & 0xFF);
  }

  /** The chars of an incomplete escape are text. */
  private void settleEscape(char[] a, long sourceOffset) {
    ParserCore p = w.parser;
    JsonCall call = p.json();
    int have = call.unwrapLength - 2;
    call.unwrapLength = 0;
    deliver('\\', a, sourceOffset);
    deliver('u', a, sourceOffset);
    for (int k = have - 1; k >= 0; k--) {
      deliver(digit(call, k), a, sourceOffset);
    }
  }

  /** Decodes a name into the workspace; returns its length. */
  static int decode(char[] a, int from, int to, Workspace work) {
    return JsonEscapes.decode(a, from, to, work.nameChars);
  }
}
