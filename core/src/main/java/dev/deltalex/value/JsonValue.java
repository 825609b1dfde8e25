package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.text.CharSlabs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * One JSON value as models write it, read as it comes, put out as strict JSON (RFC 8259).
 *
 * <p>An automaton over chars: nothing is looked at twice, nothing is recursive. What is out can always
 * be closed by quotes and brackets: comma, key and colon wait for the value's first char, tokens for
 * their end, escapes for their last digit. Valid JSON comes out as it went in.
 *
 * <p>Reading stops at a {@code <} outside of strings, because only the frame knows whether a closer
 * begins there. One per parser; muted, it only finds the value's end.
 */
public final class JsonValue {
  // What is expected, or what is being read.
  private static final int VALUE = 0;
  private static final int ELEMENT = 1;
  private static final int MEMBER = 2;
  private static final int ELEMENT_AFTER_COMMA = 3;
  private static final int KEY_AFTER_COMMA = 4;
  private static final int COLON = 5;
  private static final int NEXT = 6;
  private static final int STRING = 7;
  private static final int KEY = 8;
  private static final int KEY_TOKEN = 9;
  private static final int TOKEN = 10;
  private static final int LONG_TOKEN = 11;
  private static final int DEEP = 12;
  private static final int DONE = 13;

  private int state = DONE;
  private int depth;
  private final long[] objects = new long[4];
  private final JsonText text;
  private char quote;
  private boolean keyOut;
  private int keyChars;
  private int tokenAt;
  private int deepLevel;
  private boolean deepString;
  private boolean deepEscape;
  private boolean deepReported;
  private long at;
  private SpanOutput out;

  /** A reader without a value. */
  public JsonValue(SpanOutput out, CharSlabs slabs) {
    this.out = out;
    text = new JsonText(out, slabs);
  }

  /** Begins the arguments of call {@code index}, whose first char stands at offset {@code source}. */
  public void open(
      SpanOutput to, CharSlabs slabs, int index, long source, boolean unseen) {
    begin(to, slabs, unseen, false, index, source);
  }

  /** Begins a value that nobody will see. */
  public void skip(SpanOutput to, CharSlabs slabs) {
    begin(to, slabs, true, true, 0, 0);
  }

  private void begin(
      SpanOutput to, CharSlabs slabs, boolean mute, boolean silent, int index, long source) {
    out = to;
    at = source;
    state = VALUE;
    depth = 0;
    keyOut = false;
    deepReported = silent;
    text.begin(to, slabs, mute, silent, index, source);
  }

  /** Whether the value is whole. */
  public boolean isDone() {
    return state == DONE;
  }

  /** Whether reading stands inside a key, string or token. */
  public boolean isInside() {
    return state >= STRING && state < DONE;
  }

  /** Chars read whose meaning is open. */
  public int heldChars() {
    return text.heldChars();
  }

  /** Gives pooled arrays back. */
  public void letGo() {
    text.drop();
    state = DONE;
  }

  /**
   * Reads on. Returns the index behind the value's last char, or {@code to} if it is not whole; or the
   * complement of the index of a {@code <} that stands outside of strings: the caller goes on behind it
   * after {@link #stray}, or ends the value.
   */
  public int feed(
      CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && state != DONE) {
      switch (state) {
        case STRING -> i = string(scanner, a, i, to, origin);
        case KEY -> i = key(scanner, limits, a, i, to, origin);
        case KEY_TOKEN -> i = keyToken(limits, a, i, to, origin);
        case TOKEN -> i = token(limits, a, i, to, origin);
        case LONG_TOKEN -> i = longToken(a, i, to, origin);
        case DEEP -> i = deep(a, i, to, origin);
        default -> {
          char c = a[i];
          if (JsonTokens.isSpace(c)) {
            i = whitespace(limits, a, i, to, origin);
          } else if (c == '<') {
            return ~i;
          } else {
            i = structure(limits, a, i, origin);
          }
        }
      }
    }
    return i;
  }

  /** The {@code <} that stopped the reading is no closer: it is discarded. */
  public void stray() {
    text.deviate();
  }

  private int whitespace(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && JsonTokens.isSpace(a[i])) {
      i++;
    }
    boolean waits =
        state == COLON
            || state == ELEMENT_AFTER_COMMA
            || state == KEY_AFTER_COMMA
            || (state == VALUE && depth > 0);
    if (!waits) {
      if (depth > 0) {
        text.raw(a, from, i, origin + from);
      }
      return i;
    }
    for (int k = from; k < i; k++) {
      if (text.pendingLength() < limits.heldChars()) {
        text.hold(a[k], origin + k);
      } else {
        text.deviate();
      }
    }
    return i;
  }

  /** One char where structure is expected; returns the index to go on from. */
  private int structure(Limits limits, char[] a, int i, long origin) {
    char c = a[i];
    if (c < ' ') {
      text.deviate();
      return i + 1;
    }
    return switch (state) {
      case MEMBER, KEY_AFTER_COMMA -> keyStart(c, i, origin);
      case COLON -> colon(c, i, origin);
      case NEXT -> next(c, i, origin);
      default -> valueStart(limits, c, i, origin);
    };
  }

  private int valueStart(Limits limits, char c, int i, long origin) {
    switch (c) {
      case '{', '[' -> {
        text.release();
        keyOut = false;
        if (depth == limits.depth()) {
          openDeep(origin + i);
          return i;
        }
        text.raw(c, origin + i);
        push(c == '{');
        return i + 1;
      }
      case '"', '\'' -> {
        text.release();
        keyOut = false;
        text.raw('"', origin + i);
        quote = c;
        if (c == '\'') {
          text.deviate();
        }
        text.toPending = false;
        state = STRING;
        return i + 1;
      }
      case ',' -> {
        if (depth == 0) {
          state = DONE;
          return i;
        }
        supplyNull(origin + i);
        return i;
      }
      case '}', ']' -> {
        if (depth == 0) {
          state = DONE;
          return i;
        }
        close(c, origin + i);
        return i + 1;
      }
      case ':' -> {
        text.deviate();
        return i + 1;
      }
      default -> {
        tokenAt = text.pendingLength();
        state = TOKEN;
        return i;
      }
    }
  }

  /** A value is missing. */
  private void supplyNull(long source) {
    text.deviate();
    text.release();
    keyOut = false;
    text.raw(JsonTokens.NULL, 0, JsonTokens.NULL.length, source);
    state = NEXT;
  }

  private int keyStart(char c, int i, long origin) {
    switch (c) {
      case '}', ']' -> close(c, origin + i);
      case '"', '\'' -> {
        text.hold('"', origin + i);
        quote = c;
        keyChars = 0;
        text.toPending = true;
        state = KEY;
        if (c == '\'') {
          text.deviate();
        }
      }
      case ',', ':', '{', '[' -> text.deviate();
      default -> {
        text.deviate();
        text.hold('"', origin + i);
        keyChars = 0;
        text.toPending = true;
        state = KEY_TOKEN;
        return i;
      }
    }
    return i + 1;
  }

  private int colon(char c, int i, long origin) {
    switch (c) {
      case ':' -> {
        text.hold(':', origin + i);
        state = VALUE;
        return i + 1;
      }
      case ',' -> {
        text.hold(':', origin + i);
        supplyNull(origin + i);
        return i;
      }
      case '}', ']' -> {
        close(c, origin + i);
        return i + 1;
      }
      default -> {
        text.deviate();
        text.hold(':', origin + i);
        state = VALUE;
        return i;
      }
    }
  }

  private int next(char c, int i, long origin) {
    switch (c) {
      case ',' -> {
        comma(origin + i);
        return i + 1;
      }
      case '}', ']' -> {
        close(c, origin + i);
        return i + 1;
      }
      case ':' -> {
        text.deviate();
        return i + 1;
      }
      default -> {
        text.deviate();
        comma(origin + i);
        return i;
      }
    }
  }

  private void comma(long source) {
    text.hold(',', source);
    state = isObject() ? KEY_AFTER_COMMA : ELEMENT_AFTER_COMMA;
  }

  private boolean isObject() {
    int level = depth - 1;
    return (objects[level >> 6] >>> level & 1) != 0;
  }

  private void push(boolean object) {
    long bit = 1L << depth;
    int word = depth >> 6;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    depth++;
    state = object ? MEMBER : ELEMENT;
  }

  /** Closes the innermost container, whichever bracket {@code c} came; settles what waits before. */
  private void close(char c, long source) {
    switch (state) {
      case COLON -> {
        text.hold(':', source);
        supplyNull(source);
      }
      case VALUE -> supplyNull(source);
      case ELEMENT_AFTER_COMMA, KEY_AFTER_COMMA -> {
        // The comma is the first that waits.
        text.deviate();
        text.release(1, text.pendingLength());
      }
      default -> {
        // Nothing waits.
      }
    }
    char right = isObject() ? '}' : ']';
    if (c != right) {
      text.deviate();
    }
    text.raw(right, source);
    depth--;
    state = depth == 0 ? DONE : NEXT;
  }

  private int string(CharScanner scanner, char[] a, int from, int to, long origin) {
    int end = text.string(scanner, a, from, to, quote, origin);
    if (end == to) {
      return to;
    }
    text.raw('"', origin + end);
    state = depth == 0 ? DONE : NEXT;
    if (quote == '\'') {
      text.deviate();
    }
    return end + 1;
  }

  private int key(
      CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to) {
      // Char by char: a key's length counts in source chars, wherever deltas end.
      int end = text.string(scanner, a, i, i + 1, quote, origin);
      if (end == i) {
        endKey(origin + i);
        return i + 1;
      }
      i++;
      countKeyChar(limits);
    }
    return to;
  }

  private int keyToken(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (keyOut) {
        text.text(a, i, i + 1, origin + i);
      } else {
        text.holdEscaped(a[i], origin + i);
      }
      i++;
      countKeyChar(limits);
    }
    if (i < to) {
      text.endText(origin + i);
      endKey(origin + i);
    }
    return i;
  }

  /** A key that is too long to hold goes out as it comes. */
  private void countKeyChar(Limits limits) {
    if (++keyChars > limits.name() && !keyOut) {
      keyOut = true;
      text.releaseKey();
      text.toPending = false;
    }
  }

  private void endKey(long source) {
    if (keyOut) {
      text.raw('"', source);
    } else {
      text.hold('"', source);
    }
    text.toPending = false;
    state = COLON;
  }

  private int token(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (text.pendingLength() - tokenAt >= limits.heldChars()) {
        longToken(origin + i);
        return i;
      }
      text.hold(a[i], origin + i);
      i++;
    }
    if (i < to) {
      endToken(origin + i);
    }
    return i;
  }

  /** The token is too long to hold: it is a string. */
  private void longToken(long source) {
    text.deviate();
    stringOfToken(source);
    state = LONG_TOKEN;
  }

  /** Puts the token that waits out as a string, still open. */
  private void stringOfToken(long source) {
    char[] waiting = text.pending();
    int length = text.pendingLength();
    text.raw(waiting, 0, tokenAt, source);
    text.raw('"', source);
    text.text(waiting, tokenAt, length, source - (length - tokenAt));
    out.pin();
    text.drop();
    keyOut = false;
  }

  private int longToken(char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      i++;
    }
    text.text(a, from, i, origin + from);
    if (i < to) {
      text.endText(origin + i);
      text.raw('"', origin + i);
      state = depth == 0 ? DONE : NEXT;
    }
    return i;
  }

  private void endToken(long source) {
    char[] waiting = text.pending();
    int length = text.pendingLength();
    char[] word = JsonTokens.literal(waiting, tokenAt, length);
    if (word != null) {
      if (!Arrays.equals(word, 0, word.length, waiting, tokenAt, length)) {
        text.deviate();
      }
      text.release(0, tokenAt);
      text.raw(word, 0, word.length, source);
    } else if (JsonTokens.isNumber(waiting, tokenAt, length)) {
      text.release();
    } else {
      text.deviate();
      stringOfToken(source);
      text.endText(source);
      text.raw('"', source);
    }
    keyOut = false;
    state = depth == 0 ? DONE : NEXT;
  }

  private void openDeep(long source) {
    if (!deepReported) {
      deepReported = true;
      out.diagnostic(Diagnostic.DEPTH_LIMIT, at);
    }
    text.deviate();
    text.raw('"', source);
    deepLevel = 0;
    deepString = false;
    deepEscape = false;
    state = DEEP;
  }

  private int deep(char[] a, int from, int to, long origin) {
    int i = from;
    boolean whole = false;
    while (i < to && !whole) {
      char c = a[i++];
      if (deepEscape) {
        deepEscape = false;
      } else if (deepString) {
        deepEscape = c == '\\';
        deepString = c != '"';
      } else if (c == '"') {
        deepString = true;
      } else if (c == '{' || c == '[') {
        deepLevel++;
      } else if (c == '}' || c == ']') {
        whole = --deepLevel == 0;
      }
    }
    text.text(a, from, i, origin + from);
    if (whole) {
      text.endText(origin + i);
      text.raw('"', origin + i - 1);
      state = NEXT;
    }
    return i;
  }

  /**
   * The stream or the frame ends first: what is open is closed, what waits is dropped, but a token is
   * settled as if it had ended. Returns whether the value was cut: in a key, string or token, or before a value.
   */
  public boolean finish(long source) {
    boolean cut = state != DONE;
    switch (state) {
      case STRING -> {
        text.dropEscape();
        text.endText(source);
        text.raw('"', source);
      }
      case LONG_TOKEN, DEEP -> {
        text.endText(source);
        text.raw('"', source);
      }
      case TOKEN -> endToken(source);
      case KEY, KEY_TOKEN, COLON, VALUE -> dropKey(source);
      default -> cut = false;
    }
    closeBrackets(source);
    return cut;
  }

  /** The stream was cut by a limit, and what is out stays as it is: a lone surrogate belongs to it. */
  public void leave(long source) {
    text.endText(source);
    letGo();
  }

  /** Whether {@code a[from, to)} is null in any of the spellings that are read as such. */
  public static boolean isNull(char[] a, int from, int to) {
    return JsonTokens.literal(a, from, to) == JsonTokens.NULL;
  }

  /** The stream was cut by a limit, and what is out must be closed: nothing is added but closers. */
  public void closeCut(long source) {
    switch (state) {
      case STRING, LONG_TOKEN, DEEP -> {
        text.endText(source);
        text.raw('"', source);
      }
      case KEY, KEY_TOKEN, COLON, VALUE, TOKEN -> dropKey(source);
      default -> {
        // What waits is dropped below.
      }
    }
    closeBrackets(source);
  }

  /** A key without a value: dropped, or if it is out already, given a null. */
  private void dropKey(long source) {
    if (keyOut) {
      if (state == KEY || state == KEY_TOKEN) {
        text.dropEscape();
        text.endText(source);
        text.raw('"', source);
      }
      text.raw(':', source);
      text.raw(JsonTokens.NULL, 0, JsonTokens.NULL.length, source);
    }
  }

  private void closeBrackets(long source) {
    while (depth > 0) {
      text.raw(isObject() ? '}' : ']', source);
      depth--;
    }
    letGo();
  }

  /** Offsets count from another place: each grows by {@code offset}; the call is the first. */
  public void shift(long offset) {
    at += offset;
    text.shift(offset);
  }

  /** Writes the state of the value. */
  public void save(DataOutputStream stream) throws IOException {
    stream.writeByte(state);
    stream.writeShort(depth);
    for (long bits : objects) {
      stream.writeLong(bits);
    }
    stream.writeChar(quote);
    stream.writeBoolean(keyOut);
    stream.writeInt(keyChars);
    stream.writeInt(tokenAt);
    stream.writeInt(deepLevel);
    stream.writeBoolean(deepString);
    stream.writeBoolean(deepEscape);
    stream.writeBoolean(deepReported);
    stream.writeLong(at);
    text.save(stream);
  }

  /** Reads what {@link #save} wrote. */
  public void load(SpanOutput to, CharSlabs slabs, DataInputStream stream) throws IOException {
    skip(to, slabs);
    state = stream.readByte();
    depth = stream.readShort();
    if (state < VALUE || state > DONE || depth < 0 || depth > objects.length * Long.SIZE) {
      throw new IOException("the JSON value's state is " + state + ", its depth " + depth);
    }
    for (int i = 0; i < objects.length; i++) {
      objects[i] = stream.readLong();
    }
    quote = stream.readChar();
    keyOut = stream.readBoolean();
    keyChars = stream.readInt();
    tokenAt = stream.readInt();
    deepLevel = stream.readInt();
    deepString = stream.readBoolean();
    deepEscape = stream.readBoolean();
    deepReported = stream.readBoolean();
    at = stream.readLong();
    text.load(stream);
    if (tokenAt < 0 || state == TOKEN && tokenAt > text.pendingLength()) {
      throw new IOException("the token begins at " + tokenAt);
    }
  }
}
