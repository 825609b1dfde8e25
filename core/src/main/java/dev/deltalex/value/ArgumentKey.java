package dev.deltalex.value;

/**
 * The key of the open parameter. It is emitted with the value's first char, so that the emitted
 * text can always be closed.
 */
final class ArgumentKey {
  private static final char[] NO_KEY = {};

  /** Chars of a key in a snapshot: a schema's names have no limit. */
  private static final int LONGEST = 1 << 28;

  /** JSON text of the key, colon included; owned by the caller. */
  private char[] json = NO_KEY;

  private int length;

  /** Whether a parameter of the call was emitted, so that a comma must precede the next. */
  private boolean anyBefore;

  void newCall() {
    anyBefore = false;
  }

  /** Whether no parameter of the call was emitted. */
  boolean isFirst() {
    return !anyBefore;
  }

  void open(char[] keyJson, int keyChars) {
    json = keyJson;
    length = keyChars;
  }

  /** What follows is the first member of an object or array inside the value. */
  void enter() {
    anyBefore = false;
  }

  /** An object or array inside of which members were emitted is complete. */
  void leave() {
    anyBefore = true;
  }

  /** Emits the key; the value follows. */
  void emit(SpanOutput out, int call, long at) {
    out.key(call, anyBefore, json, length, at);
    anyBefore = true;
  }

  /** Emits the key and the opening quote of a string. */
  void emitString(SpanOutput out, int call, long at) {
    emit(out, call, at);
    out.argument(call, '"', at);
  }

  /** Saves or loads the state; the key itself only if {@code waits}: it is not emitted yet. */
  void transfer(SnapshotIo io, boolean waits) {
    anyBefore = io.flag(anyBefore);
    int chars = waits ? io.count(length, LONGEST, 1, "a key's length") : 0;
    if (io.isReading()) {
      open(chars == 0 ? NO_KEY : new char[chars], chars);
    }
    io.chars(json, chars);
  }
}
