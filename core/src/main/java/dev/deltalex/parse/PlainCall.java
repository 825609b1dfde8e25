package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.PlainHeader;
import dev.deltalex.grammar.PlainParameter;
import dev.deltalex.grammar.Resume;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.value.TextValue;
import java.util.Arrays;

/**
 * Reads calls in the spelling of the templates, a tag at a time, where all that decides is in the
 * array: then there is nothing to look ahead for. Anything else is left to the interpreter, which
 * reads it from the same marker on.
 *
 * <p>A parameter is read here if it is declared as a string and new in its call, and if no other
 * literal may begin in its value.
 */
final class PlainCall {
  /** Chars in which the closer of a value must be found: of a longer value the scan counts. */
  private static final int MOST_CHARS = 256;

  private PlainCall() {}

  /**
   * A marker {@code e} at {@code a[at, end)} counts if the header of a call follows; the whitespace
   * held before it begins at {@code held}. Opens the call if the header of a declared tool is
   * there. Returns the index to go on from.
   */
  static int open(Lookahead g, Edge e, char[] a, int held, int at, int end) {
    ParserCore p = g.parser;
    PlainHeader header = p.grammar.plainHeader(e.look());
    if (header == null
        || g.end - end <= header.literal().length
        || !e.isDecidedByLook()
        || e.resume() != Resume.AFTER_LOOK
        || p.tokenMarkers != null
        || p.calls >= p.limits.maxCalls()) {
      return p.lookBehind(e, held, at, end);
    }
    int limit = Math.min(g.end, held + p.limits.maxHeldChars());
    int tag = end;
    while (tag < limit && Window.isWhitespace(a[tag])) {
      tag++;
    }
    if (!begins(a, tag, limit, header.literal())) {
      return p.lookBehind(e, held, at, end);
    }
    int from = tag + header.literal().length;
    int nameEnd = nameEnd(p, header.nameEnd(), a, from, limit);
    if (nameEnd == 0 || !g.isDeclared(a, from, nameEnd)) {
      return p.lookBehind(e, held, at, end);
    }
    p.tagAt = (char) (tag - held);
    p.nameFrom = (char) (from - held);
    p.nameTo = (char) (nameEnd - held);
    p.idFrom = 0;
    p.idTo = 0;
    State s = p.grammar.state(p.state);
    g.settlePrefix(s, e, a, held, at);
    return g.act(s, header.call(), a, held, at, nameEnd + 1);
  }

  /**
   * Reads as many parameters as there are from {@code a[at]} on, and the closer of the call behind
   * them. Returns the index behind what was read; {@code at} if nothing was.
   */
  static int parameters(Lookahead g, PlainParameter plain, char[] a, int at) {
    ParserCore p = g.parser;
    int tool = p.tool;
    if (tool < 0 || p.suppressed || p.tokenMarkers != null) {
      return at;
    }
    int end = g.end;
    int most = p.limits.maxHeldChars();
    ToolSet tools = p.tools;
    TextValue value = p.value;
    char[] opener = plain.opener();
    char[] closer = plain.closer();
    int i = at;
    int nameEnd = behindOpener(p, plain, a, i, Math.min(end, i + most));
    while (nameEnd > 0) {
      int from = i + opener.length;
      int parameter = tools.parameterIndex(tool, a, from, nameEnd);
      if (parameter < 0
          || tools.parameterTypes(tool, parameter) != ParameterType.STRING
          || g.given().contains(parameter, a, from, nameEnd)) {
        break;
      }
      int start = nameEnd + 1;
      if (plain.newline() && (start >= end || a[start++] != '\n')) {
        break;
      }
      int limit = end - start > MOST_CHARS ? start + MOST_CHARS : end;
      CharScanner scanner = g.work.scanner;
      int to = scanner.findStopOrEscape(a, start, limit, plain.stops());
      int stop = plain.newline() && to < limit && a[to] == '\n' ? to + 1 : to;
      boolean clean = begins(a, stop, limit, closer);
      if (!clean) {
        stop = scanner.findStop(a, to, limit, plain.stops());
        if (!begins(a, stop, limit, closer)) {
          break;
        }
        to = plain.newline() ? stop - Window.newlineBefore(a, start, stop) : stop;
      }
      // What decides whether the closer counts must be within the chars that may be held.
      int decided = Math.min(end, to + most);
      int next = stop + closer.length;
      while (next < decided && Window.isWhitespace(a[next])) {
        next++;
      }
      nameEnd = behindOpener(p, plain, a, next, decided);
      char[] last = plain.callCloser().literal();
      boolean ends = nameEnd == 0 && begins(a, next, decided, last);
      char[] key = tools.keyJson(tool, parameter);
      if (nameEnd == 0 && !ends
          || !value.whole(g.work.out, p.calls - 1, key, a, start, to, clean)) {
        break;
      }
      g.given().add(parameter, a, 0, 0);
      i = next;
      if (ends) {
        State between = p.grammar.state(p.state);
        return g.act(between, plain.callCloser(), a, i, i, i + last.length);
      }
    }
    return i;
  }

  /** The index behind the name of the parameter whose opener is at {@code a[at]}; 0 for none. */
  private static int behindOpener(ParserCore p, PlainParameter plain, char[] a, int at, int end) {
    char[] opener = plain.opener();
    return begins(a, at, end, opener) ? nameEnd(p, plain.nameEnd(), a, at + opener.length, end) : 0;
  }

  private static boolean begins(char[] a, int at, int end, char[] literal) {
    int n = literal.length;
    return end - at >= n && Arrays.equals(a, at, at + n, literal, 0, n);
  }

  /**
   * The index of the char that ends the name at {@code a[from]}; 0 if it is not there, or if the
   * name has a char that another rule is for, such as a blank or an equals sign.
   */
  private static int nameEnd(ParserCore p, char last, char[] a, int from, int end) {
    int limit = Math.min(end, from + p.limits.maxNameChars() + 1);
    for (int i = from; i < limit; i++) {
      char c = a[i];
      if (c == last) {
        return i > from ? i : 0;
      }
      if (c <= '>' && (c < '-' || c > ':')) {
        return 0;
      }
    }
    return 0;
  }
}
