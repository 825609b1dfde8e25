package dev.deltalex.value;

/**
 * The key of the parameter whose value comes: it goes out with the value's first char, so that what
 * is out can always be closed.
 */
final class ArgumentKey {
  private static final char[] NO_KEY = {};

  /** Chars of a key in a snapshot: a schema's names have no limit. */
  private static final int LONGEST = 1 << 28;

  /** JSON text of the key, colon included; the caller's. */
  private char[] json = NO_KEY;

  private int length;

  /** Whether a parameter of the call is out, so that a comma parts it from the next. */
  private boolean anyBefore;

  void newCall() {
    anyBefore = false;
  }

  void open(char[] keyJson, int keyChars) {
    json = keyJson;
    length = keyChars;
  }

  /** Puts the key out; the value follows. */
  void emit(SpanOutput out, int call, long at) {
    out.key(call, anyBefore, json, length, at);
    anyBefore = true;
  }

  /** Puts the key and the quote of a string out. */
  void emitString(SpanOutput out, int call, long at) {
    emit(out, call, at);
    out.argument(call, '"', at);
  }

  /** The state; the key itself only if it {@code waits}. */
  void transfer(SnapshotIo io, boolean waits) {
    anyBefore = io.flag(anyBefore);
    int chars = waits ? io.count(length, LONGEST, 1, "a key's length") : 0;
    if (io.isReading()) {
      open(chars == 0 ? NO_KEY : new char[chars], chars);
    }
    io.chars(json, chars);
  }
}
