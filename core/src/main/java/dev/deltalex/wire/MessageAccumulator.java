package dev.deltalex.wire;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import dev.deltalex.value.JsonBytes;
import java.util.Arrays;

/**
 * Accumulates the items of a response: runs of reasoning and content, and calls, in order. Texts
 * are escaped and stored in one buffer, one after the other; an item has their end offsets.
 */
final class MessageAccumulator {
  /** Maximum of bytes of text, far more than a model generates within a token limit. */
  private static final int LIMIT = 64 << 20;

  private static final int KIND = 0;
  private static final int COMPLETE = 1;
  private static final int ID = 2;
  private static final int NAME = 3;
  private static final int NAMESPACE = 4;
  private static final int TEXT = 5;
  private static final int END = 6;
  private static final int FIELDS = 7;
  private static final int FIRST_ITEMS = 8;

  private final CharScanner scanner = Scanners.current();
  private final WireBuffer texts;
  private int[] items = new int[FIELDS * FIRST_ITEMS];
  private int count;

  MessageAccumulator() {
    this(new WireBuffer(LIMIT));
  }

  /** Stores its texts in a buffer of the caller, which is cleared. */
  MessageAccumulator(WireBuffer texts) {
    this.texts = texts;
    texts.clear();
  }

  void openRun(int kind) {
    int at = add(kind);
    items[at + ID] = texts.end;
    items[at + NAME] = texts.end;
    items[at + NAMESPACE] = texts.end;
    items[at + TEXT] = texts.end;
  }

  void openCall(CharSequence id, CharSequence name, CallForm form) {
    boolean custom = form.type() == CallForm.Type.CUSTOM;
    int at = add(custom ? WireRenderer.CUSTOM : WireRenderer.CALL);
    items[at + ID] = texts.end;
    texts.putEscaped(id);
    String namespace = form.namespace();
    setName(at, name, namespace == null ? "" : namespace);
  }

  /** Begins a call with the id of the Messages protocol, see {@link MessagesSpelling}. */
  void openToolUse(int index, CharSequence id, CharSequence name) {
    int at = add(WireRenderer.CALL);
    items[at + ID] = texts.end;
    MessagesSpelling.putToolUseId(id, index, texts);
    setName(at, name, "");
  }

  private void setName(int at, CharSequence name, CharSequence namespace) {
    items[at + NAME] = texts.end;
    texts.putEscaped(name);
    items[at + NAMESPACE] = texts.end;
    texts.putEscaped(namespace);
    items[at + TEXT] = texts.end;
  }

  private int add(int kind) {
    int at = FIELDS * count++;
    if (at == items.length) {
      items = Arrays.copyOf(items, 2 * at);
    }
    items[at + KIND] = kind;
    return at;
  }

  /** Appends to the last item's text. */
  void delta(char[] a, int from, int to) {
    int at = texts.room(JsonBytes.room(to - from));
    texts.event(JsonBytes.escape(scanner, a, from, to, texts.bytes, at));
  }

  /** Appends escaped bytes to the last item's text. */
  void text(byte[] bytes, int from, int to) {
    int at = texts.room(to - from);
    System.arraycopy(bytes, from, texts.bytes, at, to - from);
    texts.event(at + to - from);
  }

  /** Appends JSON to the last item's text without escaping it. */
  void json(char[] a, int from, int to) {
    int at = texts.room(JsonBytes.room(to - from));
    texts.event(JsonBytes.utf8(a, from, to, texts.bytes, at));
  }

  /** Ends the last item. */
  void close(boolean complete) {
    int at = FIELDS * (count - 1);
    items[at + COMPLETE] = complete ? 1 : 0;
    items[at + END] = texts.end;
  }

  int count() {
    return count;
  }

  int kind(int item) {
    return items[FIELDS * item + KIND];
  }

  boolean isComplete(int item) {
    return items[FIELDS * item + COMPLETE] != 0;
  }

  /** Whether an item is a call, of a function or a custom tool. */
  boolean isCall(int item) {
    return kind(item) >= WireRenderer.CALL;
  }

  boolean hasCall() {
    return count(WireRenderer.CALL) + count(WireRenderer.CUSTOM) > 0;
  }

  /** Number of items of a kind. */
  int count(int kind) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      found += kind(i) == kind ? 1 : 0;
    }
    return found;
  }

  void putId(int item, WireBuffer to) {
    put(item, ID, NAME, to);
  }

  void putName(int item, WireBuffer to) {
    put(item, NAME, NAMESPACE, to);
  }

  boolean hasNamespace(int item) {
    int at = FIELDS * item;
    return items[at + NAMESPACE] < items[at + TEXT];
  }

  void putNamespace(int item, WireBuffer to) {
    put(item, NAMESPACE, TEXT, to);
  }

  void putText(int item, WireBuffer to) {
    put(item, TEXT, END, to);
  }

  /** The id of a call in OpenAI's protocols; made from {@code number} if the call has none. */
  void putCallId(int item, int number, WireBuffer to) {
    int at = FIELDS * item;
    if (items[at + ID] < items[at + NAME]) {
      putId(item, to);
    } else {
      to.put(WireRenderer.CALL_PREFIX);
      to.putNumber(number);
    }
  }

  /** The texts of all items of a kind, joined. */
  void putTexts(int kind, WireBuffer to) {
    for (int i = 0; i < count; i++) {
      if (kind(i) == kind) {
        putText(i, to);
      }
    }
  }

  private void put(int item, int from, int end, WireBuffer to) {
    int at = FIELDS * item;
    to.put(texts.bytes, items[at + from], items[at + end]);
  }

  /** The text of an item appended with {@link #json}, completed to valid JSON. */
  void putJson(int item, WireBuffer to) {
    int at = FIELDS * item;
    putText(item, to);
    if (!isComplete(item)) {
      JsonClosers.put(texts.bytes, items[at + TEXT], items[at + END], to);
    }
  }
}
