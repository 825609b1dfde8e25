package dev.deltalex.parse;

import dev.deltalex.grammar.Role;
import dev.deltalex.value.JsonValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What is known of a JSON object that may describe a call: where reading stands in it, whether the
 * call is proven, where name and arguments stand in the hold. Positions of a hold are relative to
 * its start.
 */
abstract sealed class JsonCallState permits JsonCall {
  // What is expected, or what is being read, in the call object.
  static final int MEMBER = 0;
  static final int COLON = 1;
  static final int VALUE = 2;
  static final int NEXT = 3;
  static final int KEY = 4;
  static final int KEY_TOKEN = 5;
  static final int NAME = 6;
  static final int ARGUMENTS = 7;
  static final int WRAPPED = 8;
  static final int ARGUMENT_TOKEN = 9;
  static final int SKIPPED = 10;

  // What is known of the arguments.
  static final int NONE = 0;
  static final int EMPTY = 1;
  static final int AHEAD = 2;
  static final int LIVE = 3;

  static final char[] NO_ARGUMENTS = {'{', '}'};

  final JsonValue value;
  final JsonKey key = new JsonKey();
  final WrappedText wrapped = new WrappedText();
  int phase;
  boolean proven;
  boolean bare;
  boolean inArray;
  boolean marked;
  boolean alone;
  boolean firstKey;
  int braceAt;
  long objectOffset;
  char quote;
  boolean escape;
  int nameFrom;
  int nameTo;
  int arguments;
  boolean argumentsWrapped;
  int argumentsFrom;
  int argumentsTo;
  boolean argumentsKey;
  boolean repeated;
  long repeatedAt;
  int kind;

  JsonCallState(Workspace work) {
    value = new JsonValue(work.out, work.slabs);
  }

  /** Whether a call is open, so that nothing is held. */
  boolean isProven() {
    return proven;
  }

  boolean inArray() {
    return inArray;
  }

  /** The array is over. Returns whether a wrapper is open around it. */
  boolean leaveArray() {
    inArray = false;
    return marked;
  }

  /** What follows stands behind a wrapper's opener, or alone. */
  void wrap(boolean isMarked) {
    marked = isMarked;
  }

  void letGo() {
    value.letGo();
    proven = false;
    inArray = false;
  }

  /** Begins behind the brace at {@code brace} in the hold, {@code offset} in the stream. */
  void begin(StreamParser p, boolean isBare, boolean array, int brace, long offset) {
    phase = MEMBER;
    proven = false;
    bare = isBare;
    inArray = array;
    alone = false;
    firstKey = true;
    braceAt = brace;
    objectOffset = offset;
    argumentsKey = false;
    nameFrom = 0;
    nameTo = 0;
    arguments = NONE;
    repeated = false;
    p.state = p.grammar.role(Role.IN_JSON);
  }

  /** Offsets count from another place, and an open call is the first of the response. */
  void shift(long offset) {
    objectOffset += offset;
    repeatedAt += offset;
    value.shift(offset);
  }

  void save(DataOutputStream out) throws IOException {
    out.writeByte(phase);
    out.writeBoolean(proven);
    out.writeBoolean(bare);
    out.writeBoolean(inArray);
    out.writeBoolean(marked);
    out.writeBoolean(alone);
    out.writeBoolean(firstKey);
    out.writeInt(braceAt);
    out.writeLong(objectOffset);
    out.writeChar(quote);
    out.writeBoolean(escape);
    out.writeInt(nameFrom);
    out.writeInt(nameTo);
    out.writeByte(arguments);
    out.writeBoolean(argumentsWrapped);
    out.writeInt(argumentsFrom);
    out.writeInt(argumentsTo);
    out.writeBoolean(argumentsKey);
    out.writeBoolean(repeated);
    out.writeLong(repeatedAt);
    out.writeByte(kind);
    key.save(out);
    wrapped.save(out);
    value.save(out);
  }

  void load(DataInputStream in, Workspace work) throws IOException {
    phase = Snapshot.in(in.readByte(), MEMBER, SKIPPED, "the phase of the call");
    proven = in.readBoolean();
    bare = in.readBoolean();
    inArray = in.readBoolean();
    marked = in.readBoolean();
    alone = in.readBoolean();
    firstKey = in.readBoolean();
    braceAt = position(in);
    objectOffset = in.readLong();
    quote = in.readChar();
    escape = in.readBoolean();
    nameFrom = position(in);
    nameTo = position(in);
    arguments = Snapshot.in(in.readByte(), NONE, LIVE, "the arguments' state");
    argumentsWrapped = in.readBoolean();
    argumentsFrom = position(in);
    argumentsTo = position(in);
    argumentsKey = in.readBoolean();
    repeated = in.readBoolean();
    repeatedAt = in.readLong();
    kind = Snapshot.in(in.readByte(), JsonKey.OTHER, JsonKey.ARGUMENTS, "the key's kind");
    key.load(in);
    wrapped.load(in);
    value.load(work.out, work.slabs, in);
  }

  private static int position(DataInputStream in) throws IOException {
    return Snapshot.in(in.readInt(), 0, Integer.MAX_VALUE, "a position");
  }
}
