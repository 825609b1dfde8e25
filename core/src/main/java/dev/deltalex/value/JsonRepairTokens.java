package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.scan.StopSet;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.schema.ToolSet;
import java.util.Arrays;

/**
 * The fifth layer of {@link JsonRepair}: keys, bare words, and containers that are too deep.
 *
 * <p>A key is pending until its value begins, so that the emitted text can be closed at any time; a
 * key that is too long for that is emitted as it is read. A bare word is a number, a literal in one
 * of its spellings, or text without quotes: its end shows which, and one that is too long to be
 * buffered is text.
 */
abstract sealed class JsonRepairTokens extends JsonRepairPython permits JsonRepairQuotes {
  // Where the position is in a container that is too deep: outside of strings, in one in double
  // quotes, or behind a backslash in it.
  static final byte DEEP_STRUCTURE = 0;
  static final byte DEEP_STRING = 1;
  static final byte DEEP_ESCAPE = 2;

  JsonRepairTokens(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  // ---- Keys ------------------------------------------------------------------------------------

  /** A key begins at offset {@code at}. */
  final void beginKey(long at) {
    buffer('"', at);
    toPending = true;
    measure = 0;
  }

  /** Its value begins: emits the pending key and colon. */
  final void emitKey() {
    emitPending();
    keyEmitted = false;
  }

  /** Reads a key in quotes. Returns the index of a quote that may close it, or {@code to}. */
  final int readQuotedKey(Limits limits, char[] a, int from, int to, long origin) {
    // Char by char: the length of a key is counted in source chars, independent of the cuts between
    // deltas.
    for (int i = from; i < to; i++) {
      if (readText(a, i, i + 1, origin) == i) {
        return i;
      }
      countKeyChar(limits);
    }
    return to;
  }

  /** Reads raw text of a string or key between literals. */
  final void readRaw(Limits limits, char[] a, int from, int to, long origin) {
    if (state == STRING) {
      emitText(a, from, to, origin + from);
      return;
    }
    for (int i = from; i < to; i++) {
      addKeyChar(a, i, origin);
      countKeyChar(limits);
    }
  }

  private void addKeyChar(char[] a, int i, long origin) {
    if (keyEmitted) {
      emitText(a, i, i + 1, origin + i);
    } else {
      bufferText(a[i], origin + i);
    }
  }

  /** Reads a key without quotes. Returns the index of the delimiter after it, or {@code to}. */
  final int readBareKey(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    boolean python = isPython();
    int i = from;
    while (i < to && !isDelimiter(python, a[i], edges)) {
      addKeyChar(a, i, origin);
      i++;
      countKeyChar(limits);
    }
    if (i < to) {
      endText(origin + i);
      endKeyText(origin + i);
    }
    return i;
  }

  private static boolean isDelimiter(boolean python, char c, StopSet edges) {
    return python ? JsonTokens.isPythonDelimiter(c, edges) : JsonTokens.isDelimiter(c, edges);
  }

  /**
   * The key has no value and what is read is no object of JSON: drops it with the comma before it.
   * Not of a key that was emitted.
   */
  final void dropKey() {
    markGuessed();
    state = pendingLength > 0 && pendingChars()[0] == ',' ? NEXT : MEMBER;
    dropPending();
  }

  /** A char of a key in the source was read. */
  final void countKeyChar(Limits limits) {
    if (!keyEmitted && ++measure > limits.maxNameChars()) {
      keyEmitted = true;
      emitPending();
      toPending = false;
    }
  }

  /** The key is complete: its closing quote has offset {@code at}. */
  final void endKeyText(long at) {
    if (keyEmitted) {
      emit('"', at);
    } else {
      buffer('"', at);
    }
    toPending = false;
  }

  /**
   * The key has no value: emits null if the key was emitted, after its closing quote if the end is
   * {@code inside} the key. A pending key stays pending, and is dropped later.
   */
  final void abandonKey(boolean inside, long at) {
    if (keyEmitted) {
      if (inside) {
        endText(at);
        emit('"', at);
      }
      emit(':', at);
      emit(JsonTokens.NULL, 0, JsonTokens.NULL.length, at);
    }
  }

  // ---- Bare words ------------------------------------------------------------------------------

  /** A word begins after the pending comma, key and colon. */
  final void beginWord() {
    measure = pendingLength;
  }

  /**
   * Reads a word. Returns the index of the delimiter after it, {@code to}, or the complement of the
   * index where the word became too long: its chars are emitted as a string that is left open, for
   * {@link #readLongWord}. At an edge a bare scalar is not complete yet: the caller decides.
   */
  final int readWord(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int begin = measure;
    boolean raw = bareScalars();
    boolean python = isPython();
    int i = from;
    while (i < to && !endsWord(raw, python, a[i], edges)) {
      if (python && a[i] == '\'' && isPrefix(begin)) {
        break;
      }
      if (pendingLength - begin >= limits.maxHeldChars()) {
        markGuessed();
        openWordAsString(origin + i);
        return ~i;
      }
      buffer(a[i], origin + i);
      i++;
    }
    if (i < to && python && (a[i] == '"' || a[i] == '\'') && isPrefix(begin)) {
      beginPrefixed(a[i], origin + i);
    } else if (i < to && !(raw && edges.contains(a[i]))) {
      endWord(origin + i);
    }
    return i;
  }

  private static boolean endsWord(boolean raw, boolean python, char c, StopSet edges) {
    return raw
        ? c == ',' || c == '}' || c == ']' || edges.contains(c)
        : isDelimiter(python, c, edges);
  }

  /** A char of a bare scalar that is an edge but begins no marker. */
  final void addToWord(Limits limits, char[] a, int i, long origin) {
    if (state == WORD && pendingLength - measure >= limits.maxHeldChars()) {
      markGuessed();
      openWordAsString(origin + i);
      keyEmitted = false;
      state = LONG_WORD;
    }
    if (state == WORD) {
      buffer(a[i], origin + i);
    } else {
      emitText(a, i, i + 1, origin + i);
    }
  }

  /**
   * Reads the rest of a word that is too long. Returns the index of the delimiter, or {@code to}.
   */
  final int readLongWord(StopSet edges, char[] a, int from, int to, long origin) {
    boolean raw = bareScalars();
    boolean python = isPython();
    int i = from;
    while (i < to && !endsWord(raw, python, a[i], edges)) {
      i++;
    }
    emitText(a, from, i, origin + from);
    if (i < to && !(raw && edges.contains(a[i]))) {
      endText(origin + i);
      emit('"', origin + i);
    }
    return i;
  }

  /** The word is complete: emits its JSON value. */
  final void endWord(long at) {
    long word = at - (pendingLength - measure);
    if (bareScalars()) {
      trimWord();
      if (depth == 1) {
        endTyped(word);
        return;
      }
    }
    char[] chars = pendingChars();
    int begin = measure;
    int length = pendingLength;
    char[] literal = JsonTokens.literal(chars, begin, length);
    if (literal != null) {
      if (!isPython() && !Arrays.equals(literal, 0, literal.length, chars, begin, length)) {
        markRepaired();
      }
      emitPending(0, begin);
      emit(literal, 0, literal.length, word);
    } else if (JsonSyntax.isNumber(chars, begin, length)) {
      emitPending();
    } else if (isPython() && out.isPythonNumber(chars, begin, length)) {
      emitNumber(begin, word);
    } else {
      markGuessed();
      openWordAsString(word + (length - begin));
      endText(at);
      emit('"', at);
    }
  }

  /** Emits the number that was converted, behind the pending text before {@code begin}. */
  private void emitNumber(int begin, long word) {
    emitPending(0, begin);
    GrowableChars number = out.converted();
    emit(number.array(), 0, number.length(), word);
    out.pin();
  }

  /** Whitespace behind a bare scalar is not part of it. */
  private void trimWord() {
    char[] chars = pendingChars();
    int end = pendingLength;
    while (end > measure && JsonTokens.isSpace(chars[end - 1])) {
      end--;
    }
    pendingLength = end;
  }

  /** A bare scalar of the outermost object is complete: emits what it means by its schema. */
  private void endTyped(long word) {
    char[] chars = pendingChars();
    int begin = measure;
    int end = pendingLength;
    long decision = Coercion.decide(typesOfKey(chars, begin), chars, begin, end);
    Coercion.Kind kind = Coercion.kind(decision);
    int from = Coercion.from(decision, begin);
    int to = Coercion.to(decision, begin);
    boolean misfit = kind == Coercion.Kind.MISFIT;
    if (kind == Coercion.Kind.NEAR_JSON) {
      misfit = JsonSyntax.answer(JsonSyntax.check(chars, from, to, 1, null)) == JsonSyntax.VALID;
      kind = misfit ? Coercion.Kind.MISFIT : Coercion.Kind.FAILED;
    }
    if (kind.compareTo(Coercion.Kind.MISFIT) >= 0 && kind != Coercion.Kind.STRING) {
      out.diagnostic(Diagnostic.COERCION_FAILED, valueAt);
    }
    emit(chars, 0, begin, pendingSource);
    switch (kind) {
      case NULL -> emit(JsonTokens.NULL, 0, JsonTokens.NULL.length, word);
      case TRUE -> emit(JsonTokens.TRUE, 0, JsonTokens.TRUE.length, word);
      case FALSE -> emit(JsonTokens.FALSE, 0, JsonTokens.FALSE.length, word);
      case VERBATIM, MISFIT -> emit(chars, from, to, word);
      case NEGATED -> {
        emit('-', word);
        emit(chars, from, to, word);
      }
      default -> {
        emit('"', word);
        emitText(chars, begin, end, word);
        endText(word + (end - begin));
        emit('"', word + (end - begin));
      }
    }
    out.pin();
    keyEmitted = false;
    dropPending();
  }

  /** The types that the schema admits for the key in the pending text before {@code end}. */
  private int typesOfKey(char[] chars, int end) {
    ToolSet tools = out.tools();
    int tool = out.tool();
    if (tool < 0) {
      return tools.parameterTypes(tool, -1);
    }
    if (keyEmitted) {
      return ParameterType.STRING;
    }
    int from = 0;
    while (from < end && chars[from] != '"') {
      from++;
    }
    int to = from + 1;
    boolean escaped = false;
    while (to < end && chars[to] != '"') {
      escaped |= chars[to] == '\\';
      to += chars[to] == '\\' ? 2 : 1;
    }
    int parameter = -1;
    if (!escaped) {
      parameter = tools.parameterIndex(tool, chars, from + 1, Math.min(to, end));
    } else {
      for (int k = 0; k < tools.parameterCount(tool) && parameter < 0; k++) {
        char[] key = tools.keyJson(tool, k);
        boolean same = Arrays.equals(key, 0, key.length - 1, chars, from, Math.min(to + 1, end));
        parameter = same ? k : parameter;
      }
    }
    return tools.parameterTypes(tool, parameter);
  }

  /** Emits the pending text, whose word ends at offset {@code end}: the word as an open string. */
  private void openWordAsString(long end) {
    char[] chars = pendingChars();
    int begin = measure;
    int length = pendingLength;
    long word = end - (length - begin);
    emit(chars, 0, begin, pendingSource);
    emit('"', word);
    emitText(chars, begin, length, word);
    out.pin();
    dropPending();
  }

  // ---- Containers that are too deep ------------------------------------------------------------

  /**
   * A container exceeds the depth: its source becomes the text of a string, which opens here. Its
   * left bracket, at offset {@code at}, is read next.
   */
  final void beginDeep(long at) {
    if ((reported & TOO_DEEP) == 0) {
      reported |= TOO_DEEP;
      out.diagnostic(Diagnostic.DEPTH_LIMIT, valueAt);
    }
    markGuessed();
    emit('"', at);
    measure = 0;
    follow = DEEP_STRUCTURE;
  }

  /**
   * Reads such a container, counting its brackets outside of strings in double quotes. Returns the
   * index after its right bracket, or the complement of {@code to}.
   */
  final int readDeep(char[] a, int from, int to, long origin) {
    boolean python = isPython();
    int i = from;
    boolean complete = false;
    while (i < to && !complete) {
      char c = a[i++];
      if (follow == DEEP_ESCAPE) {
        follow = DEEP_STRING;
      } else if (follow == DEEP_STRING) {
        follow = c == '\\' ? DEEP_ESCAPE : c == '"' ? DEEP_STRUCTURE : DEEP_STRING;
      } else if (c == '"') {
        follow = DEEP_STRING;
      } else if (c == '{' || c == '[' || c == '(' && python) {
        measure++;
      } else if (c == '}' || c == ']' || c == ')' && python) {
        complete = --measure == 0;
      }
    }
    emitText(a, from, i, origin + from);
    if (!complete) {
      return ~i;
    }
    endText(origin + i);
    emit('"', origin + i - 1);
    return i;
  }
}
