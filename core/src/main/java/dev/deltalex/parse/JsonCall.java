package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.Policies;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.value.JsonValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Reads a JSON object that may describe a call: {@code {"name": …, "arguments": …}} in any order.
 *
 * <p>Until the name and the first char of the arguments prove a call, all of it is held in the parser's
 * own array, bounded by {@link dev.deltalex.Limits#buffered()}; then the arguments go out as they come.
 * What turns out to be no call is text, and is not read again. Positions of a hold are relative to its
 * start. One per parser of a format that needs it.
 */
final class JsonCall {
  // What is expected, or what is being read, in the call object.
  private static final int MEMBER = 0;
  private static final int COLON = 1;
  private static final int VALUE = 2;
  private static final int NEXT = 3;
  private static final int KEY = 4;
  private static final int KEY_TOKEN = 5;
  private static final int NAME = 6;
  private static final int ARGUMENTS = 7;
  private static final int WRAPPED = 8;
  private static final int ARGUMENT_TOKEN = 9;
  private static final int SKIPPED = 10;

  // What is known of the arguments.
  private static final int NONE = 0;
  private static final int EMPTY = 1;
  private static final int AHEAD = 2;
  private static final int LIVE = 3;

  private static final char[] NO_ARGUMENTS = {'{', '}'};

  final JsonValue value;
  final JsonKey key = new JsonKey();
  final WrappedText wrapped = new WrappedText();
  private int phase;
  private boolean proven;
  private boolean bare;
  private boolean inArray;
  private boolean marked;
  private boolean alone;
  private boolean firstKey;
  private int braceAt;
  private long objectOffset;
  private char quote;
  private boolean escape;
  private int nameFrom;
  private int nameTo;
  private int arguments;
  private boolean argumentsWrapped;
  private int argumentsFrom;
  private int argumentsTo;
  private boolean argumentsKey;
  private boolean repeated;
  private long repeatedAt;
  private int kind;

  JsonCall(Workspace work) {
    value = new JsonValue(work.out, work.slabs);
  }

  /** Whether a call is open, so that nothing is held. */
  boolean isProven() {
    return proven;
  }

  boolean inArray() {
    return inArray;
  }

  /** The array is over. Returns whether a wrapper is open around it. */
  boolean leaveArray() {
    inArray = false;
    return marked;
  }

  /** What follows stands behind a wrapper's opener, or alone. */
  void wrap(boolean isMarked) {
    marked = isMarked;
  }

  /** The arguments of the only tool begin at offset {@code at}, and nothing but they. */
  void beginArguments(StreamParser p, long at) {
    begin(p, true, false, 0, at);
    char[] name = p.work.nameChars;
    String only = p.tools.name(0);
    int length = Math.min(only.length(), name.length);
    only.getChars(0, length, name, 0);
    p.tool = 0;
    p.muted = false;
    p.wrapperOpen = false;
    proven = true;
    alone = true;
    p.work.out.flush();
    Actions.announce(p, name, 0, length, at);
    phase = ARGUMENTS;
    begun(p, at);
  }

  void letGo() {
    value.letGo();
    proven = false;
    inArray = false;
  }

  /** Begins behind the brace at {@code brace} in the hold, {@code offset} in the stream. */
  void begin(StreamParser p, boolean isBare, boolean array, int brace, long offset) {
    phase = MEMBER;
    proven = false;
    bare = isBare;
    inArray = array;
    alone = false;
    firstKey = true;
    braceAt = brace;
    objectOffset = offset;
    argumentsKey = false;
    nameFrom = 0;
    nameTo = 0;
    arguments = NONE;
    repeated = false;
    p.state = p.grammar.role(Role.IN_JSON);
  }

  /** Reads on; see {@link Frame#run}. */
  int run(StreamParser p, State s, char[] a, int pos, int end, long origin) {
    if (proven) {
      p.holdStart = -1;
    }
    int i = pos;
    while (true) {
      int limit = end;
      if (!proven) {
        long most = (long) p.holdStart + Math.max(p.limits.buffered(), braceAt + 1);
        limit = (int) Math.min(end, most);
      }
      if (i >= limit) {
        if (limit < end) {
          p.work.out.diagnostic(Diagnostic.BUFFER_LIMIT, origin + p.holdStart);
          return notACall(p, a, i, origin);
        }
        p.resumeAt = i;
        return proven ? end : Frame.HELD;
      }
      i = step(p, s, a, i, limit, end, origin);
      if (i == Frame.HELD || p.state != p.grammar.role(Role.IN_JSON)) {
        return i;
      }
    }
  }

  private int step(
      StreamParser p, State s, char[] a, int i, int limit, int end, long origin) {
    switch (phase) {
      case KEY -> {
        return key(p, a, i, limit, origin);
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
        return readWrapped(p, a, i, limit, origin);
      }
      case ARGUMENTS, SKIPPED -> {
        int read = value.feed(p.work.scanner, p.limits, a, i, limit, origin);
        if (read < 0) {
          return marker(p, s, a, ~read, limit, end, origin);
        }
        if (value.isDone()) {
          if (phase == ARGUMENTS && !proven) {
            arguments = AHEAD;
            argumentsWrapped = false;
            argumentsTo = read - p.holdStart;
          }
          phase = NEXT;
          if (alone) {
            Actions.endCall(p, true, origin + read - 1);
            Actions.afterCall(p);
          }
        }
        return read;
      }
      default -> {
        char c = a[i];
        if (c == '<') {
          return marker(p, s, a, i, limit, end, origin);
        }
        // Whitespace, or a control char that is discarded.
        return c <= ' ' ? i + 1 : structure(p, c, a, i, origin);
      }
    }
  }

  private int structure(StreamParser p, char c, char[] a, int i, long origin) {
    switch (phase) {
      case MEMBER -> {
        switch (c) {
          case '}', ']' -> {
            return close(p, a, i, origin);
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
            return close(p, a, i, origin);
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

  private void beginKey(char c, int newPhase, long at) {
    phase = newPhase;
    quote = c;
    escape = false;
    key.begin(at);
  }

  private int key(StreamParser p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit) {
      char c = a[i++];
      if (escape) {
        escape = false;
      } else if (c == quote) {
        return endKey(p, a, i, origin);
      } else {
        escape = c == '\\';
      }
      key.add(c);
    }
    return i;
  }

  private int keyToken(StreamParser p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit && !JsonKey.isDelimiter(a[i])) {
      key.add(a[i++]);
    }
    return i < limit ? endKey(p, a, i, origin) : i;
  }

  private int endKey(StreamParser p, char[] a, int i, long origin) {
    if (bare && firstKey && !key.isKnown()) {
      return notACall(p, a, i, origin);
    }
    firstKey = false;
    kind = key.kind();
    argumentsKey |= kind == JsonKey.ARGUMENTS;
    boolean again =
        kind == JsonKey.NAME && nameTo > 0 || kind == JsonKey.ARGUMENTS && arguments != NONE;
    if (again) {
      kind = JsonKey.OTHER;
      if (proven) {
        p.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, key.offset());
      } else if (!repeated) {
        repeated = true;
        repeatedAt = key.offset();
      }
    }
    phase = COLON;
    return i;
  }

  private int valueStart(StreamParser p, char c, char[] a, int i, long origin) {
    if (kind == JsonKey.OTHER) {
      value.skip(p.work.out, p.work.slabs);
      phase = SKIPPED;
      return i;
    }
    if (c == ':') {
      return i + 1;
    }
    if (kind == JsonKey.NAME) {
      if (c != '"' && c != '\'') {
        return notACall(p, a, i, origin);
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
          if (!prove(p, a)) {
            return notACall(p, a, i, origin);
          }
          begun(p, origin + i);
          return i;
        }
        argumentsFrom = i - p.holdStart;
        value.skip(p.work.out, p.work.slabs);
        return i;
      }
      case '"' -> {
        phase = WRAPPED;
        argumentsFrom = i + 1 - p.holdStart;
        wrapped.begin();
        return i + 1;
      }
      case ',', '}', ']' -> {
        arguments = EMPTY;
        phase = NEXT;
        return i;
      }
      case '\'', '[' -> {
        return notACall(p, a, i, origin);
      }
      default -> {
        phase = ARGUMENT_TOKEN;
        argumentsFrom = i - p.holdStart;
        return i;
      }
    }
  }

  /** The arguments go out from here on. */
  private void begun(StreamParser p, long source) {
    arguments = LIVE;
    value.open(p.work.out, p.work.slabs, p.calls - 1, source, p.muted);
  }

  private int argumentToken(StreamParser p, char[] a, int from, int limit, long origin) {
    int i = from;
    while (i < limit && !JsonKey.isDelimiter(a[i])) {
      i++;
    }
    if (i == limit) {
      return i;
    }
    if (!JsonValue.isNull(a, p.holdStart + argumentsFrom, i)) {
      return notACall(p, a, i, origin);
    }
    arguments = EMPTY;
    phase = NEXT;
    return i;
  }

  private int name(StreamParser p, char[] a, int from, int limit, long origin) {
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
      if (i - (p.holdStart + nameFrom) >= p.limits.name()) {
        return notACall(p, a, i, origin);
      }
      i++;
    }
    return i;
  }

  private int endName(StreamParser p, char[] a, int i, long origin) {
    nameTo = i - p.holdStart;
    if (nameTo == nameFrom) {
      nameTo = 0;
      return notACall(p, a, i, origin);
    }
    if (bare && toolOf(p, a) < 0) {
      return notACall(p, a, i + 1, origin);
    }
    phase = NEXT;
    if (arguments != AHEAD) {
      return i + 1;
    }
    int hold = p.holdStart;
    if (!prove(p, a)) {
      return notACall(p, a, i + 1, origin);
    }
    int from = hold + argumentsFrom;
    int to = hold + argumentsTo;
    if (argumentsWrapped) {
      wrapped.begin();
      wrapped.replay(this, p, a, from, to, origin);
    } else {
      begun(p, origin + from);
      feedAll(p, a, from, to, origin);
    }
    return i + 1;
  }

  /** Gives the arguments chars without a closer; returns the index behind their end, or {@code to}. */
  int feedAll(StreamParser p, char[] a, int from, int to, long origin) {
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

  private int readWrapped(StreamParser p, char[] a, int from, int limit, long origin) {
    int i = wrapped.read(this, p, a, from, limit, origin);
    if (wrapped.isRefused()) {
      return notACall(p, a, i, origin);
    }
    if (wrapped.isOver()) {
      phase = NEXT;
      if (!proven) {
        arguments = wrapped.isBegun() ? AHEAD : EMPTY;
        argumentsWrapped = true;
        argumentsTo = i - 1 - p.holdStart;
      }
    }
    return i;
  }

  /** The wrapped text begins an object. Returns whether that is fine. */
  boolean wrappedObject(StreamParser p, char[] a, long at) {
    if (arguments == LIVE || nameTo == 0) {
      return true;
    }
    if (!proven && !prove(p, a)) {
      return false;
    }
    begun(p, at);
    return true;
  }

  private int toolOf(StreamParser p, char[] a) {
    int length = wrapped.decode(a, p.holdStart + nameFrom, p.holdStart + nameTo, p.work);
    return p.tools.indexOf(p.work.nameChars, 0, length);
  }

  /** Opens the call, if policies and limits let it be one. */
  private boolean prove(StreamParser p, char[] a) {
    int hold = p.holdStart;
    int length = wrapped.decode(a, hold + nameFrom, hold + nameTo, p.work);
    int tool = p.tools.indexOf(p.work.nameChars, 0, length);
    Policies.UnknownTool unknown = p.policies.unknownTool();
    if (tool < 0 && unknown == Policies.UnknownTool.AS_CONTENT) {
      return false;
    }
    p.muted = tool < 0 && unknown == Policies.UnknownTool.DROP;
    long at = objectOffset;
    if (!p.muted && p.calls >= p.limits.calls()) {
      p.work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
      return false;
    }
    proven = true;
    p.holdStart = -1;
    p.tool = tool;
    // An array without a wrapper is closed by its bracket, as a wrapper by its marker.
    p.wrapperOpen = marked || inArray;
    p.work.out.flush();
    if (p.inReasoning
        && p.policies.callsInReasoning() == Policies.CallsInReasoning.ENDS_REASONING) {
      p.inReasoning = false;
      p.reasoningEnd = at;
    }
    if (!p.muted) {
      Actions.announce(p, p.work.nameChars, 0, length, at);
    }
    if (repeated) {
      p.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, repeatedAt);
    }
    return true;
  }

  /** The call object closes at {@code a[i]}. */
  private int close(StreamParser p, char[] a, int i, long origin) {
    if (!proven) {
      boolean named = nameTo > 0 && arguments != AHEAD && (!bare || argumentsKey);
      if (!named || !prove(p, a)) {
        return notACall(p, a, i + 1, origin);
      }
      noArguments(p, origin + i);
    }
    Actions.endCall(p, true, origin + i);
    Actions.afterCall(p);
    return i + 1;
  }

  private static void noArguments(StreamParser p, long at) {
    if (!p.muted) {
      p.work.out.arguments(p.calls - 1, NO_ARGUMENTS, 0, NO_ARGUMENTS.length, at);
    }
  }

  /** A {@code <} outside of strings. */
  private int marker(
      StreamParser p, State s, char[] a, int i, int limit, int end, long origin) {
    long match = Match.at(p, s.branches(), -1, a, i, limit, origin);
    if (match == Match.PARTIAL && limit == end) {
      if (proven) {
        p.holdStart = i;
      }
      p.resumeAt = i;
      return Frame.HELD;
    }
    if (match < 0) {
      if (match == Match.PARTIAL) {
        return limit;
      }
      if (phase == ARGUMENTS || phase == SKIPPED) {
        value.stray();
      }
      return i + 1;
    }
    Branch b = s.branches()[(int) match];
    if (!proven) {
      boolean named =
          nameTo > 0
              && (arguments == NONE || arguments == EMPTY)
              && phase != ARGUMENTS
              && (!bare || argumentsKey);
      if (b.next() >= 0 || !named || !prove(p, a)) {
        return notACall(p, a, i, origin);
      }
    }
    return closeOver(p, b, i, (int) (match >>> 32), origin);
  }

  /** A marker closes the call over whatever is open. */
  private int closeOver(StreamParser p, Branch b, int i, int matchEnd, long origin) {
    long at = origin + i;
    p.work.out.diagnostic(Diagnostic.RECOVERED, at);
    if (phase == ARGUMENTS) {
      value.finish(at);
    } else if (arguments != LIVE) {
      noArguments(p, at);
    }
    Actions.endCall(p, true, at);
    p.wrapperOpen = false;
    inArray = false;
    Actions.afterCall(p);
    return b.next() >= 0 ? i : matchEnd;
  }

  /** What was held up to {@code a[i]} is text. */
  private int notACall(StreamParser p, char[] a, int i, long origin) {
    TextKind text = p.inReasoning ? TextKind.REASONING : TextKind.CONTENT;
    int start = p.grammar.role(Role.START_CONTENT);
    p.state =
        p.inReasoning
            ? p.grammar.role(Role.IN_REASONING)
            : p.grammar.state(start).next();
    int hold = p.holdStart;
    p.holdStart = -1;
    p.wrapperOpen = false;
    letGo();
    Frame.emit(p, text, a, hold, i, origin);
    return i;
  }

  /** The stream ends inside; {@code a[0, end)} is held, unless the call is open. */
  void finish(StreamParser p, char[] a, int end, boolean stop) {
    long at = p.consumed;
    if (proven) {
      finishProven(p, stop, at);
      return;
    }
    p.holdStart = 0;
    boolean between = phase <= NEXT || phase == SKIPPED && !value.isInside();
    long origin = at - end;
    if (bare) {
      notACall(p, a, end, origin);
    } else if (stop && nameTo > 0 && !argumentsKey && between) {
      if (prove(p, a)) {
        p.work.out.diagnostic(Diagnostic.RECOVERED, at);
        noArguments(p, at);
        Actions.endCall(p, true, at);
      } else {
        notACall(p, a, end, origin);
      }
    } else {
      p.work.out.diagnostic(Diagnostic.TRUNCATED_OPENER, origin + p.prefixLength);
      p.holdStart = -1;
    }
  }

  private void finishProven(StreamParser p, boolean stop, long at) {
    boolean all = p.policies.recoverAtStop() == Policies.RecoverAtStop.ALL;
    boolean inArguments = phase == ARGUMENTS || phase == WRAPPED && !value.isDone();
    if (stop) {
      p.work.out.diagnostic(Diagnostic.RECOVERED, at);
      boolean cut = inArguments && value.finish(at);
      Actions.endCall(p, !cut || all, at);
      return;
    }
    if (inArguments) {
      if (p.policies.truncation() == Policies.Truncation.CLOSE) {
        value.closeCut(at);
      } else {
        value.leave(at);
      }
    }
    Actions.endCall(p, false, at);
  }

  /** Offsets count from another place, and an open call is the first of the response. */
  void shift(long offset) {
    objectOffset += offset;
    repeatedAt += offset;
    value.shift(offset);
  }

  void save(DataOutputStream out) throws IOException {
    out.writeByte(phase);
    out.writeBoolean(proven);
    out.writeBoolean(bare);
    out.writeBoolean(inArray);
    out.writeBoolean(marked);
    out.writeBoolean(alone);
    out.writeBoolean(firstKey);
    out.writeInt(braceAt);
    out.writeLong(objectOffset);
    out.writeChar(quote);
    out.writeBoolean(escape);
    out.writeInt(nameFrom);
    out.writeInt(nameTo);
    out.writeByte(arguments);
    out.writeBoolean(argumentsWrapped);
    out.writeInt(argumentsFrom);
    out.writeInt(argumentsTo);
    out.writeBoolean(argumentsKey);
    out.writeBoolean(repeated);
    out.writeLong(repeatedAt);
    out.writeByte(kind);
    key.save(out);
    wrapped.save(out);
    value.save(out);
  }

  void load(DataInputStream in, Workspace work) throws IOException {
    phase = Snapshot.in(in.readByte(), MEMBER, SKIPPED, "the phase of the call");
    proven = in.readBoolean();
    bare = in.readBoolean();
    inArray = in.readBoolean();
    marked = in.readBoolean();
    alone = in.readBoolean();
    firstKey = in.readBoolean();
    braceAt = position(in);
    objectOffset = in.readLong();
    quote = in.readChar();
    escape = in.readBoolean();
    nameFrom = position(in);
    nameTo = position(in);
    arguments = Snapshot.in(in.readByte(), NONE, LIVE, "the arguments' state");
    argumentsWrapped = in.readBoolean();
    argumentsFrom = position(in);
    argumentsTo = position(in);
    argumentsKey = in.readBoolean();
    repeated = in.readBoolean();
    repeatedAt = in.readLong();
    kind = Snapshot.in(in.readByte(), JsonKey.OTHER, JsonKey.ARGUMENTS, "the key's kind");
    key.load(in);
    wrapped.load(in);
    value.load(work.out, work.slabs, in);
  }

  private static int position(DataInputStream in) throws IOException {
    return Snapshot.in(in.readInt(), 0, Integer.MAX_VALUE, "a position");
  }
}
