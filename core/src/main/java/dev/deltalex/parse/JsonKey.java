package dev.deltalex.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Recognises the keys of a call object as their chars come, without keeping them: a bit per known
 * key that still fits.
 */
final class JsonKey {
  /** A key that says nothing of the call. */
  static final int OTHER = 0;

  /** The tool's name. */
  static final int NAME = 1;

  /** The arguments. */
  static final int ARGUMENTS = 2;

  /** Known keys; those behind the fourth only tell that the object describes a call. */
  private static final String[] KNOWN = {
    "name", "arguments", "parameters", "args", "id", "type", "function", "tool_call_id"
  };

  private static final int FIRST_OTHER = 4;

  private int fitting;
  private int length;
  private long offset;

  void begin(long at) {
    fitting = (1 << KNOWN.length) - 1;
    length = 0;
    offset = at;
  }

  void add(char c) {
    int at = length++;
    int still = fitting;
    for (int k = 0; still != 0 && k < KNOWN.length; k++) {
      String known = KNOWN[k];
      if (at >= known.length() || known.charAt(at) != c) {
        still &= ~(1 << k);
      }
    }
    fitting = still;
  }

  /** Offset of the key's first char. */
  long offset() {
    return offset;
  }

  /** Whether some known key still fits. */
  boolean mayBeKnown() {
    return fitting != 0;
  }

  boolean isKnown() {
    return ordinal() >= 0;
  }

  int kind() {
    int ordinal = ordinal();
    if (ordinal < 0 || ordinal >= FIRST_OTHER) {
      return OTHER;
    }
    return ordinal == 0 ? NAME : ARGUMENTS;
  }

  private int ordinal() {
    for (int k = 0; k < KNOWN.length; k++) {
      if ((fitting >>> k & 1) != 0 && KNOWN[k].length() == length) {
        return k;
      }
    }
    return -1;
  }

  void save(DataOutputStream out) throws IOException {
    out.writeInt(fitting);
    out.writeInt(length);
    out.writeLong(offset);
  }

  void load(DataInputStream in) throws IOException {
    fitting = in.readInt();
    length = Snapshot.in(in.readInt(), 0, Integer.MAX_VALUE, "a key's length");
    offset = in.readLong();
  }
}
