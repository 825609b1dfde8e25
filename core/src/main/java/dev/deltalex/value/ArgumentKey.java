package dev.deltalex.value;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The key of the parameter whose value comes: it goes out with the value's first char, so that what
 * is out can always be closed.
 */
final class ArgumentKey {
  private static final char[] NO_KEY = {};

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

  /** Writes the state, the key only if it {@code waits}. */
  void save(DataOutputStream out, boolean waits) throws IOException {
    out.writeBoolean(anyBefore);
    SavedChars.write(out, json, waits ? length : 0);
  }

  /** Reads what {@link #save} wrote. */
  void load(DataInputStream in) throws IOException {
    anyBefore = in.readBoolean();
    length = SavedChars.readLength(in);
    json = new char[length];
    SavedChars.read(in, json, length);
  }
}
