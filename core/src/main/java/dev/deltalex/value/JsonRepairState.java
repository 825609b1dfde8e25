package dev.deltalex.value;

import org.jspecify.annotations.Nullable;

/**
 * The bottom layer of {@link JsonRepair}: its fields, the stack of open containers, the snapshot.
 * The fields are as small as their values allow: each stream inside a JSON string has one instance,
 * and there are many streams.
 */
abstract sealed class JsonRepairState permits JsonRepairText {
  // States between tokens: what is expected next.
  static final byte VALUE = 0;
  static final byte ELEMENT = 1;
  static final byte MEMBER = 2;
  static final byte ELEMENT_AFTER_COMMA = 3;
  static final byte KEY_AFTER_COMMA = 4;
  static final byte COLON = 5;
  static final byte NEXT = 6;

  // States inside a token: what is being read.
  static final byte STRING = 7;
  static final byte KEY = 8;
  static final byte BARE_KEY = 9;
  static final byte WORD = 10;
  static final byte LONG_WORD = 11;
  static final byte DEEP = 12;

  // States behind a double quote of which it is undecided whether it ends the string or key.
  static final byte STRING_END = 13;
  static final byte KEY_END = 14;

  /** In place of a quote: a literal of the format, found by the caller, ends raw text. */
  static final byte LITERAL = 0;

  /** The value is complete, or there is none. */
  static final byte DONE = 15;

  /** Chars of a unicode escape without its backslash: u and four digits. */
  static final int UNICODE = 5;

  /** The bit of {@link #highSpelling} above those of the four digits. */
  static final byte ESCAPED = 1 << 4;

  /** Bound of pending text in a snapshot: whitespace, a key or a word, each limited below it. */
  private static final int MAX_PENDING = 1 << 20;

  private static final char[] NOTHING = {};

  /** Receives the JSON text, unless it is suppressed, and the diagnostics. */
  SpanOutput out;

  CharArrayPool arrays;
  boolean suppressed;
  int call;

  /** Stream offset of the value's first char. */
  long valueAt;

  // Bits of what was reported: once per value.
  static final byte REPAIRED = 1;
  static final byte TOO_DEEP = 1 << 1;

  /** Something was supplied, discarded, or taken for a string. */
  static final byte GUESSED = 1 << 2;

  /** An escape that JSON does not have was taken for text. */
  static final byte ODD_ESCAPE = 1 << 3;

  /** Keys have no quotes, and bare scalars are raw text that the schema types. */
  static final byte BARE_SCALARS = 1 << 4;

  /** The value is the arguments of a call as Python spells it: {@link JsonRepairPython}. */
  static final byte PYTHON = 1 << 5;

  /**
   * Which of VALUE_REPAIRED and DEPTH_LIMIT were reported, what else was repaired, and what is
   * read.
   */
  byte reported;

  /** One of the constants above. */
  byte state = DONE;

  /**
   * What opened the string or key that is being read: a double or single quote, or {@link
   * #LITERAL}; in Python's spelling with bits, see {@link JsonRepairPython}.
   */
  byte quote;

  /** Number of open containers. */
  short depth;

  // A bit for each open container, 1 for an object; the outermost is bit 0 of the first.
  long objects;
  long objectsFrom64;
  long objectsFrom128;
  long objectsFrom192;

  /**
   * KEY, BARE_KEY: source chars of the key. WORD: where the word begins in {@link #pending}. DEEP:
   * number of open brackets in the container that is too deep.
   */
  int measure;

  /** Whether the key was emitted before its value began. */
  boolean keyEmitted;

  /** Whether string chars are added to {@link #pending}: those of a key that is not emitted. */
  boolean toPending;

  /**
   * STRING_END, KEY_END: what is known of what follows the quote, see {@link JsonRepairQuotes}.
   * DEEP: where the position is, see {@link JsonRepairTokens}. Of a string in Python's spelling:
   * the place in it, see {@link JsonRepairPython}.
   */
  byte follow;

  /** Chars read behind the quote. */
  char behind;

  /** Whether the quote and those chars are at the end of {@link #pending}, not at the caller's. */
  boolean ownsHeld;

  /** Text that is buffered: a comma, key, colon, word and the whitespace between them. */
  char @Nullable [] pending;

  int pendingLength;
  long pendingSource;

  /** A high surrogate without its low one so far, or 0; not part of {@link #pending}. */
  char high;

  /**
   * 0 if {@link #high} is raw. If it was read as an escape: {@link #ESCAPED}, and a bit for each of
   * its digits that is an upper-case letter, the last digit's lowest.
   */
  byte highSpelling;

  /** Chars of an escape read so far, its backslash included; 0 outside. */
  byte escapeLength;

  /** Its digits so far, 8 bits each, the last lowest. */
  int escapeDigits;

  JsonRepairState(SpanOutput out, CharArrayPool arrays) {
    this.out = out;
    this.arrays = arrays;
  }

  /**
   * Begins a value.
   *
   * @param mute the value is not emitted
   * @param silent nothing about it is reported
   */
  final void begin(
      SpanOutput to,
      CharArrayPool pool,
      boolean mute,
      boolean silent,
      int index,
      long sourceOffset) {
    out = to;
    arrays = pool;
    suppressed = mute;
    call = index;
    reported = (byte) (silent ? REPAIRED | TOO_DEEP : 0);
    valueAt = sourceOffset;
    state = VALUE;
    depth = 0;
    keyEmitted = false;
    toPending = false;
    pendingLength = 0;
    high = 0;
    escapeLength = 0;
    escapeDigits = 0;
    highSpelling = 0;
    behind = 0;
    ownsHeld = false;
  }

  /** Whether keys and scalars are read without quotes. */
  final boolean bareScalars() {
    return (reported & BARE_SCALARS) != 0;
  }

  /** The pending text, from index 0 on. */
  final char[] pendingChars() {
    return pending == null ? NOTHING : pending;
  }

  // ---- Open containers -------------------------------------------------------------------------

  final void push(boolean object) {
    int level = depth;
    long bit = 1L << level;
    long word = containers(level);
    setContainers(level, object ? word | bit : word & ~bit);
    depth = (short) (level + 1);
  }

  /** Whether the innermost container, which must exist, is an object. */
  final boolean isInObject() {
    int level = depth - 1;
    return (containers(level) >>> level & 1) != 0;
  }

  /** Closes the innermost container, which must exist; returns its bracket. */
  final char pop() {
    char right = isInObject() ? '}' : ']';
    depth--;
    return right;
  }

  /** The word with the bit of {@code level}. */
  private long containers(int level) {
    return switch (level >> 6) {
      case 0 -> objects;
      case 1 -> objectsFrom64;
      case 2 -> objectsFrom128;
      default -> objectsFrom192;
    };
  }

  private void setContainers(int level, long word) {
    switch (level >> 6) {
      case 0 -> objects = word;
      case 1 -> objectsFrom64 = word;
      case 2 -> objectsFrom128 = word;
      default -> objectsFrom192 = word;
    }
  }

  // ---- Snapshot --------------------------------------------------------------------------------

  /**
   * Saves or loads the state of the value; each field only in the states that read it.
   *
   * @param mute the value is not emitted
   * @param python the value is the arguments of a call as Python spells it
   */
  final void transferState(
      SnapshotIo io, SpanOutput to, CharArrayPool pool, boolean mute, boolean python) {
    if (io.isReading()) {
      begin(to, pool, mute, false, io.call(), 0);
      reported |= python ? PYTHON : 0;
    }
    state = (byte) io.number(state, VALUE, DONE, "the state of a JSON value");
    int seen = reported & (REPAIRED | TOO_DEEP);
    seen = io.number(seen, 0, REPAIRED | TOO_DEEP, "what was reported");
    reported = (byte) (seen | (python ? PYTHON : 0));
    valueAt = io.offset(valueAt, "the start of a JSON value");
    if (state == DONE) {
      return;
    }
    depth = (short) io.number(depth, 0, io.limits().maxDepth(), "the depth");
    for (int level = 0; level < depth; level += Long.SIZE) {
      setContainers(level, io.bits(containers(level)));
    }
    io.check(fitsContainer(), "a JSON value's state does not fit what is open");
    if (isKey() || state == COLON || state == VALUE || state == WORD) {
      keyEmitted = io.flag(keyEmitted);
    }
    transferText(io, python);
    if (python && (state == STRING || state == KEY || state == STRING_END)) {
      transferPython(io);
    } else if (state == STRING_END || state == KEY_END) {
      io.check(!python, "an undecided quote");
      transferHeldQuote(io);
    }
    transferPending(io);
    switch (state) {
      case KEY, KEY_END, BARE_KEY ->
          measure = io.number(measure, 0, io.limits().maxNameChars() + 1, "a key's length");
      case WORD -> measure = io.number(measure, 0, pendingLength, "the start of a word");
      case DEEP -> {
        measure = io.number(measure, 1, Integer.MAX_VALUE, "the number of brackets");
        byte last = JsonRepairTokens.DEEP_ESCAPE;
        follow = (byte) io.number(follow, JsonRepairTokens.DEEP_STRUCTURE, last, "a deep position");
      }
      default -> {
        // The others do not use it.
      }
    }
  }

  private boolean isKey() {
    return state == KEY || state == KEY_END || state == BARE_KEY;
  }

  /** Whether the state is possible in the innermost container, or outside of all. */
  private boolean fitsContainer() {
    boolean inObject = depth > 0 && isInObject();
    return switch (state) {
      case MEMBER, KEY_AFTER_COMMA, KEY, KEY_END, BARE_KEY, COLON -> inObject;
      case ELEMENT, ELEMENT_AFTER_COMMA -> depth > 0 && !inObject;
      case VALUE -> depth == 0 || inObject;
      case NEXT -> depth > 0;
      default -> true;
    };
  }

  /** Quotes, escapes and surrogates, in a string or what becomes one. */
  private void transferText(SnapshotIo io, boolean python) {
    if (!python && (state == STRING || state == KEY)) {
      boolean literal = io.flag(quote == LITERAL);
      quote = literal ? LITERAL : (byte) (io.flag(quote == '"') ? '"' : '\'');
      escapeLength = (byte) io.number(escapeLength, 0, UNICODE, "an escape's length");
      escapeDigits = io.hexDigits(escapeDigits, Math.max(0, escapeLength - 2));
    }
    if (state == STRING || state == LONG_WORD || state == DEEP || isKey()) {
      high = io.one(high);
      io.check(
          high == 0 || Character.isHighSurrogate(high), "the held char is not a high surrogate");
      int most = high == 0 ? 0 : 2 * ESCAPED - 1;
      highSpelling = (byte) io.number(highSpelling, 0, most, "the spelling of half a pair");
      io.check(highSpelling == 0 || (highSpelling & ESCAPED) != 0, "the spelling of half a pair");
    }
  }

  /** Quotes and escapes of a string in Python's spelling, or the place behind it. */
  abstract void transferPython(SnapshotIo io);

  /** An undecided quote: a key is decided by the first char that is not whitespace. */
  private void transferHeldQuote(SnapshotIo io) {
    quote = '"';
    ownsHeld = io.flag(ownsHeld);
    behind = (char) io.number(behind, 0, io.limits().maxHeldChars() - 1, "chars behind a quote");
    byte last =
        state == KEY_END ? JsonRepairQuotes.BEHIND_QUOTE : JsonRepairQuotes.BEHIND_QUOTED_KEY;
    follow = (byte) io.number(follow, JsonRepairQuotes.BEHIND_QUOTE, last, "what follows a quote");
  }

  private void transferPending(SnapshotIo io) {
    boolean mayBePending =
        switch (state) {
          case STRING_END -> (reported & PYTHON) == 0;
          case VALUE, ELEMENT_AFTER_COMMA, KEY_AFTER_COMMA, COLON, WORD, KEY, BARE_KEY -> true;
          case KEY_END -> true;
          default -> false;
        };
    if (!mayBePending) {
      return;
    }
    int length = io.count(pendingLength, MAX_PENDING, 1, "the length of the pending text");
    boolean needed =
        state == ELEMENT_AFTER_COMMA || state == KEY_AFTER_COMMA || isKey() && !keyEmitted;
    int held = (state == KEY_END || state == STRING_END) && ownsHeld ? behind + 1 : 0;
    io.check(length >= held + (needed ? 1 : 0), "pending text is missing");
    io.check(state != STRING_END || length == held, "pending text of a string");
    if (io.isReading()) {
      toPending = isKey() && !keyEmitted;
      pending = length == 0 ? null : arrays.acquire(length);
      pendingLength = length;
    }
    if (length > 0) {
      pendingSource = io.offset(pendingSource, "the start of the pending text");
      io.chars(pendingChars(), length);
    }
  }
}
