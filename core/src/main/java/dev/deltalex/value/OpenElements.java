package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.schema.ParameterType;
import org.jspecify.annotations.Nullable;

/** The part of {@link TextValue} that knows which elements are open around and in a value. */
abstract sealed class OpenElements permits TextValueState {
  final ArgumentKey key = new ArgumentKey();

  /** Index of the open call. */
  int call;

  /** The open elements; made for the first call whose values nest. */
  private @Nullable NestedText nested;

  /** Whether an element that opens next is inside of the value: only whitespace was before it. */
  boolean nests;

  /** The open elements of a call whose values nest. */
  public final NestedText elements() {
    NestedText elements = nested;
    if (elements == null) {
      elements = new NestedText();
      nested = elements;
    }
    return elements;
  }

  /** Whether an element is open. */
  public final boolean isInElement() {
    return nested != null && nested.depth() > 0;
  }

  /** Whether the innermost element is inside of another. */
  public final boolean isInside() {
    return nested != null && nested.depth() > 1;
  }

  /** Whether an element that opens next is inside of the value. */
  public final boolean nests() {
    return nests;
  }

  /** The open value and the elements belong to call {@code index}. */
  public final void renumber(int index) {
    call = index;
  }

  /** Closes the {@code count} innermost objects and arrays. */
  public final void leave(SpanOutput out, int count, long at) {
    for (int left = count; left > 0; left--) {
      NestedText elements = elements();
      if (!elements.isLeaf() && elements.depth() > 0 && !elements.isDiscarded()) {
        out.argument(call, elements.isArray() ? ']' : '}', at);
        key.leave();
      }
      elements.close();
    }
  }

  /** Closes all open objects and arrays. */
  public final void leaveAll(SpanOutput out, long at) {
    if (nested != null) {
      leave(out, nested.depth(), at);
    }
  }

  /** The innermost element, of which nothing was emitted, becomes an object or array. */
  final void enter(SpanOutput out, boolean item, long from, long at, boolean emitted) {
    boolean array = elements().becomesStructure(item);
    if (emitted) {
      key.emit(out, call, from);
      out.argument(call, array ? '[' : '{', at);
      key.enter();
    }
  }

  /** Whether an element without text and elements can only be an empty object or array. */
  static boolean isStructure(int types) {
    boolean structure = (types & (ParameterType.OBJECT | ParameterType.ARRAY)) != 0;
    return structure && (types & ParameterType.STRING) == 0;
  }

  /** Emits an empty object or array. */
  final void emitEmpty(SpanOutput out, int types, long from) {
    boolean array = (types & ParameterType.ARRAY) != 0;
    if (array && (types & ParameterType.OBJECT) != 0) {
      // Nothing tells which of the two is meant.
      out.diagnostic(Diagnostic.VALUE_REPAIRED, from);
    }
    key.emit(out, call, from);
    out.argument(call, array ? '[' : '{', from);
    out.argument(call, array ? ']' : '}', from);
  }

  /** The text of the innermost element is complete. */
  final void closeLeaf() {
    nests = false;
    if (nested != null && nested.isLeaf()) {
      nested.close();
    }
  }

  /** No element is open. */
  final void clearElements(CharArrayPool arrays) {
    nests = false;
    if (nested != null) {
      nested.clear(arrays);
    }
  }

  /** Whether the schemas of the open elements are below {@code count}. */
  public final boolean fits(int count) {
    return nested == null || nested.fits(count);
  }

  /** Whether all of {@code a[start, end)} is whitespace. */
  static boolean isBlank(char[] a, int start, int end) {
    int i = start;
    while (i < end && JsonTokens.isSpace(a[i])) {
      i++;
    }
    return i == end;
  }

  final void transferElements(SnapshotIo io, CharArrayPool arrays) {
    nests = io.flag(nests);
    if (io.flag(isInElement())) {
      elements().transfer(io, arrays);
      call = io.isReading() ? io.call() : call;
    }
  }
}
