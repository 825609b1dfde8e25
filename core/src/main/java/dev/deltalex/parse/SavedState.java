package dev.deltalex.parse;

import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.value.SnapshotIo;
import dev.deltalex.value.TextValue;

/**
 * The state of a stream in a snapshot, field by field; {@link Snapshot} adds header and checksum.
 *
 * <p>Each field that is read is checked, also against the fields before it, so that no index or
 * ordinal in the state is out of bounds.
 */
final class SavedState {
  /** Maximum number of chars of a newline that is held before a marker. */
  private static final int NEWLINE = 2;

  private SavedState() {}

  static void transfer(StreamState s, SnapshotIo io) {
    s.state = io.number(s.state, 0, s.grammar.stateCount() - 1, "the state");
    State state = s.grammar.state(s.state);
    s.look = (byte) io.number(s.look, Grammar.NO_LOOK, s.grammar.lookCount() - 1, "the lookahead");
    s.consumed = io.number(s.consumed, 0, SnapshotIo.FARTHEST, "the number of chars");
    io.consumed(s.consumed);
    s.before = io.one(s.before);
    s.quoteOpens = io.flag(s.quoteOpens);
    hold(s, state, io);
    response(s, io);
    readers(s, state, io);
    io.check(hasItsCall(s, state), "text of a call that was not opened");
  }

  /** Held text, and the positions in it. */
  private static void hold(StreamState s, State state, SnapshotIo io) {
    int most = s.limits.maxHeldChars();
    if (s.look < 0 && state.op() == Op.JSON_CALLS) {
      most = Math.max(most, s.limits.maxBufferedChars());
    } else if (s.look < 0 && state.op() != Op.SEGMENT) {
      most += Edge.TOLERANCE + NEWLINE;
    }
    int length = io.count(s.heldLength, most, 1, "the number of held chars");
    io.check(length > 0 || s.look < 0, "a lookahead without held text");
    if (length == 0) {
      return;
    }
    if (io.isReading()) {
      s.heldRoom(length);
      s.heldLength = length;
    }
    char[] held = s.held;
    if (held != null) {
      io.chars(held, length);
    }
    if (io.isReading() && length == 1 && held != null && held[0] == '\n') {
      s.releaseHeld();
      s.held = HotState.NEWLINE;
    }
    if (s.look >= 0) {
      look(s, state, io);
    } else if (state.op() == Op.SEGMENT || state.op() == Op.JSON_CALLS) {
      s.resumeAt = io.number(s.resumeAt, 0, length, "the position in held text");
    } else {
      if (io.isReading()) {
        s.resumeAt = 0;
      }
      int echo = Math.min(length, Character.MAX_VALUE);
      s.emittedAhead =
          (char) io.number(s.emittedAhead, 0, echo, "the held chars that were emitted");
    }
  }

  /** [prefix][marker][lookahead], with the latest tag at its end. */
  private static void look(StreamState s, State state, SnapshotIo io) {
    Edge[] edges = state.edges();
    s.edge = (byte) io.number(s.edge, 0, edges.length - 1, "the marker");
    io.check(
        s.grammar.leads(edges[s.edge].look(), s.look), "the marker leads to another lookahead");
    int length = s.heldLength;
    // An empty literal has no char.
    int least = Math.min(1, edges[s.edge].literal().length);
    s.resumeAt = io.number(s.resumeAt, least, length, "the position in held text");
    s.nameAt = (char) io.number(s.nameAt, least, s.resumeAt, "where the next name begins");
    s.markerEnd = (char) io.number(s.markerEnd, least, s.nameAt, "the end of the marker");
    s.prefixLength =
        (char) io.number(s.prefixLength, 0, s.markerEnd - least, "the length of the prefix");
    s.tagAt = (char) io.number(s.tagAt, s.prefixLength, s.nameAt - least, "the start of the tag");
    s.nameTo = (char) io.number(s.nameTo, 0, s.nameAt, "the end of the name");
    s.nameFrom = (char) io.number(s.nameFrom, 0, s.nameTo, "the start of the name");
    int longest = s.limits.maxNameChars();
    s.idTo = (char) io.number(s.idTo, 0, s.nameAt, "the end of the id");
    int earliest = Math.max(0, s.idTo - longest);
    s.idFrom = (char) io.number(s.idFrom, earliest, s.idTo, "the start of the id");
  }

  private static void response(StreamState s, SnapshotIo io) {
    s.reportedRegion = (byte) io.number(s.reportedRegion, 0, Region.CALL.ordinal(), "the region");
    int known = StreamState.INPUT - 1;
    int seen = io.number(s.seen & known, 0, known, "the parts of the response so far");
    s.seen = io.isReading() ? (byte) seen : s.seen;
    s.reasoningEnd = io.offset(s.reasoningEnd, "the end of reasoning");
    s.calls = io.number(s.calls, 0, s.limits.maxCalls(), "the number of calls");
    io.call(s.calls - 1);
    s.tool = io.number(s.tool, -1, s.tools.size() - 1, "the tool");
    s.text = (byte) io.number(s.text, 0, s.grammar.textCount() - 1, "the text");
    s.level = (byte) io.number(s.level, 0, s.grammar.levelCount() - 1, "the level");
    io.check(s.grammar.behind(s.text, s.level) >= 0 || s.level == 0, "the level of a call");
    s.suppressed = io.flag(s.suppressed);
    boolean drops = s.options.unknownTool() == ParserOptions.UnknownTool.DROP;
    io.check(!s.suppressed || s.tool < 0 && drops, "a call that is dropped");
    s.idState = io.bits(s.idState);
    s.utf8State = io.half(s.utf8State);
    if (io.isReading()) {
      // Throws if it is not a valid state of a decoder.
      s.work.utf8.restore(s.utf8State);
    }
    s.contentTokens = io.number(s.contentTokens, 0, Integer.MAX_VALUE, "tokens of content");
    s.reasoningTokens = io.number(s.reasoningTokens, 0, Integer.MAX_VALUE, "tokens of reasoning");
    s.callTokens = io.number(s.callTokens, 0, Integer.MAX_VALUE, "tokens of calls");
  }

  /** Objects that a stream has only while it needs them. */
  private static void readers(StreamState s, State state, SnapshotIo io) {
    boolean json = state.op() == Op.JSON_CALLS;
    if (io.flag(s.hasValue())) {
      TextValue value = s.ownValue();
      value.transfer(io, s.work.out, s.work.arrays);
      boolean open = state.kind() == TextKind.VALUE && !s.suppressed;
      boolean held = state.kind() == TextKind.STRAY && value.isHeld() && !s.suppressed;
      io.check(open || held || value.isDiscarded(), "a value that is not open");
      io.check(value.fits(s.tools.schemaCount()), "the schema of an element");
    } else {
      io.check(state.kind() != TextKind.VALUE, "a value is missing");
    }
    if (io.flag(s.given != null)) {
      SeenParameters names = s.given == null ? new SeenParameters(s.work.arrays) : s.given;
      s.given = names;
      names.transfer(io, s.tools.parameterCount(s.tool));
    }
    if (io.flag(s.json != null)) {
      s.json().transfer(io, s);
    } else {
      io.check(!json, "a call is missing");
    }
    if (s.fence != null) {
      s.fence.transfer(io);
    }
    if (io.flag(s.tokenMarkers != null)) {
      TokenMarkers markers = s.tokenMarkers == null ? s.work.acquireTokens() : s.tokenMarkers;
      s.tokenMarkers = markers;
      markers.transfer(io, s.spec().markerTokens, s.unsettled());
    } else {
      io.check(!json || s.look < 0, "the token of a marker is missing");
    }
  }

  /** Whether the call whose text is read was reported, unless it is not emitted at all. */
  private static boolean hasItsCall(StreamState s, State state) {
    JsonCall call = s.json;
    boolean open =
        state.op() == Op.JSON_CALLS
            ? call != null && call.isCommitted()
            : state.kind() == TextKind.VALUE || state.kind() == TextKind.STRAY;
    return !open || s.suppressed || s.calls > 0;
  }
}
