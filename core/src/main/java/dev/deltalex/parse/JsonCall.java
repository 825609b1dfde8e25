package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Role;
import dev.deltalex.value.JsonValue;

/**
 * Reads a JSON object that may describe a call: {@code {"name": …, "arguments": …}} in any order.
 *
 * <p>Until the name and the first char of the arguments prove a call, all of it is held in the
 * parser's own array, bounded by {@link dev.deltalex.Limits#maxBufferedChars}; then the arguments
 * go out as they come. What turns out to be no call is text, and is not read again. Positions of a
 * hold are relative to its start. A stream borrows one from its workspace from its first such
 * object to the end of the response.
 */
final class JsonCall extends JsonCallState {
  JsonCall(Workspace work) {
    super(work);
  }

  /** The arguments of the named tool begin at offset {@code at}, and nothing but they. */
  void beginArguments(ParserCore p, long at) {
    begin(p, true, false, 0, at);
    char[] name = p.work.nameChars;
    String named = p.options.namedTool();
    int length = Math.min(named.length(), name.length);
    named.getChars(0, length, name, 0);
    p.tool = p.tools.indexOf(named);
    p.suppressed = false;
    p.wrapperOpen = false;
    committed = true;
    bareArguments = true;
    p.work.out.flush();
    Transitions.announce(p, name, 0, length, at);
    phase = ARGUMENTS;
    begun(p, at);
  }

  /** Reads on; see {@link GrammarInterpreter#run}. */
  int run(ParserCore p, State s, char[] a, int pos, int end, long origin) {
    if (committed) {
      p.holdStart = -1;
    }
    int i = pos;
    while (true) {
      int limit = end;
      if (!committed) {
        long most = (long) p.holdStart + Math.max(p.limits.maxBufferedChars(), braceAt + 1);
        limit = (int) Math.min(end, most);
      }
      if (i >= limit) {
        if (limit < end) {
          p.work.out.diagnostic(Diagnostic.BUFFER_LIMIT, origin + p.holdStart);
          return CallRecognition.notACall(this, p, a, i, origin);
        }
        p.resumeAt = i;
        return committed ? end : GrammarInterpreter.HELD;
      }
      if (textLimit(p, i, limit, origin) == i && isInString()) {
        return CallRecognition.token(p, s, a, i, end, origin);
      }
      i = step(p, s, a, i, limit, end, origin);
      if (i == GrammarInterpreter.HELD || p.state != p.grammar.role(Role.IN_JSON)) {
        return i;
      }
    }
  }

  /** Whether chars of an open call's string come next that may be passed on as they are. */
  boolean isStringOpen(ParserCore p) {
    return committed && phase == ARGUMENTS && p.look < 0 && value.isStringOpen();
  }

  /** Whether the next char would be text of a string or key. */
  private boolean isInString() {
    return switch (phase) {
      case KEY, WRAPPED -> true;
      case ARGUMENTS, SKIPPED -> value.isInText();
      default -> false;
    };
  }

  /**
   * Up to where a string of an open call may be read at once: in front of the next special token,
   * which may be a closer. From {@code i} to {@code limit}.
   */
  private int textLimit(ParserCore p, int i, int limit, long origin) {
    TokenMarkers tokens = p.tokenMarkers;
    return tokens == null || !committed
        ? limit
        : (int) Math.min(limit, tokens.nextSpecial(origin + i, origin + limit) - origin);
  }

  private int step(ParserCore p, State s, char[] a, int i, int limit, int end, long origin) {
    switch (phase) {
      case KEY -> {
        return key(p, a, i, textLimit(p, i + 1, limit, origin), origin);
      }
      case KEY_TOKEN -> {
        return keyToken(p, a, i, limit, origin);
      }
      case NAME -> {
        return name(p, a, i, limit, origin);
      }
      case ARGUMENT_TOKEN -> {
        return argumentToken(p, a, i, limit, origin);
      }
      case WRAPPED -> {
        return readWrapped(p, a, i, textLimit(p, i + 1, limit, origin), origin);
      }
      case ARGUMENTS, SKIPPED -> {
        int stop = textLimit(p, i + 1, limit, origin);
        int read = value.feed(p.work.scanner, p.limits, a, i, stop, origin);
        if (read < 0) {
          return CallRecognition.marker(this, p, s, a, ~read, limit, end, origin);
        }
        if (value.isDone()) {
          if (phase == ARGUMENTS && !committed) {
            arguments = BUFFERED;
            argumentsWrapped = false;
            argumentsTo = read - p.holdStart;
          }
          phase = NEXT;
          if (bareArguments) {
            Transitions.endCall(p, true, origin + read - 1);
            Transitions.afterCall(p);
          }
        }
        return read;
      }
      default -> {
        char c = a[i];
        if (c == '<') {
          return CallRecognition.marker(this, p, s, a, i, limit, end, origin);
        }
        // Whitespace, or a control char that is discarded.
        return c <= ' ' ? i + 1 : structure(p, c, a, i, origin);
      }
    }
  }

  private int structure(ParserCore p, char c, char[] a, int i, long origin) {
    switch (phase) {
      case MEMBER -> {
        switch (c) {
          case '}', ']' -> {
            return CallRecognition.close(this, p, a, i, origin);
          }
          case '"', '\'' -> beginKey(c, KEY, origin + i);
          case ',', ':', '{', '[' -> {
            // Stray.
          }
          default -> {
            beginKey(c, KEY_TOKEN, origin + i);
            return i;
          }
        }
        return i + 1;
      }
      case COLON -> {
        phase = VALUE;
        return c == ':' ? i + 1 : i;
      }
      case NEXT -> {
        switch (c) {
          case '}', ']' -> {
            return CallRecognition.close(this, p, a, i, origin);
          }
          case ':' -> {
            return i + 1;
          }
          default -> {
            phase = MEMBER;
            return c == ',' ? i + 1 : i;
          }
        }
      }
      default -> {
        return valueStart(p, c, a, i, origin);
      }
    }
  }

  private void beginKey(char c, byte newPhase, long at) {
    phase = newPhase;
    quote = c;
    escape = false;
    JsonKey.begin(this, at);
  }

  private int key(ParserCore p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit) {
      char c = a[i];
      if (escape) {
        escape = false;
      } else if (c == quote) {
        return endKey(p, a, i + 1, origin);
      } else {
        escape = c == '\\';
      }
      JsonKey.add(this, c);
      if (isHopeless()) {
        return CallRecognition.notACall(this, p, a, i, origin);
      }
      i++;
    }
    return i;
  }

  private int keyToken(ParserCore p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit && !JsonValue.isDelimiter(a[i])) {
      JsonKey.add(this, a[i]);
      if (isHopeless()) {
        return CallRecognition.notACall(this, p, a, i, origin);
      }
      i++;
    }
    return i < limit ? endKey(p, a, i, origin) : i;
  }

  /** Whether a bare object's first key can be none that a call has: its text is held no longer. */
  private boolean isHopeless() {
    return bare && firstKey && !JsonKey.mayBeKnown(this);
  }

  private int endKey(ParserCore p, char[] a, int i, long origin) {
    if (bare && firstKey && !JsonKey.isKnown(this)) {
      return CallRecognition.notACall(this, p, a, i, origin);
    }
    firstKey = false;
    kind = JsonKey.kind(this);
    argumentsKey |= kind == JsonKey.ARGUMENTS;
    boolean again =
        kind == JsonKey.NAME && nameTo > 0 || kind == JsonKey.ARGUMENTS && arguments != NONE;
    if (again) {
      kind = JsonKey.OTHER;
      if (committed) {
        p.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, keyOffset);
      } else if (repeatedAt == 0) {
        repeatedAt = (int) (keyOffset - objectOffset);
      }
    }
    phase = COLON;
    return i;
  }

  private int valueStart(ParserCore p, char c, char[] a, int i, long origin) {
    if (kind == JsonKey.OTHER) {
      value.skip(p.work.out, p.work.arrays);
      phase = SKIPPED;
      return i;
    }
    if (c == ':') {
      return i + 1;
    }
    if (kind == JsonKey.NAME) {
      if (c != '"' && c != '\'') {
        return CallRecognition.notACall(this, p, a, i, origin);
      }
      phase = NAME;
      quote = c;
      escape = false;
      nameFrom = i + 1 - p.holdStart;
      return i + 1;
    }
    switch (c) {
      case '{' -> {
        phase = ARGUMENTS;
        if (nameTo > 0) {
          if (!CallRecognition.commit(this, p, a)) {
            return CallRecognition.notACall(this, p, a, i, origin);
          }
          begun(p, origin + i);
          return i;
        }
        argumentsFrom = i - p.holdStart;
        value.skip(p.work.out, p.work.arrays);
        return i;
      }
      case '"' -> {
        phase = WRAPPED;
        argumentsFrom = i + 1 - p.holdStart;
        WrappedText.begin(this);
        return i + 1;
      }
      case ',', '}', ']' -> {
        arguments = EMPTY;
        phase = NEXT;
        return i;
      }
      case '\'', '[' -> {
        return CallRecognition.notACall(this, p, a, i, origin);
      }
      default -> {
        phase = ARGUMENT_TOKEN;
        argumentsFrom = i - p.holdStart;
        return i;
      }
    }
  }

  /** The arguments go out from here on. */
  private void begun(ParserCore p, long sourceOffset) {
    arguments = STREAMING;
    value.open(p.work.out, p.work.arrays, p.calls - 1, sourceOffset, p.suppressed);
  }

  private int argumentToken(ParserCore p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit && !JsonValue.isDelimiter(a[i])) {
      i++;
    }
    if (i == limit) {
      return i;
    }
    if (!JsonValue.isNull(a, p.holdStart + argumentsFrom, i)) {
      return CallRecognition.notACall(this, p, a, i, origin);
    }
    arguments = EMPTY;
    phase = NEXT;
    return i;
  }

  private int name(ParserCore p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit) {
      char c = a[i];
      if (escape) {
        escape = false;
      } else if (c == quote) {
        return endName(p, a, i, origin);
      } else {
        escape = c == '\\';
      }
      if (i - (p.holdStart + nameFrom) >= p.limits.maxNameChars()) {
        return CallRecognition.notACall(this, p, a, i, origin);
      }
      i++;
    }
    return i;
  }

  private int endName(ParserCore p, char[] a, int i, long origin) {
    nameTo = i - p.holdStart;
    if (nameTo == nameFrom) {
      nameTo = 0;
      return CallRecognition.notACall(this, p, a, i, origin);
    }
    if (bare && toolOf(p, a) < 0) {
      return CallRecognition.notACall(this, p, a, i + 1, origin);
    }
    phase = NEXT;
    if (arguments != BUFFERED) {
      return i + 1;
    }
    int hold = p.holdStart;
    if (!CallRecognition.commit(this, p, a)) {
      return CallRecognition.notACall(this, p, a, i + 1, origin);
    }
    int from = hold + argumentsFrom;
    int to = hold + argumentsTo;
    if (argumentsWrapped) {
      WrappedText.begin(this);
      WrappedText.replay(this, p, a, from, to, origin);
    } else {
      begun(p, origin + from);
      feedAll(p, a, from, to, origin);
    }
    return i + 1;
  }

  /**
   * Gives the arguments chars without a closer; returns the index behind their end, or {@code to}.
   */
  int feedAll(ParserCore p, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !value.isDone()) {
      i = value.feed(p.work.scanner, p.limits, a, i, to, origin);
      if (i < 0) {
        value.stray();
        i = ~i + 1;
      }
    }
    return i;
  }

  private int readWrapped(ParserCore p, char[] a, int from, int limit, long origin) {
    int i = WrappedText.read(this, p, a, from, limit, origin);
    if (wrappedRefused) {
      return CallRecognition.notACall(this, p, a, i, origin);
    }
    if (wrappedOver) {
      phase = NEXT;
      if (!committed) {
        arguments = wrappedBegun ? BUFFERED : EMPTY;
        argumentsWrapped = true;
        argumentsTo = i - 1 - p.holdStart;
      }
    }
    return i;
  }

  /** The wrapped text begins an object. Returns whether that is fine. */
  boolean wrappedObject(ParserCore p, char[] a, long at) {
    if (arguments == STREAMING || nameTo == 0) {
      return true;
    }
    if (!committed && !CallRecognition.commit(this, p, a)) {
      return false;
    }
    begun(p, at);
    return true;
  }

  private int toolOf(ParserCore p, char[] a) {
    int length = WrappedText.decode(a, p.holdStart + nameFrom, p.holdStart + nameTo, p.work);
    return p.tools.indexOf(p.work.nameChars, 0, length);
  }
}
