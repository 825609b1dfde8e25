package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.schema.Coercion;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.text.CharSlabs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The values of tagged formats: raw text that the schema turns into JSON.
 *
 * <p>A string streams as it comes. A value of another type is buffered until its end shows what it is;
 * one that may be a string or something else streams from the char on that rules the others out. Its
 * key is emitted with its first char, so that what was emitted can always be closed.
 *
 * <p>One per parser, for one value at a time; frames never nest.
 */
public final class TextValue {
  /** No value is open, or it is discarded. */
  private static final int DISCARDED = 0;

  /** A string whose key is not out yet. */
  private static final int STRING_AHEAD = 1;

  /** A string whose text goes out as it comes. */
  private static final int STRING = 2;

  /** Everything is kept. */
  private static final int BUFFERED = 3;

  /** Everything is kept, until the first chars show that it is a string. */
  private static final int UNDECIDED = 4;

  /** An object or array is expected, which streams if it begins as one. */
  private static final int STRUCTURE_AHEAD = 5;

  /** An object or array is normalised as it comes. */
  private static final int STRUCTURE = 6;

  private static final char[] NULL_TEXT = "null".toCharArray();
  private static final char[] TRUE_TEXT = "true".toCharArray();
  private static final char[] FALSE_TEXT = "false".toCharArray();
  private static final char[] NO_KEY = {};

  private int mode;
  private int types;
  private int call;
  private boolean anyBefore;
  private char[] key = NO_KEY;
  private int keyLength;
  private long from;
  private long tag;
  private @Nullable EntityText entities;
  private @Nullable JsonValue json;
  private @Nullable CharScanner scanner;
  private char @Nullable [] buffer;
  private int length;

  /** Whether entities of XML in values are decoded. */
  public void decodeEntities(boolean decode) {
    if (decode && entities == null) {
      entities = new EntityText();
    } else if (!decode) {
      entities = null;
    }
  }

  /** A call opens: it has no parameter yet. */
  public void newCall() {
    anyBefore = false;
    mode = DISCARDED;
  }

  /**
   * Opens a value.
   *
   * @param admitted bits of {@link ParameterType}
   * @param index of the call
   * @param keyJson JSON text of the key, colon included; must stay until the value's first char is out
   * @param at offset of the parameter's tag
   * @param start offset of the value's first char
   * @param stream whether an object or array is normalised as it comes
   */
  public void open(
      int admitted,
      int index,
      char[] keyJson,
      int keyChars,
      long at,
      long start,
      boolean stream) {
    types = admitted;
    call = index;
    key = keyJson;
    keyLength = keyChars;
    tag = at;
    from = start;
    length = 0;
    if (admitted == ParameterType.STRING) {
      mode = STRING_AHEAD;
    } else if ((admitted & ParameterType.STRING) != 0) {
      mode = UNDECIDED;
    } else {
      boolean structure = (admitted & (ParameterType.OBJECT | ParameterType.ARRAY)) != 0;
      mode = stream && structure ? STRUCTURE_AHEAD : BUFFERED;
    }
  }

  /** The value's first char stands at {@code start}, behind the framing. */
  public void startsAt(long start) {
    from = start;
  }

  /** Opens a value that nobody will see. */
  public void discard() {
    mode = DISCARDED;
    length = 0;
  }

  /** Whether text goes out as it comes, the opening quote being out already. */
  public boolean isStringOpen() {
    return mode == STRING && entities == null;
  }

  /** Chars that wait for the value's end. */
  public int bufferedChars() {
    return length;
  }

  /** More of the value's text. */
  public void text(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    if (entities != null && mode != DISCARDED) {
      decoded(out, slabs, limits, a, start, end, at);
    } else {
      plain(out, slabs, limits, a, start, end, at);
    }
  }

  /** Text whose entities are decoded. */
  private void decoded(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    EntityText entity = entities;
    if (entity == null) {
      return;
    }
    int i = start;
    while (i < end) {
      long here = at + (i - start);
      if (entity.length() > 0 && (entity.isRefused() || !entity.accepts(a[i]))) {
        int held = entity.length();
        entity.clear();
        plain(out, slabs, limits, entity.held(), 0, held, here - held);
        out.pin();
      } else if (entity.accepts(a[i])) {
        int held = entity.length();
        if (entity.add(a[i++])) {
          plain(out, slabs, limits, entity.decoded(), 0, entity.decodedLength(), here - held);
          out.pin();
        }
      } else {
        int run = i + 1;
        while (run < end && a[run] != '&') {
          run++;
        }
        plain(out, slabs, limits, a, i, run, here);
        i = run;
      }
    }
  }

  /** What is held of an entity when the value ends is text. */
  private void settleEntity(SpanOutput out, CharSlabs slabs, Limits limits, long at) {
    EntityText entity = entities;
    if (entity != null && entity.length() > 0) {
      int held = entity.length();
      entity.clear();
      plain(out, slabs, limits, entity.held(), 0, held, at - held);
      out.pin();
    }
  }

  private void plain(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    switch (mode) {
      case DISCARDED -> {
        // Discarded: the diagnostic came when it opened.
      }
      case STRING_AHEAD -> {
        openString(out, at);
        out.escaped(call, a, start, end, at);
      }
      case STRING -> out.escaped(call, a, start, end, at);
      case STRUCTURE_AHEAD -> beginStructure(out, slabs, limits, a, start, end, at);
      case STRUCTURE -> structure(limits, a, start, end, at);
      default -> keep(out, slabs, limits, a, start, end, at);
    }
  }

  private void beginStructure(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    int i = start;
    while (i < end && JsonTokens.isSpace(a[i])) {
      i++;
    }
    if (i == end || (a[i] != '{' && a[i] != '[')) {
      mode = i == end ? mode : BUFFERED;
      keep(out, slabs, limits, a, start, end, at);
      return;
    }
    letGo(slabs);
    emitKey(out, at);
    JsonValue value = json;
    if (value == null) {
      value = new JsonValue(out, slabs);
      json = value;
    }
    value.open(out, slabs, call, from, false);
    scanner = out.scanner();
    mode = STRUCTURE;
    structure(limits, a, i, end, at + (i - start));
  }

  /** More of an object or array; no closer is in it, so that a stray one is discarded. */
  private void structure(Limits limits, char[] a, int start, int end, long at) {
    JsonValue value = json;
    CharScanner scan = scanner;
    if (value == null || scan == null) {
      return;
    }
    long origin = at - start;
    int i = start;
    while (i < end && !value.isDone()) {
      i = value.feed(scan, limits, a, i, end, origin);
      if (i < 0) {
        value.stray();
        i = ~i + 1;
      }
    }
    while (i < end) {
      if (!JsonTokens.isSpace(a[i++])) {
        value.stray();
      }
    }
  }

  private void keep(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    int decisive = mode == UNDECIDED ? decisive(a, start, end) : end;
    // What must be kept until the value shows its type: by count of chars, however they come.
    int needed = length + ((mode == UNDECIDED ? decisive : end) - start);
    boolean tooLong = needed > limits.buffered() || needed < 0;
    if (tooLong) {
      out.diagnostic(Diagnostic.BUFFER_LIMIT, from);
    }
    if (tooLong || decisive < end) {
      flushAsString(out, slabs);
      out.escaped(call, a, start, end, at);
      return;
    }
    char[] kept = buffer;
    if (kept == null) {
      kept = slabs.take(needed);
    } else if (kept.length < needed) {
      kept = slabs.grow(kept, length, needed);
    }
    System.arraycopy(a, start, kept, length, end - start);
    buffer = kept;
    length = needed;
  }

  /**
   * The first char of {@code a[start, end)} with which the value can only be a string, else {@code end}.
   * A char with which it can be none is the end of doubt.
   */
  private int decisive(char[] a, int start, int end) {
    if (types == (ParameterType.STRING | ParameterType.NULL)) {
      for (int i = start; i < end; i++) {
        int place = length + (i - start);
        char c = a[i];
        if (place >= NULL_TEXT.length || c > 'z' || (c | 0x20) != NULL_TEXT[place]) {
          return i;
        }
      }
      return end;
    }
    for (int i = start; i < end; i++) {
      char c = a[i];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        if (Coercion.mayStreamAsString(types, c)) {
          return i;
        }
        mode = BUFFERED;
        return end;
      }
    }
    return end;
  }

  private void flushAsString(SpanOutput out, CharSlabs slabs) {
    openString(out, from);
    char[] kept = buffer;
    if (kept != null) {
      out.escaped(call, kept, 0, length, from);
      out.pin();
    }
    letGo(slabs);
  }

  private void openString(SpanOutput out, long at) {
    emitKey(out, at);
    out.argument(call, '"', at);
    mode = STRING;
  }

  private void emitKey(SpanOutput out, long at) {
    if (anyBefore) {
      out.argument(call, ',', at);
    }
    anyBefore = true;
    out.arguments(call, key, 0, keyLength, at);
    // The key's array may change once the value is out of sight.
    out.pin();
  }

  /** The value is whole. {@code at} is the offset of what ends it. */
  public void close(
      SpanOutput out, CharSlabs slabs, Limits limits, boolean pythonLiterals, long at) {
    settleEntity(out, slabs, limits, at);
    switch (mode) {
      case DISCARDED -> {
        // Discarded: nothing of it is out.
      }
      case STRING_AHEAD -> {
        openString(out, at);
        out.argument(call, '"', at);
      }
      case STRING -> out.argument(call, '"', at);
      case STRUCTURE -> endStructure(at);
      default -> settle(out, slabs, pythonLiterals, limits.depth());
    }
    letGo(slabs);
    mode = DISCARDED;
  }

  private void endStructure(long at) {
    JsonValue value = json;
    if (value != null && !value.isDone()) {
      value.stray();
      value.finish(at);
    }
  }

  private void settle(SpanOutput out, CharSlabs slabs, boolean pythonLiterals, int depth) {
    char[] kept = buffer == null ? NO_KEY : buffer;
    long decision = Coercion.decide(types, kept, 0, length, pythonLiterals, depth);
    int start = Coercion.from(decision, 0);
    int end = Coercion.to(decision, 0);
    switch (Coercion.kind(decision)) {
      case NULL -> json(out, NULL_TEXT, 0, NULL_TEXT.length);
      case TRUE -> json(out, TRUE_TEXT, 0, TRUE_TEXT.length);
      case FALSE -> json(out, FALSE_TEXT, 0, FALSE_TEXT.length);
      case VERBATIM -> json(out, kept, start, end);
      case NEGATED -> {
        emitKey(out, from);
        out.argument(call, '-', from);
        out.arguments(call, kept, start, end, from);
      }
      case MISSING_CLOSERS -> {
        out.diagnostic(Diagnostic.VALUE_REPAIRED, from);
        json(out, kept, start, end);
        char[] closers = slabs.take(depth);
        int count = Coercion.missingClosers(kept, start, end, depth, closers);
        out.arguments(call, closers, 0, count, from);
        out.pin();
        slabs.give(closers);
      }
      case PYTHON -> python(out, kept, start, end, depth);
      case STRING -> string(out, kept);
      case FAILED -> {
        out.diagnostic(Diagnostic.COERCION_FAILED, from);
        string(out, kept);
      }
      case TOO_DEEP -> {
        out.diagnostic(Diagnostic.DEPTH_LIMIT, from);
        string(out, kept);
      }
    }
    out.pin();
  }

  private void python(SpanOutput out, char[] kept, int start, int end, int depth) {
    GrowableChars json = out.transcript();
    json.clear(CharSlabs.MIN_LENGTH << 10);
    if (PythonValue.append(kept, start, end, depth, json)) {
      json(out, json.array(), 0, json.length());
    } else {
      out.diagnostic(Diagnostic.COERCION_FAILED, from);
      string(out, kept);
    }
  }

  private void json(SpanOutput out, char[] a, int start, int end) {
    emitKey(out, from);
    out.arguments(call, a, start, end, from);
  }

  private void string(SpanOutput out, char[] kept) {
    openString(out, from);
    out.escaped(call, kept, 0, length, from);
    out.argument(call, '"', from);
  }

  /**
   * The stream ended inside the value, not by the model's will: a string ends where it is, what was
   * not emitted yet is dropped with its key.
   */
  public void cut(SpanOutput out, CharSlabs slabs, Limits limits, boolean close, long at) {
    settleEntity(out, slabs, limits, at);
    if (mode == STRING) {
      if (close) {
        out.argument(call, '"', at);
      }
    } else if (mode == STRUCTURE && json != null) {
      if (close) {
        json.closeCut(at);
      } else {
        json.leave(at);
      }
    } else if (mode != DISCARDED) {
      out.diagnostic(Diagnostic.VALUE_DROPPED, tag);
    }
    letGo(slabs);
    mode = DISCARDED;
  }

  /** Gives the buffer back. */
  public void letGo(CharSlabs slabs) {
    char[] kept = buffer;
    if (kept != null) {
      slabs.give(kept);
      buffer = null;
    }
    length = 0;
    if (entities != null) {
      entities.clear();
    }
    if (json != null) {
      json.letGo();
    }
  }

  /** Offsets count from another place: each grows by {@code offset}. */
  public void shift(long offset) {
    from += offset;
    tag += offset;
    if (json != null) {
      json.shift(offset);
    }
  }

  /** The open value belongs to call {@code index}. */
  public void renumber(int index) {
    call = index;
  }

  /** Writes the state of the open value. */
  public void save(DataOutputStream out) throws IOException {
    out.writeByte(mode);
    out.writeInt(types);
    out.writeInt(call);
    out.writeBoolean(anyBefore);
    out.writeLong(from);
    out.writeLong(tag);
    int keyChars = mode == DISCARDED || mode == STRING ? 0 : keyLength;
    out.writeInt(keyChars);
    for (int i = 0; i < keyChars; i++) {
      out.writeChar(key[i]);
    }
    if (entities != null) {
      entities.save(out);
    }
    out.writeInt(length);
    char[] kept = buffer;
    for (int i = 0; kept != null && i < length; i++) {
      out.writeChar(kept[i]);
    }
    boolean structure = mode == STRUCTURE && json != null;
    out.writeBoolean(structure);
    if (structure) {
      json.save(out);
    }
  }

  /** Reads what {@link #save} wrote. */
  public void load(SpanOutput to, DataInputStream in, CharSlabs slabs) throws IOException {
    mode = in.readByte();
    types = in.readInt();
    call = in.readInt();
    anyBefore = in.readBoolean();
    from = in.readLong();
    tag = in.readLong();
    keyLength = checkedLength(in);
    key = new char[keyLength];
    for (int i = 0; i < keyLength; i++) {
      key[i] = in.readChar();
    }
    if (entities != null) {
      entities.load(in);
    }
    length = checkedLength(in);
    if (length > 0) {
      char[] kept = slabs.take(length);
      for (int i = 0; i < length; i++) {
        kept[i] = in.readChar();
      }
      buffer = kept;
    }
    if (in.readBoolean()) {
      JsonValue value = json == null ? new JsonValue(to, slabs) : json;
      value.load(to, slabs, in);
      json = value;
      scanner = to.scanner();
    }
    if (mode < DISCARDED || mode > STRUCTURE || mode == STRUCTURE && json == null) {
      throw new IOException("the value's mode is " + mode);
    }
  }

  private static int checkedLength(DataInputStream in) throws IOException {
    int chars = in.readInt();
    if (chars < 0 || chars > in.available() / Character.BYTES) {
      throw new IOException("a length is " + chars);
    }
    return chars;
  }
}
