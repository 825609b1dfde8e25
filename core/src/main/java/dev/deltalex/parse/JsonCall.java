package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.value.JsonRepair;

/**
 * Reads a JSON object that may describe a call: {@code {"name": …, "arguments": …}} in any order.
 *
 * <p>Until the name and the first char of the arguments prove a call, all of it is held, at most
 * {@link dev.deltalex.Limits#maxBufferedChars}; from then on the arguments are emitted as they
 * arrive. What turns out to be no call is text, and is not read again. Positions in held text are
 * relative to its start. A stream has a reader from its first such object to the end of the
 * response; the workspace lends it.
 */
final class JsonCall extends JsonCallKeys {
  JsonCall(Workspace work) {
    super(work);
  }

  /** The call is open, and its arguments, which are all of the JSON, begin at offset {@code at}. */
  void beginArguments(ParserCore p, long at) {
    begin(true, 0, at);
    committed = true;
    bareArguments = true;
    phase = ARGUMENTS;
    begun(p, at);
    if (keysOf(p).isPython()) {
      value.readPython(at);
    }
  }

  /** As above, where the brace at offset {@code at} was read, and is emitted already. */
  void readArguments(ParserCore p, long at) {
    beginArguments(p, at);
    value.readBehindBrace();
  }

  /** Continues to read; see {@link GrammarInterpreter#read}. */
  int run(GrammarInterpreter g, State s, char[] a, int pos) {
    ParserCore p = g.parser;
    int end = g.end;
    long origin = g.origin;
    if (committed) {
      p.holdStart = -1;
      if (value.readsBareScalars()) {
        g.work.out.parametersOf(p.tools, p.tool);
      }
    }
    int here = p.state;
    int i = pos;
    while (true) {
      int limit = end;
      if (!committed) {
        long most = (long) p.holdStart + Math.max(p.limits.maxBufferedChars(), braceAt + 1);
        limit = (int) Math.min(end, most);
      }
      if (i >= limit) {
        if (limit < end) {
          g.work.out.diagnostic(Diagnostic.BUFFER_LIMIT, origin + p.holdStart);
          return g.notACall(a, i);
        }
        p.resumeAt = i;
        int quote = committed ? heldFromQuote() : 0;
        p.holdStart = quote > 0 ? i - quote : p.holdStart;
        return committed && quote == 0 ? end : Window.HELD;
      }
      if (textLimit(g, i, limit) == i && isInString()) {
        return g.token(s, a, i);
      }
      i = step(g, s, a, i, limit);
      if (i == Window.HELD || p.state != here) {
        return i;
      }
    }
  }

  /**
   * The index up to which a string of an open call is read at once: the next special token, which
   * may be a closer, or {@code limit}.
   */
  private int textLimit(GrammarInterpreter g, int i, int limit) {
    ParserCore p = g.parser;
    long origin = g.origin;
    TokenMarkers tokens = p.tokenMarkers;
    return tokens == null || !committed
        ? limit
        : (int) Math.min(limit, tokens.nextSpecial(origin + i, origin + limit) - origin);
  }

  private int step(GrammarInterpreter g, State s, char[] a, int i, int limit) {
    ParserCore p = g.parser;
    long origin = g.origin;
    switch (phase) {
      case KEY -> {
        return key(g, a, i, textLimit(g, i + 1, limit));
      }
      case KEY_TOKEN -> {
        return keyToken(g, s, a, i, limit);
      }
      case NAME -> {
        return name(g, a, i, limit);
      }
      case ARGUMENT_TOKEN -> {
        return argumentToken(g, s, a, i, limit);
      }
      case WRAPPED -> {
        return readWrapped(g, a, i, textLimit(g, i + 1, limit));
      }
      case ARGUMENTS, SKIPPED -> {
        int stop = textLimit(g, i + 1, limit);
        int read = value.feed(p.limits, s.stops(), a, i, stop, origin);
        if (read < 0) {
          return edge(g, s, a, ~read, limit);
        }
        if (value.isDone()) {
          endValue(g, read);
        }
        return read;
      }
      default -> {
        char c = a[i];
        if (s.stops().contains(c)) {
          return edge(g, s, a, i, limit);
        }
        // Whitespace, or a control char that is discarded.
        return c <= ' ' ? i + 1 : structure(g, c, a, i);
      }
    }
  }

  /**
   * A char between two tokens with which a marker may begin. If none does, one of JSON's own chars
   * is read as such, and any other is discarded.
   */
  private int edge(GrammarInterpreter g, State s, char[] a, int i, int limit) {
    ParserCore p = g.parser;
    int quote = heldFromQuote();
    int read =
        quote > 0 ? g.markerBehindQuote(s, a, i, limit, i - quote) : g.marker(s, a, i, limit);
    if (read != CallRecognition.NO_MARKER) {
      return read;
    }
    if (phase != ARGUMENTS && phase != SKIPPED) {
      return JsonRepair.isOwn(a[i]) ? structure(g, a[i], a, i) : i + 1;
    }
    read = value.refuseEdge(p.limits, a, i, g.origin);
    if (value.isDone()) {
      endValue(g, read);
    }
    return read;
  }

  /** The arguments, or a value that is skipped, end before {@code a[read]}. */
  private void endValue(GrammarInterpreter g, int read) {
    ParserCore p = g.parser;
    if (phase == ARGUMENTS && !committed) {
      arguments = BUFFERED;
      argumentsWrapped = false;
      argumentsTo = read - p.holdStart;
    }
    if (phase == SKIPPED && idFrom > 0 && idLength == 0) {
      endId(p, read - 1 - p.holdStart);
    }
    phase = NEXT;
    if (bareArguments) {
      g.endCall(true, g.origin + read - 1);
      g.afterCall();
    }
  }

  private int structure(GrammarInterpreter g, char c, char[] a, int i) {
    long origin = g.origin;
    switch (phase) {
      case MEMBER -> {
        switch (c) {
          case '}', ']' -> {
            return g.close(a, i);
          }
          case '"', '\'' -> beginKey(g, c, KEY, origin + i);
          case ',', ':', '{', '[' -> {
            // Stray.
          }
          default -> {
            beginKey(g, c, KEY_TOKEN, origin + i);
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
            return g.close(a, i);
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
        return valueStart(g, c, a, i);
      }
    }
  }

  private int valueStart(GrammarInterpreter g, char c, char[] a, int i) {
    ParserCore p = g.parser;
    long origin = g.origin;
    if (kind == KeyTable.OTHER || kind == KeyTable.ID) {
      if (kind == KeyTable.ID) {
        idFrom = c == '"' ? i + 1 - p.holdStart : 0;
      }
      value.skip(g.work.out, g.work.arrays);
      phase = SKIPPED;
      return i;
    }
    if (c == ':') {
      return i + 1;
    }
    if (kind == KeyTable.NAME) {
      if (c != '"' && c != '\'') {
        return g.notACall(a, i);
      }
      phase = NAME;
      quote = (byte) c;
      escape = false;
      nameFrom = i + 1 - p.holdStart;
      return i + 1;
    }
    switch (c) {
      case '{' -> {
        phase = ARGUMENTS;
        if (nameTo > 0) {
          if (!g.commit(a)) {
            return g.notACall(a, i);
          }
          begun(p, origin + i);
          return i;
        }
        argumentsFrom = i - p.holdStart;
        value.skip(g.work.out, g.work.arrays);
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
        return g.notACall(a, i);
      }
      default -> {
        phase = ARGUMENT_TOKEN;
        argumentsFrom = i - p.holdStart;
        return i;
      }
    }
  }

  /** The arguments are emitted from here on. */
  private void begun(ParserCore p, long sourceOffset) {
    arguments = STREAMING;
    value.open(p.work.out, p.work.arrays, p.calls - 1, sourceOffset, p.suppressed);
    p.work.out.parametersOf(p.tools, p.tool);
    if (delimitsStrings(p.grammar.state(p.state))) {
      value.readBareScalars();
    }
  }

  private int argumentToken(GrammarInterpreter g, State s, char[] a, int from, int limit) {
    ParserCore p = g.parser;
    int i = from;
    while (i < limit && !JsonRepair.isDelimiter(a[i], s.stops())) {
      i++;
    }
    if (i == limit) {
      return i;
    }
    if (!JsonRepair.isNull(a, p.holdStart + argumentsFrom, i)) {
      return g.notACall(a, i);
    }
    arguments = EMPTY;
    phase = NEXT;
    return i;
  }

  private int name(GrammarInterpreter g, char[] a, int from, int limit) {
    ParserCore p = g.parser;
    int i = from;
    while (i < limit) {
      char c = a[i];
      if (escape) {
        escape = false;
      } else if (c == quote) {
        return endName(g, a, i);
      } else {
        escape = c == '\\';
      }
      if (i - (p.holdStart + nameFrom) >= p.limits.maxNameChars()) {
        return g.notACall(a, i);
      }
      i++;
    }
    return i;
  }

  private int endName(GrammarInterpreter g, char[] a, int i) {
    ParserCore p = g.parser;
    long origin = g.origin;
    nameTo = i - p.holdStart;
    if (nameTo == nameFrom) {
      nameTo = 0;
      return g.notACall(a, i);
    }
    if (bare && toolOf(g, a) < 0) {
      return g.notACall(a, i + 1);
    }
    phase = NEXT;
    if (arguments != BUFFERED) {
      return i + 1;
    }
    int hold = p.holdStart;
    if (!g.commit(a)) {
      return g.notACall(a, i + 1);
    }
    int from = hold + argumentsFrom;
    int to = hold + argumentsTo;
    if (argumentsWrapped) {
      WrappedText.begin(this);
      g.work.wrapped.replay(a, from, to);
    } else {
      begun(p, origin + from);
      value.feedText(p.limits, p.grammar.state(p.state).stops(), a, from, to, origin);
      value.finishText(p.limits);
    }
    return i + 1;
  }

  /**
   * Reads chars of the arguments among which no closer is; returns the index behind the end of the
   * arguments, or {@code to}.
   */
  int feedAll(GrammarInterpreter g, char[] a, int from, int to, long origin) {
    return value.feedText(g.parser.limits, a, from, to, origin);
  }

  private int readWrapped(GrammarInterpreter g, char[] a, int from, int limit) {
    ParserCore p = g.parser;
    int i = g.work.wrapped.read(a, from, limit);
    if (wrappedRefused) {
      return g.notACall(a, i);
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

  /** The text in the string begins an object. Returns whether the call counts. */
  boolean wrappedObject(GrammarInterpreter g, char[] a, long at) {
    if (arguments == STREAMING || nameTo == 0) {
      return true;
    }
    if (!committed && !g.commit(a)) {
      return false;
    }
    begun(g.parser, at);
    return true;
  }

  private int toolOf(GrammarInterpreter g, char[] a) {
    ParserCore p = g.parser;
    int length = WrappedText.decode(a, p.holdStart + nameFrom, p.holdStart + nameTo, g.work);
    return p.tools.indexOf(g.work.nameChars, 0, length);
  }
}
