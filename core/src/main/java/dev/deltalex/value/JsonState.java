package dev.deltalex.value;

import dev.deltalex.text.CharSlabs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  /** Where the text goes, unless nobody sees it. */
  SpanOutput out;

  CharSlabs slabs;
  boolean muted;
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

  JsonState(SpanOutput out, CharSlabs slabs) {
    this.out = out;
    this.slabs = slabs;
  }

  /** A value is expected; of a {@code silent} one nothing is said. */
  final void begin(
      SpanOutput to, CharSlabs pool, boolean mute, boolean silent, int index, long source) {
    out = to;
    slabs = pool;
    muted = mute;
    call = index;
    reported = silent;
    depthReported = silent;
    valueAt = source;
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

  final void write(DataOutputStream stream) throws IOException {
    stream.writeByte(state);
    DepthStack.save(this, stream);
    stream.writeChar(quote);
    stream.writeInt(measure);
    stream.writeBoolean(keyIsOut);
    stream.writeBoolean(inString);
    stream.writeBoolean(inEscape);
    stream.writeBoolean(muted);
    stream.writeInt(call);
    stream.writeBoolean(reported);
    stream.writeBoolean(depthReported);
    stream.writeLong(valueAt);
    stream.writeBoolean(toPending);
    stream.writeLong(pendingSource);
    stream.writeChar(high);
    stream.writeByte(escapeLength);
    stream.writeInt(escapeDigits);
    stream.writeByte(highSpelling);
    SavedChars.write(stream, JsonText.pending(this), pendingLength);
  }

  final void read(DataInputStream stream) throws IOException {
    state = stream.readByte();
    if (state < VALUE || state > DONE) {
      throw new IOException("the JSON value's state is " + state);
    }
    DepthStack.load(this, stream);
    quote = stream.readChar();
    measure = stream.readInt();
    keyIsOut = stream.readBoolean();
    inString = stream.readBoolean();
    inEscape = stream.readBoolean();
    muted = stream.readBoolean();
    call = stream.readInt();
    reported = stream.readBoolean();
    depthReported = stream.readBoolean();
    valueAt = stream.readLong();
    toPending = stream.readBoolean();
    pendingSource = stream.readLong();
    high = stream.readChar();
    escapeLength = stream.readByte();
    escapeDigits = stream.readInt();
    highSpelling = stream.readByte();
    if (escapeLength < 0 || escapeLength > UNICODE) {
      throw new IOException("an escape's length is " + escapeLength);
    }
    int length = SavedChars.readLength(stream);
    for (int i = 0; i < length; i++) {
      JsonText.hold(this, stream.readChar(), pendingSource);
    }
    if (state == WORD && (measure < 0 || measure > length)) {
      throw new IOException("the word begins at " + measure + " of the text that waits");
    }
  }
}
