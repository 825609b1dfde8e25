package dev.deltalex.parse;

import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.value.JsonRepair;
import dev.deltalex.value.SnapshotIo;
import java.util.Objects;

/**
 * What is known of a JSON object that may describe a call: the phase of reading, whether the call
 * is committed, the positions of name and arguments. Positions in held text are relative to its
 * start.
 */
abstract sealed class JsonCallState permits JsonCallKeys {
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
  static final byte BUFFERED = 2;
  static final byte STREAMING = 3;

  static final char[] NO_ARGUMENTS = {'{', '}'};

  /** Reads the arguments, and what is skipped. */
  final JsonRepair value;

  /** One of the above. */
  byte phase;

  boolean committed;
  boolean bare;
  boolean bareArguments;
  boolean firstKey;

  /** The object's brace; in front of it is no more than may be held. */
  char braceAt;

  /** The state in which reading continues if the object is not a call. */
  short textState;

  long objectOffset;

  // The name, and the positions of it and the arguments.
  int nameFrom;
  int nameTo;

  /** Where the model's id begins, behind its quote; 0: there is none. */
  int idFrom;

  /** Chars of the id; 0 until its end was read. */
  char idLength;

  byte arguments;
  boolean argumentsWrapped;
  int argumentsFrom;
  int argumentsTo;
  boolean argumentsKey;

  /**
   * Distance from the object's brace to the first key in held text that is repeated, or, negative,
   * that calls do not have; 0: there is none.
   */
  int oddKeyAt;

  // The string or key that is being read, and the key that was read last.
  byte quote;
  boolean escape;
  byte kind;
  byte keyLength;

  /** Distance from the object's brace to that key. */
  int keyAt;

  /** A bit per known key that still fits: see {@link KeyTable}. */
  short keysFitting;

  // Arguments in a string: see {@link WrappedText}.
  boolean wrappedBegun;
  boolean wrappedOver;
  boolean wrappedRefused;

  /** Chars of an escape read, its backslash included. */
  byte unwrapLength;

  /** Its digits, as read, 8 bits each. */
  int unwrapDigits;

  JsonCallState(Workspace work) {
    value = new JsonRepair(work.out, work.arrays);
  }

  /** Whether a call is open, so that nothing is held. */
  boolean isCommitted() {
    return committed;
  }

  /** Whether an open call's arguments are being read, as an object or in a string. */
  boolean isInArguments() {
    return phase == ARGUMENTS || phase == WRAPPED && !value.isDone();
  }

  /** The {@link HotState#mode} between two deltas, if nothing is held. */
  final int mode(ParserCore p) {
    if (!committed || phase != ARGUMENTS || p.look >= 0) {
      return HotState.OPEN;
    }
    if (value.isStringOpen()) {
      return HotState.OPEN_JSON_STRING;
    }
    return value.isRawStringOpen() ? HotState.OPEN_STRING : HotState.OPEN;
  }

  /** Whether the next char would be text of a string or key. */
  final boolean isInString() {
    return switch (phase) {
      case KEY, WRAPPED -> true;
      case ARGUMENTS, SKIPPED -> value.isInText();
      default -> false;
    };
  }

  /** Chars that must be held from an undecided quote of the arguments or a skipped value on. */
  final int heldFromQuote() {
    return phase == ARGUMENTS || phase == SKIPPED ? value.heldFromQuote() : 0;
  }

  /** The keys of the objects that the state of a call reads. */
  static KeyTable keysOf(StreamState s) {
    return Objects.requireNonNull(s.grammar.state(s.state).keys());
  }

  /** Whether the text in a state is that of a string or key between two literals. */
  static boolean isRawText(Grammar grammar, int state) {
    int next = grammar.state(state).next();
    return next != state && delimitsStrings(grammar.state(next));
  }

  /** Whether a literal of the state opens and closes strings. */
  static boolean delimitsStrings(State state) {
    for (Edge e : state.edges()) {
      if (e.action() == Action.DELIMIT_STRING) {
        return true;
      }
    }
    return false;
  }

  void release() {
    value.release();
    committed = false;
  }

  /** Begins behind the brace at {@code brace} in the hold, {@code offset} in the stream. */
  void begin(boolean isBare, int brace, long offset) {
    phase = MEMBER;
    committed = false;
    bare = isBare;
    bareArguments = false;
    firstKey = true;
    braceAt = (char) brace;
    objectOffset = offset;
    argumentsKey = false;
    nameFrom = 0;
    nameTo = 0;
    idFrom = 0;
    idLength = 0;
    arguments = NONE;
    oddKeyAt = 0;
  }

  /** The offset of the stream's start changes, and an open call is the first of the response. */
  void shift(long offset) {
    objectOffset += offset;
    value.shift(offset);
  }

  /**
   * The state of the object in a snapshot; each field only in the phases that read it, nothing
   * between two objects.
   */
  void transfer(SnapshotIo io, StreamState s) {
    if (s.grammar.state(s.state).op() != Op.JSON_CALLS) {
      return;
    }
    phase = (byte) io.number(phase, MEMBER, SKIPPED, "the phase of a call");
    committed = io.flag(committed);
    objectOffset = io.offset(objectOffset, "the start of a call");
    if (committed) {
      transferOpen(io, s);
    } else {
      transferHeld(io, s);
    }
    switch (phase) {
      case COLON, VALUE -> {
        kind = (byte) io.number(kind, KeyTable.OTHER, KeyTable.ID, "a key's kind");
        // An open call has both: another name or more arguments count as another key.
        io.check(!committed || kind == KeyTable.OTHER, "a name or arguments of an open call");
      }
      case KEY, KEY_TOKEN -> {
        transferQuote(io);
        keysFitting = (short) io.number(keysFitting, Short.MIN_VALUE, Short.MAX_VALUE, "keys");
        KeyTable keys = s.grammar.state(s.state).keys();
        io.check(keys != null && (keysFitting & ~keys.all()) == 0, "keys of another table");
        keyLength = (byte) io.number(keyLength, 0, Byte.MAX_VALUE, "a key's length");
        keyAt = io.number(keyAt, 0, Integer.MAX_VALUE, "the start of a key");
      }
      case NAME -> transferQuote(io);
      case WRAPPED -> {
        wrappedBegun = io.flag(wrappedBegun);
        io.check(wrappedBegun || !committed, "arguments of an open call that have not begun");
        unwrapLength = (byte) io.number(unwrapLength, 0, WrappedText.UNICODE, "an escape's length");
        unwrapDigits = io.hexDigits(unwrapDigits, Math.max(0, unwrapLength - 2));
      }
      default -> {
        // The other fields have no meaning.
      }
    }
    if (phase == ARGUMENTS || phase == SKIPPED || phase == WRAPPED && committed) {
      boolean unseen = s.suppressed || !committed || phase == SKIPPED;
      boolean python = keysOf(s).isPython();
      if (python) {
        io.check(bareArguments, "a call that is not the arguments of a header");
        value.transferPython(io, s.work.out, s.work.arrays, unseen);
      } else {
        value.transfer(io, s.work.out, s.work.arrays, unseen);
      }
      io.check(
          phase != WRAPPED || value.heldFromQuote() == 0, "a quote of a string that is not kept");
      boolean bareScalars = delimitsStrings(s.grammar.state(s.state));
      if (bareScalars) {
        io.check(bareArguments, "a call that is not the arguments of a header");
        value.readBareScalars();
      }
      io.check(value.isInRawText() == isRawText(s.grammar, s.state), "a string of arguments");
    }
    int quote = heldFromQuote();
    boolean fits = committed ? s.look >= 0 ? quote == 0 : s.resumeAt == quote : quote < s.resumeAt;
    io.check(fits, "the held text of a call");
  }

  /** A call that is open: its arguments have begun, and none of its text is held. */
  private void transferOpen(SnapshotIo io, StreamState s) {
    bareArguments = io.flag(bareArguments);
    io.check(!bareArguments || phase == ARGUMENTS, "the phase of arguments alone");
    io.check(phase != NAME && phase != ARGUMENT_TOKEN, "the phase of an open call");
    if (io.isReading()) {
      arguments = STREAMING;
      wrappedOver = false;
      wrappedRefused = false;
      // Their positions are not read any more, only that there is a name.
      nameFrom = 0;
      nameTo = 1;
      bare = false;
      firstKey = false;
    }
  }

  /** An object that may be a call: all of it is held, positions are relative to the hold. */
  private void transferHeld(SnapshotIo io, StreamState s) {
    int understood = s.resumeAt;
    io.check(s.look < 0 && understood > 0, "an object that is not held");
    boolean alone = delimitsStrings(s.grammar.state(s.state)) || keysOf(s).isPython();
    io.check(!alone, "an object where only arguments stand");
    int held = s.limits.maxHeldChars();
    braceAt = (char) io.number(braceAt, 0, Math.min(understood - 1, held), "the object's brace");
    int prefix = braceAt;
    s.prefixLength = (char) io.number(s.prefixLength, 0, prefix, "the length of the prefix");
    int states = s.grammar.stateCount();
    textState = (short) io.number(textState, 0, states - 1, "the state of the text");
    State text = s.grammar.state(textState);
    State plain = s.grammar.state(s.grammar.plain(s.text));
    boolean fits = text.op() == Op.TEXT && text.kind() == plain.kind();
    // In a section what is no call is discarded.
    fits |= text.kind() == TextKind.SECTION && (text.op() == Op.TEXT || text.op() == Op.DISPATCH);
    io.check(fits && text.text() == s.text, "the text around an object");
    if (io.isReading()) {
      bareArguments = false;
      arguments = NONE;
      wrappedOver = false;
      wrappedRefused = false;
      nameFrom = 0;
      nameTo = 0;
      idFrom = 0;
      idLength = 0;
      value.release();
    }
    bare = io.flag(bare);
    firstKey = io.flag(firstKey);
    argumentsKey = io.flag(argumentsKey);
    int longest = io.limits().maxNameChars();
    if (phase == NAME) {
      int first = Math.max(0, understood - longest);
      nameFrom = io.number(nameFrom, first, understood, "the name's start");
    } else if (io.flag(nameTo > 0)) {
      nameFrom = io.number(nameFrom, 0, understood - 1, "the name's start");
      int last = Math.min(understood, nameFrom + longest);
      nameTo = io.number(nameTo, nameFrom + 1, last, "the name's end");
    }
    if (io.flag(idFrom > 0)) {
      idFrom = io.number(idFrom, 1, understood, "the id's start");
      int most = Math.min(longest, understood - idFrom);
      idLength = (char) io.number(idLength, 0, most, "the id's length");
      io.check(idLength > 0 || phase == SKIPPED, "an id without an end");
    }
    arguments = (byte) io.number(arguments, NONE, BUFFERED, "what is known of the arguments");
    if (arguments == BUFFERED) {
      argumentsWrapped = io.flag(argumentsWrapped);
      argumentsFrom = io.number(argumentsFrom, 0, understood, "the arguments' start");
      argumentsTo = io.number(argumentsTo, argumentsFrom, understood, "the arguments' end");
    } else if (phase == ARGUMENTS || phase == WRAPPED || phase == ARGUMENT_TOKEN) {
      argumentsFrom = io.number(argumentsFrom, 0, understood, "the arguments' start");
    }
    oddKeyAt = io.number(oddKeyAt, -Integer.MAX_VALUE, Integer.MAX_VALUE, "an odd key");
  }

  private void transferQuote(SnapshotIo io) {
    quote = (byte) (io.flag(quote == '"') ? '"' : '\'');
    escape = io.flag(escape);
  }
}
