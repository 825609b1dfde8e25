package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.schema.ParameterType;
import org.jspecify.annotations.Nullable;

/** What is known of the value of a parameter that is being read. */
abstract sealed class TextValueState extends OpenElements permits TextValue {
  /** No value is open, or it is discarded. */
  static final int DISCARDED = 0;

  /** A string whose key is not emitted yet. */
  static final int STRING_AHEAD = 1;

  /** A string whose text is emitted while it is read. */
  static final int STRING = 2;

  /** Everything is buffered. */
  static final int BUFFERED = 3;

  /** Everything is buffered until the first chars show that it is a string. */
  static final int UNDECIDED = 4;

  /** An object or array is expected; it is streamed if it begins as one. */
  static final int STRUCTURE_AHEAD = 5;

  /** An object or array is normalised while it is read. */
  static final int STRUCTURE = 6;

  /** The value may be all arguments of the call: its first char that is no blank decides. */
  static final int WHOLE = 7;

  /** The value is an object that may be all arguments of the call; everything is buffered. */
  static final int WHOLE_OBJECT = 8;

  /** Such an object is complete; what follows it in the call shows what it is. */
  static final int HELD = 9;

  int mode;
  boolean streams;
  long from;
  long tag;
  final BufferedValue typed = new BufferedValue(key);
  final @Nullable EntityText entities;

  /** Made for the first value whose trailing whitespace is not part of it. */
  private @Nullable TrailingBlanks trailing;

  /** Whether whitespace at the end is not part of the value. */
  boolean trims;

  @Nullable StreamedJsonValue structure;

  TextValueState(boolean decodesEntities) {
    entities = decodesEntities ? new EntityText() : null;
  }

  /** The whitespace at the end of the open value, as far as it is read. */
  final TrailingBlanks blanks() {
    TrailingBlanks blanks = trailing;
    if (blanks == null) {
      blanks = new TrailingBlanks();
      trailing = blanks;
    }
    blanks.call = call;
    return blanks;
  }

  /** Whether XML entities in values are decoded. */
  public final boolean decodesEntities() {
    return entities != null;
  }

  /** A call opens: it has no parameter yet. */
  public final void newCall(CharArrayPool arrays) {
    key.newCall();
    mode = DISCARDED;
    clearElements(arrays);
  }

  /** Elements may be inside of the value that was opened, or discarded, before its text. */
  public final void mayNest() {
    nests = true;
    if (mode == STRING_AHEAD) {
      mode = UNDECIDED;
    }
  }

  /**
   * Opens a value.
   *
   * @param admitted bits of {@link ParameterType}
   * @param index of the call
   * @param keyJson JSON text of the key, colon included; must not change until the value's first
   *     char is emitted
   * @param at offset of the parameter's tag
   * @param start offset of the value's first char
   * @param stream whether an object or array is normalised while it is read
   */
  public final void open(
      int admitted, int index, char[] keyJson, int keyChars, long at, long start, boolean stream) {
    call = index;
    nests = false;
    key.open(keyJson, keyChars);
    typed.open(admitted);
    tag = at;
    from = start;
    streams = stream;
    trims = false;
    typed.trims = false;
    begin(admitted, stream);
  }

  /** Whitespace at the end is not part of the value that opened. */
  public final void trimEnd() {
    trims = true;
    typed.trims = true;
  }

  /** The value may be all arguments: an object that is the only parameter of its call. */
  public final void mayBeWhole() {
    mode = WHOLE;
  }

  /** Whether no parameter of the call was emitted. */
  public final boolean isFirst() {
    return key.isFirst();
  }

  final void begin(int admitted, boolean stream) {
    if (admitted == ParameterType.STRING) {
      mode = STRING_AHEAD;
    } else if ((admitted & ParameterType.STRING) != 0) {
      mode = UNDECIDED;
    } else {
      boolean structured = (admitted & (ParameterType.OBJECT | ParameterType.ARRAY)) != 0;
      mode = stream && structured ? STRUCTURE_AHEAD : BUFFERED;
    }
  }

  /** The value's first char, after the framing, has offset {@code start}. */
  public final void startsAt(long start) {
    from = start;
  }

  /** Opens a value that is not emitted. */
  public final void discard() {
    mode = DISCARDED;
    nests = false;
  }

  /**
   * An element opens in the value, or in the object or array inside of which the last one was.
   *
   * @param item whether its name is that of an array's elements
   * @param at offset of its tag
   */
  public final void enter(SpanOutput out, CharArrayPool arrays, boolean item, long at) {
    if (elements().isLeaf()) {
      boolean emitted = mode != DISCARDED;
      enter(out, item, from, at, emitted);
      release(arrays);
      discard();
    }
  }

  /** Whether so many more chars are buffered, or discarded. */
  public final boolean holds(Limits limits, int more) {
    return mode == DISCARDED || typed.length() <= limits.maxBufferedChars() - more;
  }

  /** Whether text is emitted while it is read, after the opening quote was emitted. */
  public final boolean isStringOpen() {
    return mode == STRING && entities == null && !trims;
  }

  /** Whether text that comes next is emitted as it is read, and nothing but escaped. */
  public final boolean isStringAhead() {
    return (mode == STRING || mode == STRING_AHEAD) && entities == null && !trims;
  }

  /** As {@link #isStringOpen}, for a string whose whitespace at the end is not part of it. */
  public final boolean isTrimmedStringOpen() {
    return mode == STRING && entities == null && trims;
  }

  /** Number of whitespace chars held at the end of the open string. */
  public final int heldBlanks() {
    return trailing == null ? 0 : trailing.length();
  }

  /**
   * Writes whitespace held at the end of the open string as JSON text to the start of {@code out};
   * returns its length.
   */
  public final int escapeBlanks(CharScanner scanner, char[] out) {
    return trailing == null ? 0 : trailing.escape(scanner, out);
  }

  /**
   * Holds the whitespace {@code a[start, end)} at the end of the open trimmed string.
   *
   * @param behindText whether text precedes it, so that what was held was emitted
   */
  public final void holdBlanks(
      CharArrayPool arrays, char[] a, int start, int end, boolean behindText) {
    if (start < end) {
      blanks().hold(arrays, a, start, end, behindText);
    } else if (trailing != null) {
      trailing.release(arrays);
    }
  }

  /** Holds the last char of an open trimmed string if it is whitespace, and nothing before it. */
  public final void holdLast(CharArrayPool arrays, char last) {
    if (JsonTokens.isSpace(last)) {
      blanks().holdOnly(arrays, last);
    } else if (trailing != null) {
      trailing.release(arrays);
    }
  }

  /** The response is over: releases all that is pooled. */
  public final void end(CharArrayPool arrays) {
    release(arrays);
    clearElements(arrays);
  }

  /** Releases the buffer. */
  public final void release(CharArrayPool arrays) {
    typed.release(arrays);
    if (trailing != null) {
      trailing.release(arrays);
    }
    if (entities != null) {
      entities.clear();
    }
    if (structure != null) {
      structure.release();
    }
  }

  /** Adds {@code offset} to each stored offset, because offset 0 moves to another char. */
  public final void shift(long offset) {
    from += offset;
    tag += offset;
    if (structure != null) {
      structure.shift(offset);
    }
  }

  /** Whether a value is complete that may be all arguments of its call. */
  public final boolean isHeld() {
    return mode == HELD;
  }

  /** Whether no value is open that is emitted. */
  public final boolean isDiscarded() {
    return mode == DISCARDED;
  }

  /** Saves or loads the state of the open value, and whether the call has emitted others. */
  public final void transfer(SnapshotIo io, SpanOutput to, CharArrayPool arrays) {
    mode = io.number(mode, DISCARDED, HELD, "a value's mode");
    transferElements(io, arrays);
    io.check(!nests || mode != STRING && mode < STRUCTURE, "elements in a value with text");
    key.transfer(io, mode != DISCARDED && mode != STRING && mode != STRUCTURE);
    if (mode == DISCARDED) {
      return;
    }
    call = io.isReading() ? io.call() : call;
    streams = io.flag(streams);
    trims = io.flag(trims);
    typed.trims = trims;
    if (trims) {
      blanks().transfer(io, arrays);
    }
    from = io.offset(from, "the start of a value");
    tag = io.offset(tag, "the start of a parameter");
    if (entities != null) {
      entities.transfer(io);
    }
    if (mode == STRUCTURE) {
      StreamedJsonValue value = structure == null ? new StreamedJsonValue(to, arrays) : structure;
      structure = value;
      value.transfer(io, to, arrays);
    } else if (mode != STRING && mode != STRING_AHEAD) {
      typed.transfer(io, arrays);
    }
  }
}
