package dev.deltalex.value;

import org.jspecify.annotations.Nullable;

/**
 * All that a {@link JsonValue} knows between two deltas, in one object of fields as small as what
 * they hold: a stream inside a string has one, and there are many streams. Those that read it have
 * no state of their own: {@link JsonStructure}, {@link JsonText}, {@link JsonEscapes}, {@link
 * JsonKeyText}, {@link JsonWord}, {@link DeepText}, {@link DepthStack}.
 */
abstract sealed class JsonState permits JsonValue {
  // What is expected.
  static final byte VALUE = 0;
  static final byte ELEMENT = 1;
  static final byte MEMBER = 2;
  static final byte ELEMENT_AFTER_COMMA = 3;
  static final byte KEY_AFTER_COMMA = 4;
  static final byte COLON = 5;
  static final byte NEXT = 6;

  // What is being read.
  static final byte STRING = 7;
  static final byte KEY = 8;
  static final byte BARE_KEY = 9;
  static final byte WORD = 10;
  static final byte LONG_WORD = 11;
  static final byte DEEP = 12;

  /** The value is whole, or there is none. */
  static final byte DONE = 13;

  /** Chars of a whole unicode escape behind its backslash: u and four digits. */
  static final int UNICODE = 5;

  /** A bit of {@link #highSpelling} above those of the four digits. */
  static final byte ESCAPED = 1 << 4;

  /**
   * Chars of what waits, more than there can be: whitespace, a key or word, all of them limited.
   */
  private static final int MOST_PENDING = 1 << 20;

  /** Where the text goes, unless nobody sees it. */
  SpanOutput out;

  CharArrayPool arrays;
  boolean suppressed;
  int call;

  /** Where the value begins in the stream. */
  long valueAt;

  /** Whether it was said that the output differs from the source. */
  boolean reported;

  /** Whether it was said that the value is too deep: said once. */
  boolean depthReported;

  /** One of the above. */
  byte state = DONE;

  /** What opened the string or key that is being read. */
  char quote;

  /** Containers that are open. */
  short depth;

  // A bit for each of them that is an object, not an array; the outermost is the first of all.
  long objects;
  long objectsFrom64;
  long objectsFrom128;
  long objectsFrom192;

  /**
   * Of what is being read: how long a key is in chars of the source, where a word begins in what
   * waits, how many brackets are open in a container that is too deep. They exclude each other.
   */
  int measure;

  /** Whether the key went out ahead of its value. */
  boolean keyIsOut;

  // In a container that is too deep.
  boolean inString;
  boolean inEscape;

  /** Whether string chars wait: those of a key. */
  boolean toPending;

  /** Text that waits. */
  char @Nullable [] pending;

  int pendingLength;
  long pendingSource;

  /** A high surrogate that waits for its partner, or 0; not among the text that waits. */
  char high;

  /**
   * 0 if that surrogate is raw. If it came as an escape: {@link #ESCAPED}, and a bit for each of
   * its digits that is a letter in upper case, the last digit's lowest.
   */
  byte highSpelling;

  /** Chars of an escape read so far, its backslash included; 0 outside. */
  byte escapeLength;

  /** Its digits so far, 8 bits each, the last lowest. */
  int escapeDigits;

  JsonState(SpanOutput out, CharArrayPool arrays) {
    this.out = out;
    this.arrays = arrays;
  }

  /** A value is expected; of a {@code silent} one nothing is said. */
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
    reported = silent;
    depthReported = silent;
    valueAt = sourceOffset;
    state = VALUE;
    depth = 0;
    keyIsOut = false;
    toPending = false;
    pendingLength = 0;
    high = 0;
    escapeLength = 0;
    escapeDigits = 0;
    highSpelling = 0;
  }

  /**
   * The state of the value in a snapshot; each field only in the states that read it. {@code mute}:
   * the value is not emitted.
   */
  final void fields(SnapshotIo io, SpanOutput to, CharArrayPool pool, boolean mute) {
    if (io.isReading()) {
      begin(to, pool, mute, false, io.call(), 0);
    }
    state = (byte) io.number(state, VALUE, DONE, "the state of a JSON value");
    reported = io.flag(reported);
    depthReported = io.flag(depthReported);
    valueAt = io.offset(valueAt, "the start of a JSON value");
    if (state == DONE) {
      return;
    }
    DepthStack.transfer(this, io, io.limits().maxDepth());
    io.check(mayStandHere(), "a JSON value's state does not fit what is open");
    if (isKey() || state == COLON || state == VALUE || state == WORD) {
      keyIsOut = io.flag(keyIsOut);
    }
    transferText(io);
    transferPending(io);
    switch (state) {
      case KEY, BARE_KEY ->
          measure = io.number(measure, 0, io.limits().maxNameChars() + 1, "a key's length");
      case WORD -> measure = io.number(measure, 0, pendingLength, "the start of a word");
      case DEEP -> {
        measure = io.number(measure, 1, Integer.MAX_VALUE, "the number of brackets");
        inString = io.flag(inString);
        inEscape = io.flag(inEscape);
      }
      default -> {
        // The others do not use it.
      }
    }
  }

  private boolean isKey() {
    return state == KEY || state == BARE_KEY;
  }

  /** Whether the state fits the innermost container, or that there is none. */
  private boolean mayStandHere() {
    boolean inObject = depth > 0 && DepthStack.isObject(this);
    return switch (state) {
      case MEMBER, KEY_AFTER_COMMA, KEY, BARE_KEY, COLON -> inObject;
      case ELEMENT, ELEMENT_AFTER_COMMA -> depth > 0 && !inObject;
      case VALUE -> depth == 0 || inObject;
      case NEXT -> depth > 0;
      default -> true;
    };
  }

  /** Quotes, escapes and surrogates, in a string or what becomes one. */
  private void transferText(SnapshotIo io) {
    if (state == STRING || state == KEY) {
      quote = io.flag(quote == '"') ? '"' : '\'';
      escapeLength = (byte) io.number(escapeLength, 0, UNICODE, "an escape's length");
      escapeDigits = io.hexDigits(escapeDigits, Math.max(0, escapeLength - 2));
    }
    if (state == STRING || state == LONG_WORD || state == DEEP || isKey()) {
      high = io.one(high);
      io.check(high == 0 || Character.isHighSurrogate(high), "half a pair is no surrogate");
      int most = high == 0 ? 0 : 2 * ESCAPED - 1;
      highSpelling = (byte) io.number(highSpelling, 0, most, "the spelling of half a pair");
      io.check(highSpelling == 0 || (highSpelling & ESCAPED) != 0, "the spelling of half a pair");
    }
  }

  /** What waits; begins with the comma or quote that it waits behind. */
  private void transferPending(SnapshotIo io) {
    boolean waits =
        switch (state) {
          case VALUE, ELEMENT_AFTER_COMMA, KEY_AFTER_COMMA, COLON, WORD, KEY, BARE_KEY -> true;
          default -> false;
        };
    if (!waits) {
      return;
    }
    int length = io.count(pendingLength, MOST_PENDING, 1, "the length of what waits");
    boolean needed =
        state == ELEMENT_AFTER_COMMA || state == KEY_AFTER_COMMA || isKey() && !keyIsOut;
    io.check(length > 0 || !needed, "nothing waits");
    if (io.isReading()) {
      toPending = isKey() && !keyIsOut;
      pending = length == 0 ? null : arrays.acquire(length);
      pendingLength = length;
    }
    if (length > 0) {
      pendingSource = io.offset(pendingSource, "the start of what waits");
      io.chars(JsonText.pending(this), length);
    }
  }
}
