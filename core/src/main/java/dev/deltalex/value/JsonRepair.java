package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.StopSet;

/**
 * Reads one JSON value as models write it, in pieces, and emits it as strict JSON (RFC 8259).
 *
 * <p>An automaton over chars: none is read twice, nothing is recursive. Brackets, commas and colons
 * that are missing are supplied, those that are superfluous are discarded. The emitted text can be
 * closed by quotes and brackets at any time: comma, key and colon are pending until the value's
 * first char, words until their end, escapes until their last digit. Valid JSON is emitted
 * unchanged.
 *
 * <p>Only the caller knows whether a marker of the format begins between two tokens: {@link #feed}
 * stops at their first chars, the {@code edges}. Neither whitespace nor a char of a number or
 * literal may be one: edges end bare words.
 *
 * <p>Layers, each of which calls only those below: this class (reading, the end), {@link
 * JsonRepairStructure} (brackets, commas, colons), {@link JsonRepairQuotes} (which quotes end a
 * string), {@link JsonRepairTokens} (keys, words), {@link JsonRepairPython} and {@link
 * JsonRepairEscapes} (strings of Python), {@link JsonRepairText} (strings, output), {@link
 * JsonRepairState} (fields). A {@link TextValue} or a reader of calls has one, which reads one
 * value at a time; suppressed, it only finds the value's end.
 */
public final class JsonRepair extends JsonRepairStructure {
  /** The edges of formats whose markers all begin with {@code <}. */
  public static final StopSet TAGS = StopSet.of("<");

  /** A reader without a value. */
  public JsonRepair(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  // ---- A value's life --------------------------------------------------------------------------

  /**
   * Begins the arguments of call {@code index}, whose first char has offset {@code sourceOffset}.
   *
   * @param unseen whether they are suppressed
   */
  public void open(
      SpanOutput to, CharArrayPool arrays, int index, long sourceOffset, boolean unseen) {
    begin(to, arrays, unseen, false, index, sourceOffset);
  }

  /**
   * The keys of the open value have no quotes. Its bare scalars are raw text: those of the
   * outermost object have the types of {@link SpanOutput#parametersOf}, others are read as JSON.
   */
  public void readBareScalars() {
    reported |= BARE_SCALARS;
  }

  /** The open value is an object whose brace was read, and is emitted already. */
  public void readBehindBrace() {
    push(true);
    state = MEMBER;
  }

  /**
   * The open value is the arguments of a call as Python spells it; its parenthesis, at offset
   * {@code at}, was read.
   */
  public void readPython(long at) {
    reported |= PYTHON;
    emit('{', at);
    push(true);
    state = MEMBER;
  }

  /**
   * A literal that opens and closes strings, at offset {@code at}, was read between two tokens, at
   * the end of a bare scalar or in raw text.
   */
  public void literal(long at) {
    switch (state) {
      case STRING -> {
        endText(at);
        emit('"', at);
        endValue();
      }
      case KEY -> {
        endText(at);
        endKeyText(at);
        state = COLON;
      }
      case WORD, LONG_WORD -> {
        markRepaired();
        if (state == WORD) {
          endWord(at);
        } else {
          endString(at);
        }
        endValue();
      }
      default -> openLiteral(at);
    }
  }

  private void openLiteral(long at) {
    if (state == NEXT) {
      markGuessed();
      comma(at);
    } else if (state == COLON) {
      markGuessed();
      buffer(':', at);
      state = VALUE;
    }
    boolean isKey = state == MEMBER || state == KEY_AFTER_COMMA;
    if (isKey) {
      beginKey(at);
    } else {
      emitKey();
      emit('"', at);
    }
    quote = LITERAL;
    state = isKey ? KEY : STRING;
  }

  /** Whether keys and scalars are read without quotes. */
  public boolean readsBareScalars() {
    return bareScalars();
  }

  /** Whether raw text, or a bare scalar, is being read. */
  public boolean isInScalar() {
    return isInRawText() || state == WORD || state == LONG_WORD;
  }

  /** The raw text or bare scalar, if one is being read, ends at offset {@code at}. */
  public void endScalar(long at) {
    if (isInRawText()) {
      literal(at);
    } else if (state == WORD) {
      endWord(at);
      endValue();
    } else if (state == LONG_WORD) {
      endString(at);
      endValue();
    }
  }

  /** Whether raw text that a literal ends is being read. */
  public boolean isInRawText() {
    return (state == STRING || state == KEY) && quote == LITERAL;
  }

  /** Begins a value that is neither emitted nor reported. */
  public void skip(SpanOutput to, CharArrayPool arrays) {
    begin(to, arrays, true, true, 0, 0);
  }

  /** Whether the value is complete. */
  public boolean isDone() {
    return state == DONE;
  }

  /** Whether the position is inside a key, string or word. */
  public boolean isInside() {
    return state >= STRING && state < DONE;
  }

  /**
   * Whether the next char is text of an emitted string in double quotes, with no char of it held.
   */
  public boolean isStringOpen() {
    boolean plain = isPython() ? isPlainPython() : quote == '"';
    return state == STRING && plain && !suppressed && high == 0 && escapeLength == 0;
  }

  /** Whether the next char is raw text of an emitted string between literals, with none held. */
  public boolean isRawStringOpen() {
    return state == STRING && quote == LITERAL && !isPython() && !suppressed && high == 0;
  }

  /** Whether every next char but a quote is text: in a string, a quoted key, a deep container. */
  public boolean isInText() {
    return state == STRING || state == KEY || state == DEEP;
  }

  /** Whether a pending key or word is lost if the stream is cut here. */
  public boolean isWaiting() {
    return switch (state) {
      case WORD -> true;
      case KEY, KEY_END, BARE_KEY, COLON -> !keyEmitted;
      case VALUE -> depth > 0 && !keyEmitted;
      default -> false;
    };
  }

  /** Whether a key, string, word or value lacks its end, so that more than closers is missing. */
  public boolean isCut() {
    return switch (state) {
      case STRING, KEY, KEY_END, BARE_KEY, WORD, LONG_WORD, DEEP, COLON, VALUE -> true;
      default -> false;
    };
  }

  /** Whether only right brackets are missing, if any; a word counts as complete. */
  boolean isClosable() {
    return state == WORD || !isCut();
  }

  /**
   * Whether something was supplied or discarded that has other spellings, or a bare word was taken
   * for a string.
   */
  boolean hasGuessed() {
    return (reported & GUESSED) != 0;
  }

  /** Whether an escape that JSON does not have was taken for text. */
  boolean hasOddEscapes() {
    return (reported & ODD_ESCAPE) != 0;
  }

  /** Releases pooled arrays. */
  public void release() {
    dropPending();
    state = DONE;
  }

  /** Each offset grows by {@code offset}, and the call becomes the first of its response. */
  public void shift(long offset) {
    call = 0;
    valueAt += offset;
    pendingSource += offset;
  }

  /** Saves or loads the state of the value; {@code unseen}: it is not emitted. */
  public void transfer(SnapshotIo io, SpanOutput to, CharArrayPool arrays, boolean unseen) {
    transferState(io, to, arrays, unseen, false);
  }

  /** As {@link #transfer}, of the arguments of a call as Python spells it. */
  public void transferPython(SnapshotIo io, SpanOutput to, CharArrayPool arrays, boolean unseen) {
    transferState(io, to, arrays, unseen, true);
  }

  /** Whether {@code c} ends a bare word: structure, a double quote, an edge, a blank or control. */
  public static boolean isDelimiter(char c, StopSet edges) {
    return JsonTokens.isDelimiter(c, edges);
  }

  /** Whether {@code c} is structure or a quote of JSON: what else is an edge is never data. */
  public static boolean isOwn(char c) {
    return JsonTokens.isStructure(c) || c == '\'';
  }

  /** Whether {@code a[from, to)} is null in any of the spellings that are read as such. */
  public static boolean isNull(char[] a, int from, int to) {
    return JsonTokens.isNull(a, from, to);
  }

  // ---- Reading ---------------------------------------------------------------------------------

  /**
   * Reads {@code a[from, to)}; {@code origin} is the offset of {@code a[0]}. Returns the index
   * after the value's last char, or {@code to} if it is not complete; or the complement of the
   * index of an edge between two tokens: the caller ends the value, or continues at the index that
   * {@link #refuseEdge} returns.
   *
   * <p>Behind an undecided quote, from which on the caller holds {@link #heldFromQuote} chars, the
   * next call continues at the char after those, in an array that has them too. It may return the
   * index behind the quote, which is then below {@code from}: these chars are read again.
   */
  @Override
  public int feed(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to) {
      switch (state) {
        case STRING -> {
          i = string(limits, edges, a, i, to, origin);
          if (i < 0) {
            return i;
          }
        }
        case KEY -> {
          i = key(limits, edges, a, i, to, origin);
          if (i < 0) {
            return i;
          }
        }
        case STRING_END, KEY_END -> {
          if (isPython()) {
            i = behindString(a, i, origin);
            continue;
          }
          int read = readBehindQuote(limits, edges, a, i, to, origin);
          if (read < i) {
            return read;
          }
          i = read;
        }
        case BARE_KEY -> i = bareKey(limits, edges, a, i, to, origin);
        case WORD -> {
          i = word(limits, edges, a, i, to, origin);
          if (i < 0) {
            return i;
          }
        }
        case LONG_WORD -> {
          i = longWord(edges, a, i, to, origin);
          if (i < 0) {
            return i;
          }
        }
        case DEEP -> i = deep(a, i, to, origin);
        case DONE -> {
          return i;
        }
        default -> {
          char c = a[i];
          if (JsonTokens.isSpace(c)) {
            i = whitespace(limits, a, i, to, origin);
          } else if (edges.contains(c)) {
            return ~i;
          } else {
            i = structure(limits, c, i, origin);
          }
        }
      }
    }
    return i;
  }

  /**
   * The edge at {@code i} that stopped {@link #feed} begins no marker. One of JSON's own chars is
   * read as such, any other is discarded. Returns the index to continue at: {@code i} if the value
   * is complete without that char, the index behind a quote that it decides, else {@code i + 1}.
   */
  @Override
  public int refuseEdge(Limits limits, char[] a, int i, long origin) {
    if (bareScalars() && (isInRawText() || isAtScalar())) {
      return addEdge(limits, a, i, origin);
    }
    if (isBehindQuote()) {
      return refuseEdgeBehindQuote(limits, a, i, origin);
    }
    char c = a[i];
    if (!isOwn(c)) {
      markGuessed();
      return i + 1;
    }
    int next = i;
    // A char may supply another, such as a comma before a string, before it is read itself.
    while (next == i && state != DONE) {
      next = state == DEEP ? deep(a, i, i + 1, origin) : structure(limits, c, i, origin);
    }
    return next;
  }

  /** Whether a char that is not structure would be part of a bare scalar. */
  private boolean isAtScalar() {
    return switch (state) {
      case WORD, LONG_WORD, VALUE, ELEMENT, ELEMENT_AFTER_COMMA -> true;
      default -> false;
    };
  }

  /** An edge that begins no marker is text, or the first char of a bare scalar. */
  private int addEdge(Limits limits, char[] a, int i, long origin) {
    if (isInRawText()) {
      readRaw(limits, a, i, i + 1, origin);
      return i + 1;
    }
    if (state != WORD && state != LONG_WORD) {
      beginWord();
      state = WORD;
    }
    addToWord(limits, a, i, origin);
    return i + 1;
  }

  /** Reads raw text up to an edge; returns the complement of its index, or {@code to}. */
  private int raw(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int i = out.scanner().findStop(a, from, to, edges);
    readRaw(limits, a, from, i, origin);
    return i < to ? ~i : to;
  }

  /** A char of the source that is not part of the value is discarded, such as a refused edge. */
  public void stray() {
    markGuessed();
  }

  private int string(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    if (isPython()) {
      int end = readPython(a, from, to, origin);
      state = end < 0 ? STRING_END : state;
      return end < 0 ? ~end : end;
    }
    if (quote == LITERAL) {
      return raw(limits, edges, a, from, to, origin);
    }
    int end = readText(a, from, to, origin);
    if (end == to) {
      return to;
    }
    if (quote == '"') {
      return atQuote(limits, edges, a, end, to, origin);
    }
    emit('"', origin + end);
    endValue();
    return end + 1;
  }

  private int key(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    if (quote == LITERAL) {
      return raw(limits, edges, a, from, to, origin);
    }
    if (isPython()) {
      return pythonKey(limits, a, from, to, origin);
    }
    int end = readQuotedKey(limits, a, from, to, origin);
    if (end == to) {
      return to;
    }
    if (quote == '"') {
      return atQuote(limits, edges, a, end, to, origin);
    }
    endKeyText(origin + end);
    state = COLON;
    return end + 1;
  }

  /** Reads on behind a string of Python; returns the index to continue at. */
  private int behindString(char[] a, int i, long origin) {
    if (goesOn(a[i])) {
      return i + 1;
    }
    emit('"', origin + i);
    endValue();
    return i;
  }

  private int pythonKey(Limits limits, char[] a, int from, int to, long origin) {
    // Char by char, as readQuotedKey.
    for (int i = from; i < to; i++) {
      if (readPython(a, i, i + 1, origin) < 0) {
        endKeyText(origin + i);
        state = COLON;
        return i + 1;
      }
      countKeyChar(limits);
    }
    return to;
  }

  private int bareKey(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int end = readBareKey(limits, edges, a, from, to, origin);
    if (end < to) {
      state = COLON;
    }
    return end;
  }

  private int word(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int end = readWord(limits, edges, a, from, to, origin);
    if (end < 0) {
      keyEmitted = false;
      state = LONG_WORD;
      return ~end;
    }
    if (end < to && bareScalars() && edges.contains(a[end])) {
      return ~end;
    }
    if (state == STRING) {
      // The word was the prefix of a string.
      return end + 1;
    }
    if (end < to) {
      endValue();
    }
    return end;
  }

  private int longWord(StopSet edges, char[] a, int from, int to, long origin) {
    int end = readLongWord(edges, a, from, to, origin);
    if (end < to && bareScalars() && edges.contains(a[end])) {
      return ~end;
    }
    if (end < to) {
      endValue();
    }
    return end;
  }

  private int deep(char[] a, int from, int to, long origin) {
    int end = readDeep(a, from, to, origin);
    if (end < 0) {
      return ~end;
    }
    endValue();
    return end;
  }

  // ---- The end of the stream -------------------------------------------------------------------

  /**
   * The stream or the surrounding markup ends before the value: closes what is open and drops what
   * is pending, but settles a word as if it had ended.
   */
  public void finish(long at) {
    switch (state) {
      case STRING, LONG_WORD, DEEP -> endString(at);
      case WORD -> endWord(at);
      case KEY, KEY_END, BARE_KEY -> abandonKey(true, at);
      case COLON, VALUE -> abandonKey(false, at);
      case STRING_END -> emit('"', at);
      default -> {
        // What is pending is dropped below.
      }
    }
    closeAll(at);
  }

  /** The stream was cut by a limit: closes what was emitted, adds nothing else. */
  public void closeCut(long at) {
    switch (state) {
      case STRING, STRING_END, LONG_WORD, DEEP -> endString(at);
      case KEY, KEY_END, BARE_KEY -> abandonKey(true, at);
      case COLON, VALUE, WORD -> abandonKey(false, at);
      default -> {
        // What is pending is dropped below.
      }
    }
    closeAll(at);
  }

  /** The stream was cut by a limit: adds nothing to what was emitted but its last surrogate. */
  public void leave(long at) {
    if (isPython() && state == STRING_END) {
      emit('"', at);
    }
    endText(at);
    release();
  }

  private void endString(long at) {
    endText(at);
    emit('"', at);
  }

  private void closeAll(long at) {
    while (depth > 0) {
      emit(pop(), at);
    }
    release();
  }
}
