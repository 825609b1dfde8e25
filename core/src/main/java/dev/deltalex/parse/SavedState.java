package dev.deltalex.parse;

import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The state of a stream in a snapshot, field by field; {@link Snapshot} is what surrounds it. */
final class SavedState {
  private SavedState() {}

  static void save(StreamState s, DataOutputStream out) throws IOException {
    out.writeByte(s.state);
    out.writeByte(s.look);
    out.writeByte(s.look < 0 ? 0 : s.branch);
    out.writeLong(s.consumed);
    out.writeChar(s.before);
    // Positions mean something only in a hold.
    int positions = s.heldLength == 0 ? 0 : 1;
    out.writeInt(positions * s.resumeAt);
    out.writeInt(positions * s.prefixLength);
    out.writeInt(positions * s.unitEnd);
    out.writeInt(positions * s.tagAt);
    out.writeInt(positions * s.nameAt);
    out.writeInt(positions * s.nameFrom);
    out.writeInt(positions * s.nameTo);
    out.writeInt(positions * s.echoed);
    Snapshot.writeChars(out, s.held == null ? s.work.decoded : s.held, s.heldLength);
    out.writeByte(s.toldRegion);
    out.writeBoolean(s.contentSeen);
    out.writeBoolean(s.thinkMentioned);
    out.writeBoolean(s.firstReasoningSeen);
    out.writeLong(s.reasoningEnd);
    out.writeInt(s.calls);
    out.writeInt(s.completeCalls);
    out.writeInt(s.tool);
    out.writeBoolean(s.inReasoning);
    out.writeBoolean(s.wrapperOpen);
    out.writeBoolean(s.muted);
    out.writeLong(s.idState);
    out.writeInt(s.utf8State);
    out.writeInt(s.contentTokens);
    out.writeInt(s.reasoningTokens);
    out.writeInt(s.callTokens);
    out.writeBoolean(s.hasValue());
    if (s.hasValue()) {
      s.value.save(out);
    }
    GivenNames names = s.given;
    out.writeBoolean(names != null);
    if (names != null) {
      names.save(out);
    }
    JsonCall call = s.json;
    out.writeBoolean(call != null);
    if (call != null) {
      call.save(out);
    }
    if (s.fence != null) {
      s.fence.save(out);
    }
    TokenMarkers markers = s.tokenMarkers;
    out.writeBoolean(markers != null);
    if (markers != null) {
      markers.save(out);
    }
  }

  static void load(StreamState s, DataInputStream in) throws IOException {
    s.state = Snapshot.in(in.readByte(), 0, s.grammar.stateCount() - 1, "the state");
    s.look =
        (byte) Snapshot.in(in.readByte(), Grammar.NO_LOOK, s.grammar.lookCount() - 1, "the look");
    int branches = Math.max(1, s.grammar.state(s.state).branches().length);
    s.branch = (byte) Snapshot.in(in.readByte(), 0, branches - 1, "the branch");
    s.consumed = in.readLong();
    s.before = in.readChar();
    loadHold(s, in);
    s.toldRegion = (byte) Snapshot.in(in.readByte(), 0, Region.CALL.ordinal(), "the region");
    s.contentSeen = in.readBoolean();
    s.thinkMentioned = in.readBoolean();
    s.firstReasoningSeen = in.readBoolean();
    s.reasoningEnd = in.readLong();
    s.calls = Snapshot.in(in.readInt(), 0, s.limits.calls(), "the number of calls");
    s.completeCalls = in.readInt();
    s.tool = Snapshot.in(in.readInt(), -1, s.tools.size() - 1, "the tool");
    s.inReasoning = in.readBoolean();
    s.wrapperOpen = in.readBoolean();
    s.muted = in.readBoolean();
    s.idState = in.readLong();
    s.utf8State = in.readInt();
    s.work.utf8.restore(s.utf8State);
    s.contentTokens = in.readInt();
    s.reasoningTokens = in.readInt();
    s.callTokens = in.readInt();
    if (in.readBoolean()) {
      s.ownValue().load(s.work.out, in, s.work.slabs);
    }
    if (in.readBoolean()) {
      GivenNames names = s.given == null ? new GivenNames(s.work.slabs) : s.given;
      names.load(in);
      s.given = names;
    }
    if (in.readBoolean()) {
      s.json().load(in, s.work);
    }
    if (s.fence != null) {
      s.fence.load(in);
    }
    if (in.readBoolean()) {
      TokenMarkers markers = s.work.takeTokens();
      markers.load(s.grammar, in);
      s.tokenMarkers = markers;
    }
  }

  /** What is held, and the positions in it. */
  private static void loadHold(StreamState s, DataInputStream in) throws IOException {
    int[] at = new int[8];
    for (int i = 0; i < at.length; i++) {
      at[i] = in.readInt();
    }
    int length = Snapshot.length(in);
    for (int position : at) {
      Snapshot.in(position, 0, Math.max(length, s.limits.heldChars()), "a position");
    }
    s.resumeAt = Math.min(at[0], length);
    s.prefixLength = at[1];
    s.unitEnd = at[2];
    s.tagAt = at[3];
    s.nameAt = at[4];
    s.nameFrom = at[5];
    s.nameTo = at[6];
    s.echoed = at[7];
    if (length > 0) {
      Snapshot.readChars(in, s.heldRoom(length), length);
      s.heldLength = length;
    }
  }
}
