package dev.deltalex.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Arguments that the model wrote as a JSON string: takes one level of escapes off, as they come,
 * and hands the text on.
 */
final class WrappedText {
  private static final int UNICODE = 5;

  private final char[] one = new char[1];

  /** Chars of an escape read, its backslash included. */
  private int escapeLength;

  /** Its digits, as read, 16 bits each. */
  private long digits;

  private boolean begun;
  private boolean over;
  private boolean refused;

  void begin() {
    escapeLength = 0;
    digits = 0;
    begun = false;
    over = false;
    refused = false;
  }

  /** Whether an object has begun in the text. */
  boolean isBegun() {
    return begun;
  }

  /** Whether the string is over. */
  boolean isOver() {
    return over;
  }

  /** Whether the text is no object, or no call may be opened. */
  boolean isRefused() {
    return refused;
  }

  /** Reads on in the string; returns the index behind its end, or {@code to}. */
  int read(JsonCall call, StreamParser p, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !over && !refused) {
      if (escapeLength > 0) {
        i = escape(call, p, a, i, origin);
        continue;
      }
      char c = a[i];
      if (c == '"') {
        end(call, origin + i);
        return i + 1;
      }
      if (c == '\\') {
        escapeLength = 1;
        i++;
        continue;
      }
      int run = i + 1;
      while (begun && run < to && a[run] != '"' && a[run] != '\\') {
        run++;
      }
      deliver(call, p, a, i, run, origin, a, origin + i);
      i = refused ? i : run;
    }
    return i;
  }

  /** Reads arguments that came before the name; the call is open now. */
  void replay(JsonCall call, StreamParser p, char[] a, int from, int to, long origin) {
    read(call, p, a, from, to, origin);
    if (escapeLength > 1) {
      settleEscape(call, p, a, origin + to - escapeLength);
    }
    end(call, origin + to);
  }

  private void end(JsonCall call, long at) {
    over = true;
    if (begun && call.isProven() && !call.value.isDone()) {
      call.value.stray();
      call.value.finish(at);
    }
  }

  /** Decoded text: {@code a[from, to)}; its first char stands at offset {@code at}. */
  private void deliver(
      JsonCall call,
      StreamParser p,
      char[] a,
      int from,
      int to,
      long origin,
      char[] held,
      long at) {
    int i = from;
    if (!begun) {
      if (Frame.isWhitespace(a[i])) {
        return;
      }
      if (a[i] != '{' || !call.wrappedObject(p, held, at)) {
        refused = true;
        return;
      }
      begun = true;
    }
    if (!call.isProven()) {
      return;
    }
    if (!call.value.isDone()) {
      i = call.feedAll(p, a, i, to, origin);
    }
    while (i < to) {
      if (!Frame.isWhitespace(a[i])) {
        call.value.stray();
      }
      i++;
    }
  }

  private void deliver(JsonCall call, StreamParser p, char c, char[] held, long source) {
    one[0] = c;
    deliver(call, p, one, 0, 1, source, held, source);
    p.work.out.pin();
  }

  private int escape(JsonCall call, StreamParser p, char[] a, int i, long origin) {
    char c = a[i];
    long source = origin + i - escapeLength;
    if (escapeLength == 1) {
      if (c == 'u') {
        escapeLength = 2;
        return i + 1;
      }
      escapeLength = 0;
      char meant = meaning(c);
      if (meant == 0) {
        deliver(call, p, '\\', a, source);
        return i;
      }
      deliver(call, p, meant, a, source);
      return i + 1;
    }
    if (Character.digit(c, 16) >= 0 && c < 128) {
      digits = digits << Character.SIZE | c;
      if (escapeLength++ < UNICODE) {
        return i + 1;
      }
      int value = 0;
      for (int k = 3; k >= 0; k--) {
        value = value << 4 | Character.digit((char) (digits >>> k * Character.SIZE), 16);
      }
      escapeLength = 0;
      deliver(call, p, (char) value, a, source);
      return i + 1;
    }
    settleEscape(call, p, a, source);
    return i;
  }

  /** What came of an escape is text after all. */
  private void settleEscape(JsonCall call, StreamParser p, char[] a, long source) {
    int have = escapeLength - 2;
    escapeLength = 0;
    deliver(call, p, '\\', a, source);
    deliver(call, p, 'u', a, source);
    for (int k = have - 1; k >= 0; k--) {
      deliver(call, p, (char) (digits >>> k * Character.SIZE), a, source);
    }
  }

  /** What an escape of two chars stands for, or 0 if JSON has no such escape. */
  private static char meaning(char c) {
    return switch (c) {
      case '"', '\\', '/', '\'' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  /** Decodes a name into the workspace; returns its length. */
  int decode(char[] a, int from, int to, Workspace work) {
    char[] out = work.nameChars;
    int n = 0;
    int i = from;
    while (i < to) {
      char c = a[i++];
      if (c != '\\' || i == to) {
        out[n++] = c;
        continue;
      }
      char meant = meaning(a[i]);
      if (meant != 0) {
        out[n++] = meant;
        i++;
      } else if (a[i] == 'u' && isUnicode(a, i + 1, to)) {
        int value = 0;
        for (int k = 1; k < UNICODE; k++) {
          value = value << 4 | Character.digit(a[i + k], 16);
        }
        out[n++] = (char) value;
        i += UNICODE;
      } else {
        out[n++] = c;
      }
    }
    return n;
  }

  private static boolean isUnicode(char[] a, int from, int to) {
    if (to - from < UNICODE - 1) {
      return false;
    }
    for (int k = from; k < from + UNICODE - 1; k++) {
      if (a[k] >= 128 || Character.digit(a[k], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  void save(DataOutputStream out) throws IOException {
    out.writeByte(escapeLength);
    out.writeLong(digits);
    out.writeBoolean(begun);
    out.writeBoolean(over);
  }

  void load(DataInputStream in) throws IOException {
    escapeLength = Snapshot.in(in.readByte(), 0, UNICODE, "an escape's length");
    digits = in.readLong();
    begun = in.readBoolean();
    over = in.readBoolean();
    refused = false;
  }
}
