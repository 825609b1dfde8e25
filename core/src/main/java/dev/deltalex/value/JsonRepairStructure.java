package dev.deltalex.value;

import dev.deltalex.Limits;

/**
 * The layer of {@link JsonRepair} that reads brackets, commas, colons and whitespace: which value
 * or key begins, what is supplied where one is missing, and the parentheses and equals signs of
 * calls as Python spells them.
 */
abstract sealed class JsonRepairStructure extends JsonRepairQuotes permits JsonRepair {
  JsonRepairStructure(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  /** Reads the whitespace at {@code from}; returns the index after it. */
  final int whitespace(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && JsonTokens.isSpace(a[i])) {
      i++;
    }
    boolean isPending =
        state == COLON
            || state == ELEMENT_AFTER_COMMA
            || state == KEY_AFTER_COMMA
            || (state == VALUE && depth > 0);
    if (!isPending) {
      if (depth > 0) {
        emit(a, from, i, origin + from);
      }
      return i;
    }
    for (int k = from; k < i; k++) {
      if (pendingLength < limits.maxHeldChars()) {
        buffer(a[k], origin + k);
      } else {
        markRepaired();
      }
    }
    return i;
  }

  /** Reads {@code c}, which is at {@code i}; returns the index to continue at. */
  final int structure(Limits limits, char c, int i, long origin) {
    if (c < ' ') {
      markGuessed();
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
        emitKey();
        if (depth == limits.maxDepth()) {
          beginDeep(origin + i);
          state = DEEP;
          return i;
        }
        emit(c, origin + i);
        push(c == '{');
        state = c == '{' ? MEMBER : ELEMENT;
        return i + 1;
      }
      case '"', '\'' -> {
        emitKey();
        emit('"', origin + i);
        openQuote(c, STRING);
        return i + 1;
      }
      case '(', ')', '=' -> {
        if (isPython() && c == '(') {
          // A tuple, or a value in parentheses: only a comma would tell.
          markRepaired();
          return valueStart(limits, '[', i, origin);
        }
        if (isPython()) {
          return pythonStructure(c, i, origin);
        }
        beginWord();
        state = WORD;
        return i;
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
        markGuessed();
        return i + 1;
      }
      default -> {
        beginWord();
        state = WORD;
        return i;
      }
    }
  }

  /** Reads a right parenthesis, or an opening one or an equals sign that is superfluous. */
  private int pythonStructure(char c, int i, long origin) {
    if (c != ')') {
      markGuessed();
    } else if (depth == 0) {
      state = DONE;
      return i;
    } else {
      close(c, origin + i);
    }
    return i + 1;
  }

  private void openQuote(char c, byte next) {
    if (isPython()) {
      openPython(c, next);
      return;
    }
    quote = (byte) c;
    state = next;
    if (c == '\'') {
      markRepaired();
    }
  }

  /** A value is missing. */
  private void supplyNull(long at) {
    markGuessed();
    emitKey();
    emit(JsonTokens.NULL, 0, JsonTokens.NULL.length, at);
    state = NEXT;
  }

  private int keyStart(char c, int i, long origin) {
    if (isPython() && (c == '(' || c == ')' || c == '=')) {
      return pythonStructure(c, i, origin);
    }
    switch (c) {
      case '}', ']' -> close(c, origin + i);
      case '"', '\'' -> {
        beginKey(origin + i);
        openQuote(c, KEY);
      }
      case ',', ':', '{', '[' -> markGuessed();
      default -> {
        if (!bareScalars() && !isKeyword()) {
          markRepaired();
        }
        beginKey(origin + i);
        state = BARE_KEY;
        return i;
      }
    }
    return i + 1;
  }

  /** Whether a key is the name of an argument as Python spells it. */
  private boolean isKeyword() {
    return isPython() && depth == 1;
  }

  private int colon(char c, int i, long origin) {
    if (isPython()) {
      return equalsSign(c, i, origin);
    }
    return colonOrValue(c, i, origin);
  }

  /** As {@link #colon}, in the arguments of a call as Python spells it. */
  private int equalsSign(char c, int i, long origin) {
    if (c == ':' || c == '=') {
      if ((c == '=') != isKeyword()) {
        markRepaired();
      }
      return colonOrValue(':', i, origin);
    }
    if (isKeyword() && !keyEmitted) {
      // An argument without a name is discarded.
      dropKey();
      return i;
    }
    return colonOrValue(c == ')' ? ']' : c, i, origin);
  }

  private int colonOrValue(char c, int i, long origin) {
    switch (c) {
      case ':' -> {
        buffer(':', origin + i);
        state = VALUE;
        return i + 1;
      }
      case ',' -> {
        buffer(':', origin + i);
        supplyNull(origin + i);
        return i;
      }
      case '}', ']' -> {
        close(c, origin + i);
        return i + 1;
      }
      default -> {
        markGuessed();
        buffer(':', origin + i);
        state = VALUE;
        return i;
      }
    }
  }

  private int next(char c, int i, long origin) {
    if (isPython() && (c == ')' || c == '=')) {
      return pythonStructure(c, i, origin);
    }
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
        markGuessed();
        return i + 1;
      }
      default -> {
        markGuessed();
        comma(origin + i);
        return i;
      }
    }
  }

  final void comma(long at) {
    buffer(',', at);
    state = isInObject() ? KEY_AFTER_COMMA : ELEMENT_AFTER_COMMA;
  }

  /**
   * Settles what is pending and closes the innermost container; {@code c} may be any right bracket.
   */
  private void close(char c, long at) {
    switch (state) {
      case COLON -> {
        buffer(':', at);
        supplyNull(at);
      }
      case VALUE -> supplyNull(at);
      case ELEMENT_AFTER_COMMA, KEY_AFTER_COMMA -> {
        // Without the comma, which is the first pending char.
        if (!isPython()) {
          markRepaired();
        }
        emitPending(1, pendingLength);
      }
      default -> {
        // Nothing is pending.
      }
    }
    char right = pop();
    char expected = isPython() && depth == 0 ? ')' : right;
    if (c != expected) {
      markGuessed();
    }
    emit(right, at);
    endValue();
  }
}
