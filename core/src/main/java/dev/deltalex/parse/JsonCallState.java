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
  static final byte MEMBER = 0;
  static final byte COLON = 1;
  static final byte VALUE = 2;
  static final byte NEXT = 3;
  static final byte KEY = 4;
  static final byte KEY_TOKEN = 5;
  static final byte NAME = 6;
  static final byte ARGUMENTS = 7;
  static final byte WRAPPED = 8;
  static final byte ARGUMENT_TOKEN = 9;
  static final byte SKIPPED = 10;

  // What is known of the arguments.
  static final byte NONE = 0;
  static final byte EMPTY = 1;
  static final byte AHEAD = 2;
  static final byte LIVE = 3;

  static final char[] NO_ARGUMENTS = {'{', '}'};

  /** Reads the arguments, and what is skipped. */
  final JsonValue value;

  /** One of the above. */
  byte phase;

  boolean proven;
  boolean bare;
  boolean inArray;
  boolean marked;
  boolean alone;
  boolean firstKey;
  int braceAt;
  long objectOffset;

  // What is known of the name, and where it and the arguments stand.
  int nameFrom;
  int nameTo;
  byte arguments;
  boolean argumentsWrapped;
  int argumentsFrom;
  int argumentsTo;
  boolean argumentsKey;

  /** How far behind the object's brace the first repeated key of a hold stands; 0: none does. */
  int repeatedAt;

  // The string or key that is being read, and the key that was read last.
  char quote;
  boolean escape;
  byte kind;
  byte keyLength;
  long keyOffset;

  /** A bit per known key that still fits: see {@link JsonKey}. */
  byte keysFitting;

  // Arguments in a string: see {@link WrappedText}.
  boolean wrappedBegun;
  boolean wrappedOver;
  boolean wrappedRefused;

  /** Chars of an escape read, its backslash included. */
  byte unwrapLength;

  /** Its digits, as read, 8 bits each. */
  int unwrapDigits;

  JsonCallState(Workspace work) {
    value = new JsonValue(work.out, work.slabs);
  }

  /** Whether a call is open, so that nothing is held. */
  boolean isProven() {
    return proven;
  }

  /** Whether an open call's arguments are being read, as an object or in a string. */
  boolean isInArguments() {
    return phase == ARGUMENTS || phase == WRAPPED && !value.isDone();
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
  void begin(ParserCore p, boolean isBare, boolean array, int brace, long offset) {
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
    repeatedAt = 0;
    p.state = p.grammar.role(Role.IN_JSON);
  }

  /** Offsets count from another place, and an open call is the first of the response. */
  void shift(long offset) {
    objectOffset += offset;
    keyOffset += offset;
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
    out.writeInt(repeatedAt);
    out.writeByte(kind);
    out.writeByte(keysFitting);
    out.writeByte(keyLength);
    out.writeLong(keyOffset);
    out.writeByte(unwrapLength);
    out.writeInt(unwrapDigits);
    out.writeBoolean(wrappedBegun);
    out.writeBoolean(wrappedOver);
    value.save(out);
  }

  void load(DataInputStream in, Workspace work) throws IOException {
    phase = (byte) Snapshot.in(in.readByte(), MEMBER, SKIPPED, "the phase of the call");
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
    arguments = (byte) Snapshot.in(in.readByte(), NONE, LIVE, "the arguments' state");
    argumentsWrapped = in.readBoolean();
    argumentsFrom = position(in);
    argumentsTo = position(in);
    argumentsKey = in.readBoolean();
    repeatedAt = position(in);
    kind = (byte) Snapshot.in(in.readByte(), JsonKey.OTHER, JsonKey.ARGUMENTS, "the key's kind");
    keysFitting = in.readByte();
    keyLength = (byte) Snapshot.in(in.readByte(), 0, Byte.MAX_VALUE, "a key's length");
    keyOffset = in.readLong();
    unwrapLength = (byte) Snapshot.in(in.readByte(), 0, WrappedText.UNICODE, "an escape's length");
    unwrapDigits = in.readInt();
    wrappedBegun = in.readBoolean();
    wrappedOver = in.readBoolean();
    wrappedRefused = false;
    value.load(work.out, work.slabs, in);
  }

  private static int position(DataInputStream in) throws IOException {
    return Snapshot.in(in.readInt(), 0, Integer.MAX_VALUE, "a position");
  }
}
