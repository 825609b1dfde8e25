package dev.deltalex.value;

import dev.deltalex.Limits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where reading stands in a {@link JsonValue}, and what its brackets, commas and colons do there.
 * Those that are missing are supplied, those that are too many are discarded. A comma, key and
 * colon wait for the value's first char.
 */
final class JsonStructure {
  // What is expected.
  static final int VALUE = 0;
  static final int ELEMENT = 1;
  static final int MEMBER = 2;
  static final int ELEMENT_AFTER_COMMA = 3;
  static final int KEY_AFTER_COMMA = 4;
  static final int COLON = 5;
  static final int NEXT = 6;

  // What is being read.
  static final int STRING = 7;
  static final int KEY = 8;
  static final int BARE_KEY = 9;
  static final int WORD = 10;
  static final int LONG_WORD = 11;
  static final int DEEP = 12;

  /** The value is whole, or there is none. */
  static final int DONE = 13;

  /** One of the above. */
  private int state = DONE;

  /** What opened the string or key that is being read. */
  private char quote;

  private SpanOutput out;
  private final DepthStack open = new DepthStack();
  private final JsonText text;
  private final JsonKeyText key;
  private final JsonWord word;
  private final DeepText deep;

  JsonStructure(SpanOutput out, JsonText text, JsonKeyText key, JsonWord word, DeepText deep) {
    this.out = out;
    this.text = text;
    this.key = key;
    this.word = word;
    this.deep = deep;
  }

  /** A value is expected. */
  void begin(SpanOutput to) {
    out = to;
    state = VALUE;
    open.clear();
  }

  /** There is no value. */
  void end() {
    state = DONE;
  }

  int state() {
    return state;
  }

  /** Whether a container is open. */
  boolean isOpen() {
    return open.depth() > 0;
  }

  char quote() {
    return quote;
  }

  /** The key is whole. */
  void endKey() {
    state = COLON;
  }

  /** The string, word or container is whole. */
  void endValue() {
    key.clear();
    state = open.depth() == 0 ? DONE : NEXT;
  }

  /** The word is too long to hold: it is a string, and goes out as it comes. */
  void growWord() {
    key.clear();
    state = LONG_WORD;
  }

  /** Reads the whitespace at {@code from}; returns the index behind it. */
  int whitespace(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && JsonTokens.isSpace(a[i])) {
      i++;
    }
    boolean waits =
        state == COLON
            || state == ELEMENT_AFTER_COMMA
            || state == KEY_AFTER_COMMA
            || (state == VALUE && open.depth() > 0);
    if (!waits) {
      if (open.depth() > 0) {
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

  /** Reads {@code c}, which stands at {@code i}; returns the index to go on from. */
  int read(Limits limits, char c, int i, long origin) {
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
        key.release();
        if (open.depth() == limits.depth()) {
          deep.open(out, origin + i);
          state = DEEP;
          return i;
        }
        text.raw(c, origin + i);
        open.push(c == '{');
        state = c == '{' ? MEMBER : ELEMENT;
        return i + 1;
      }
      case '"', '\'' -> {
        key.release();
        text.raw('"', origin + i);
        openQuote(c, STRING);
        return i + 1;
      }
      case ',' -> {
        if (open.depth() == 0) {
          state = DONE;
          return i;
        }
        supplyNull(origin + i);
        return i;
      }
      case '}', ']' -> {
        if (open.depth() == 0) {
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
        word.begin();
        state = WORD;
        return i;
      }
    }
  }

  private void openQuote(char c, int next) {
    quote = c;
    state = next;
    if (c == '\'') {
      text.deviate();
    }
  }

  /** A value is missing. */
  private void supplyNull(long source) {
    text.deviate();
    key.release();
    text.raw(JsonTokens.NULL, 0, JsonTokens.NULL.length, source);
    state = NEXT;
  }

  private int keyStart(char c, int i, long origin) {
    switch (c) {
      case '}', ']' -> close(c, origin + i);
      case '"', '\'' -> {
        key.begin(origin + i);
        openQuote(c, KEY);
      }
      case ',', ':', '{', '[' -> text.deviate();
      default -> {
        text.deviate();
        key.begin(origin + i);
        state = BARE_KEY;
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
    state = open.isObject() ? KEY_AFTER_COMMA : ELEMENT_AFTER_COMMA;
  }

  /**
   * Closes the innermost container, whichever bracket {@code c} came; settles what waits before.
   */
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
    char right = open.pop();
    if (c != right) {
      text.deviate();
    }
    text.raw(right, source);
    endValue();
  }

  /** Closes whatever is open; what waits stays where it is. */
  void closeAll(long source) {
    while (open.depth() > 0) {
      text.raw(open.pop(), source);
    }
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeByte(state);
    open.save(stream);
    stream.writeChar(quote);
  }

  void load(DataInputStream stream) throws IOException {
    state = stream.readByte();
    if (state < VALUE || state > DONE) {
      throw new IOException("the JSON value's state is " + state);
    }
    open.load(stream);
    quote = stream.readChar();
  }
}
