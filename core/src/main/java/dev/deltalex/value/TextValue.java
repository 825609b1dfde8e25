package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.scan.StopSet;

/**
 * The values of tagged formats: raw text that the schema turns into JSON.
 *
 * <p>A string is emitted while it is read. A value of another type is buffered until its end
 * determines its meaning; one that may be a string or another type is emitted from the char on that
 * excludes the other types. The key is emitted with the value's first char, so that the emitted
 * text can always be closed.
 *
 * <p>A stream borrows one from its workspace from its first call in tags to the end of the
 * response. It reads one value at a time. Where elements may be inside of a value, {@link
 * NestedText} knows the open ones, and the value is the text of the innermost.
 */
public final class TextValue extends TextValueState {
  /** Makes a reader of values that decodes XML entities or does not. */
  public TextValue(boolean decodesEntities) {
    super(decodesEntities);
  }

  /** Reads more of the value's text. */
  public void text(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    if (nests) {
      nests = isBlank(a, start, end);
    }
    if (entities != null && mode != DISCARDED) {
      decoded(out, arrays, limits, a, start, end, at);
    } else {
      plain(out, arrays, limits, a, start, end, at);
    }
  }

  /**
   * The next char is {@code a[at]}, a high surrogate that is held until its low one: it may decide
   * the type of a buffered value. If nothing is buffered, the key stays pending until the value's
   * first char is emitted.
   */
  public void ahead(SpanOutput out, CharArrayPool arrays, char[] a, int at) {
    EntityText entity = entities;
    if (mode == UNDECIDED
        && typed.length() > 0
        && (entity == null || entity.length() == 0)
        && typed.decisive(a, at, at + 1) == at) {
      key.emitString(out, call, from);
      nests = false;
      mode = STRING;
      typed.flush(out, arrays, call, from);
    }
  }

  /** As {@link #text}, for text in which no char needs an escape. */
  public void clean(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    if (mode == STRING_AHEAD && entities == null && !trims) {
      key.emitString(out, call, at);
      mode = STRING;
      out.arguments(call, a, start, end, at);
    } else if (isStringOpen()) {
      out.arguments(call, a, start, end, at);
    } else {
      text(out, arrays, limits, a, start, end, at);
    }
  }

  /**
   * As {@link #text}, for more text of an open string, at most {@link SpanOutput#ESCAPED_AT_ONCE}
   * chars, up to the first stop or {@code end}, which it returns.
   *
   * @param newlines whether a newline before the stop may belong to a marker there: it is not
   *     emitted
   */
  public int toStop(
      SpanOutput out, char[] a, int start, int end, StopSet stops, boolean newlines, long at) {
    return out.escapedToStop(call, a, start, end, stops, newlines, at);
  }

  /**
   * Emits a whole string parameter of the open call, if no other value is open or held.
   *
   * @param index of the call
   * @param keyJson JSON text of the key, colon included
   * @param clean whether no char of {@code a[start, end)} needs an escape
   * @return whether it did; if not, nothing has changed
   */
  public boolean whole(
      SpanOutput out, int index, char[] keyJson, char[] a, int start, int end, boolean clean) {
    boolean written =
        mode == DISCARDED
            && entities == null
            && out.member(index, !key.isFirst(), keyJson, a, start, end, clean);
    if (written) {
      key.leave();
    }
    return written;
  }

  /** Text whose entities are decoded. */
  private void decoded(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    EntityText entity = entities;
    if (entity == null) {
      return;
    }
    int i = start;
    while (i < end) {
      long here = at + (i - start);
      if (entity.length() > 0 && !entity.accepts(a[i])) {
        settleEntity(out, arrays, limits, here);
      } else if (entity.accepts(a[i])) {
        int held = entity.length();
        if (entity.add(a[i++])) {
          plain(out, arrays, limits, entity.decoded(), 0, entity.decodedLength(), here - held);
          out.pin();
        }
      } else {
        int run = i + 1;
        while (run < end && a[run] != '&') {
          run++;
        }
        plain(out, arrays, limits, a, i, run, here);
        i = run;
      }
    }
  }

  /** The held chars are not an entity: they are text that ends at offset {@code at}. */
  private void settleEntity(SpanOutput out, CharArrayPool arrays, Limits limits, long at) {
    EntityText entity = entities;
    if (entity != null && entity.length() > 0) {
      int held = entity.length();
      entity.clear();
      plain(out, arrays, limits, entity.held(), 0, held, at - held);
      out.pin();
    }
  }

  private void plain(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    switch (mode) {
      case DISCARDED -> {
        // Discarded: the diagnostic was reported when the value opened.
      }
      case STRING_AHEAD -> {
        key.emitString(out, call, at);
        mode = STRING;
        string(out, arrays, limits, a, start, end, at);
      }
      case STRING -> string(out, arrays, limits, a, start, end, at);
      case STRUCTURE_AHEAD -> beginStructure(out, arrays, limits, a, start, end, at);
      case STRUCTURE -> inStructure(limits, a, start, end, at);
      default -> keep(out, arrays, limits, a, start, end, at);
    }
  }

  /** Text of a string that is open. */
  private void string(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    if (trims) {
      blanks().text(out, arrays, limits.maxHeldChars(), a, start, end, at);
    } else {
      out.escaped(call, a, start, end, at);
    }
  }

  private void beginStructure(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    int first = StreamedJsonValue.leftBracket(a, start, end);
    // Preceding blanks count towards the limit: if they arrive in separate deltas they are
    // buffered.
    boolean late = first - start > limits.maxBufferedChars() - typed.length();
    if (first < 0 || first == end || late) {
      mode = first < 0 ? BUFFERED : mode;
      keep(out, arrays, limits, a, start, end, at);
      return;
    }
    release(arrays);
    key.emit(out, call, from);
    StreamedJsonValue value = structure;
    if (value == null) {
      value = new StreamedJsonValue(out, arrays);
      structure = value;
    }
    value.open(out, arrays, call, from);
    mode = STRUCTURE;
    value.text(limits, a, first, end, at - start);
  }

  private void inStructure(Limits limits, char[] a, int start, int end, long at) {
    StreamedJsonValue value = structure;
    if (value != null) {
      value.text(limits, a, start, end, at - start);
    }
  }

  private void keep(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    if (mode == WHOLE) {
      int first = start;
      while (first < end && JsonTokens.isSpace(a[first])) {
        first++;
      }
      if (first < end) {
        mode = WHOLE_OBJECT;
        if (!mayBeginObject(a[first])) {
          notWhole(out, arrays, limits, a, start, end, at);
          return;
        }
      }
    }
    int decisive = mode == UNDECIDED ? typed.decisive(a, start, end) : end;
    if (decisive == BufferedValue.NO_STRING) {
      mode = BUFFERED;
      decisive = end;
    }
    // The chars that must be buffered until the type is determined, independent of the cuts between
    // deltas.
    int needed = typed.length() + (decisive - start);
    boolean tooLong = needed > limits.maxBufferedChars() || needed < 0;
    if (tooLong) {
      out.diagnostic(Diagnostic.BUFFER_LIMIT, from);
    }
    if (tooLong || decisive < end) {
      key.emitString(out, call, from);
      nests = false;
      mode = STRING;
      if (trims) {
        typed.flush(out, arrays, limits, blanks(), from);
      } else {
        typed.flush(out, arrays, call, from);
      }
      string(out, arrays, limits, a, start, end, at);
    } else {
      typed.keep(arrays, a, start, end);
    }
  }

  /** Whether an object may begin so, perhaps in a fence or in a JSON string. */
  private static boolean mayBeginObject(char c) {
    return c == '{' || c == '"' || c == '`';
  }

  /** The value is none that may be all arguments: what is buffered are blanks. */
  private void notWhole(
      SpanOutput out, CharArrayPool arrays, Limits limits, char[] a, int start, int end, long at) {
    begin(typed.types(), streams);
    if (mode == STRING_AHEAD && typed.length() > 0) {
      key.emitString(out, call, from);
      mode = STRING;
      typed.flush(out, arrays, call, from);
    }
    plain(out, arrays, limits, a, start, end, at);
  }

  /**
   * The call goes on with another parameter, or ends: settles a value that may be all its
   * arguments.
   *
   * @param sole whether the call ends
   */
  public void settle(
      SpanOutput out, CharArrayPool arrays, Limits limits, boolean pythonLiterals, boolean sole) {
    if (mode != HELD) {
      return;
    }
    if (!sole || !typed.members(out, arrays, call, from, pythonLiterals, limits)) {
      typed.settle(out, arrays, call, from, pythonLiterals, limits);
    }
    release(arrays);
    mode = DISCARDED;
  }

  /** The value is complete; {@code at} is the offset of the marker that ends it. */
  public void close(
      SpanOutput out, CharArrayPool arrays, Limits limits, boolean pythonLiterals, long at) {
    settleEntity(out, arrays, limits, at);
    if (trims) {
      typed.trimEnd();
    }
    if (mode == WHOLE_OBJECT) {
      mode = HELD;
      return;
    }
    if (mode == WHOLE) {
      begin(typed.types(), streams);
      if (mode == STRING_AHEAD && typed.length() > 0) {
        mode = BUFFERED;
      }
    }
    switch (mode) {
      case DISCARDED -> {
        // Discarded: nothing of it was emitted.
      }
      case STRING_AHEAD -> {
        key.emitString(out, call, at);
        out.argument(call, '"', at);
      }
      case STRING -> out.argument(call, '"', at);
      case STRUCTURE -> {
        if (structure != null) {
          structure.close(limits, at);
        }
      }
      default -> {
        if (nests && isStructure(typed.types())) {
          emitEmpty(out, typed.types(), from);
        } else {
          typed.settle(out, arrays, call, from, pythonLiterals, limits);
        }
      }
    }
    release(arrays);
    mode = DISCARDED;
    closeLeaf();
  }

  /**
   * The stream was cut inside the value: a string ends at this offset; a value of which nothing was
   * emitted yet is dropped with its key.
   */
  public void cut(SpanOutput out, CharArrayPool arrays, Limits limits, boolean close, long at) {
    settleEntity(out, arrays, limits, at);
    if (mode == STRING) {
      if (close) {
        out.argument(call, '"', at);
      }
    } else if (mode == STRUCTURE && structure != null) {
      structure.finishText(limits);
      if (structure.isWaiting()) {
        out.diagnostic(Diagnostic.VALUE_DROPPED, at);
      }
      structure.cut(close, at);
    } else if (mode != DISCARDED) {
      out.diagnostic(Diagnostic.VALUE_DROPPED, tag);
    }
    release(arrays);
    mode = DISCARDED;
    closeLeaf();
  }
}
