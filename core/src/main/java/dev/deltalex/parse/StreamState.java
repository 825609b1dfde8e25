package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.value.TextValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All that a stream knows between two deltas, and how it begins, is let go of, saved and loaded.
 * Named ints and bounded text: nothing here grows with the stream.
 */
abstract sealed class StreamState extends HotState permits StreamParser {
  static final int NOT_LOOKED_UP = -2;

  /** The look under way, or {@link Grammar#NO_LOOK}. */
  byte look;

  /** Reads the values of tagged calls; lent by the workspace with the response's first call. */
  TextValue value;

  // While chars are read: index of the first held char in the array at hand, or -1.
  int holdStart = -1;

  /** Index up to which held text was understood; relative to the hold between deltas. */
  int resumeAt;

  // A hold: [prefix][unit][what was looked at]; all relative to its start.
  int prefixLength;
  int unitEnd;
  byte branch;
  int tagAt;
  int nameAt;
  int nameFrom;
  int nameTo;

  /** Place of the name among tools or parameters, -1 for none, or {@link #NOT_LOOKED_UP}. */
  int nameIndex = NOT_LOOKED_UP;

  char @Nullable [] held;

  /** Held chars that are out already, because only what follows depends on them. */
  int echoed;

  // The response.
  boolean contentSeen;
  boolean thinkMentioned;
  boolean firstReasoningSeen;
  long reasoningEnd;

  // The calls.
  int completeCalls;
  int tool;
  boolean inReasoning;
  boolean wrapperOpen;
  boolean muted;
  long idState;
  @Nullable GivenNames given;

  /** Reads calls written as JSON; lent by the workspace when the response first needs it. */
  @Nullable JsonCall json;

  /** Follows code fences, if the policy guards them. */
  @Nullable FenceGuard fence;

  /** Whether the parser waits in its pool for the next response. */
  boolean pooled;

  /** Where special tokens stood, if markers spelled by other tokens must not count. */
  @Nullable TokenMarkers tokenMarkers;

  // The request.
  WireFormat format;
  ToolSet tools;
  Policies policies;
  Limits limits;
  byte contentGuards;
  byte reasoningGuards;

  // Entry points.
  int utf8State;
  int contentTokens;
  int reasoningTokens;
  int callTokens;

  /** Offsets of special tokens from a snapshot, until a vocabulary is known. */
  long @Nullable [] restoredTokens;

  StreamState(
      Workspace work,
      WireFormat format,
      ToolSet tools,
      Policies policies,
      Limits limits,
      DeltaSink sink) {
    super(work, format.grammar(), sink);
    this.format = format;
    this.tools = tools;
    this.policies = policies;
    this.limits = limits;
    this.value = work.noValue;
  }

  /** Takes a request; the response has not begun. */
  void bind(WireFormat newFormat, ToolSet newTools, Policies newPolicies, Limits newLimits) {
    format = newFormat;
    grammar = newFormat.grammar();
    tools = newTools;
    policies = newPolicies;
    limits = newLimits;
    boolean callsOn = newTools.size() > 0 && newPolicies.toolChoice() != Policies.ToolChoice.NONE;
    contentGuards =
        (byte) (callsOn ? Guard.CALLS | constrained(newPolicies, newTools) : Guard.NONE);
    boolean literal = newPolicies.callsInReasoning() == Policies.CallsInReasoning.LITERAL;
    reasoningGuards = (byte) (literal || !callsOn ? Guard.NONE : Guard.CALLS);
  }

  /** A response begins: nothing is left of the one before. */
  void begin(long idSeed) {
    idState = idSeed;
    boolean reasoning = policies.initialState() == Policies.InitialState.REASONING;
    state = grammar.role(reasoning ? Role.START_REASONING : Role.START_CONTENT);
    look = Grammar.NO_LOOK;
    consumed = 0;
    before = 0;
    contentSeen = false;
    thinkMentioned = false;
    firstReasoningSeen = false;
    reasoningEnd = -1;
    calls = 0;
    completeCalls = 0;
    tool = -1;
    inReasoning = false;
    wrapperOpen = false;
    muted = false;
    utf8State = 0;
    contentTokens = 0;
    reasoningTokens = 0;
    callTokens = 0;
    prefixLength = 0;
    unitEnd = 0;
    branch = 0;
    tagAt = 0;
    nameAt = 0;
    nameFrom = 0;
    nameTo = 0;
    nameIndex = NOT_LOOKED_UP;
    if (policies.fencedCode() == Policies.FencedCode.GUARD) {
      fence = fence == null ? work.takeFence() : fence;
      fence.clear();
    } else if (fence != null) {
      work.giveFence(fence);
      fence = null;
    }
    letGo();
    run = Run.of((StreamParser) this);
  }

  private static int constrained(Policies policies, ToolSet tools) {
    return switch (policies.toolChoice()) {
      case AUTO, NONE -> Guard.NONE;
      case REQUIRED -> Guard.CONSTRAINED;
      case NAMED -> tools.size() == 1 ? Guard.CONSTRAINED | Guard.NAMED : Guard.CONSTRAINED;
    };
  }

  /** Gives everything pooled back. */
  void letGo() {
    run = NO_RUN;
    holdStart = -1;
    echoed = 0;
    resumeAt = 0;
    heldLength = 0;
    giveHeld();
    if (hasValue()) {
      value.letGo(work.slabs);
      work.giveValue(value);
      value = work.noValue;
    }
    GivenNames names = given;
    if (names != null) {
      names.clear();
    }
    JsonCall call = json;
    if (call != null) {
      call.letGo();
      work.giveJson(call);
      json = null;
    }
    restoredTokens = null;
    if (tokenMarkers != null) {
      if (policies.markersBySpelling()) {
        tokenMarkers = null;
      } else {
        tokenMarkers.clear();
      }
    }
  }

  /** Whether {@link #value} is the stream's own. */
  private boolean hasValue() {
    return value != work.noValue;
  }

  /** What reads values, the stream's own from now on. */
  TextValue ownValue() {
    if (!hasValue()) {
      value = work.takeValue(policies.entities());
    }
    return value;
  }

  /** The reader of JSON calls. */
  JsonCall json() {
    JsonCall call = json;
    if (call == null) {
      call = work.takeJson();
      json = call;
    }
    return call;
  }

  /** Keeps what the run left undecided. {@code start}: first index of the array that counts. */
  void hold(char[] a, int start, int end) {
    int from = holdStart;
    if (from < 0) {
      before = end > start ? a[end - 1] : before;
      return;
    }
    before = from > start ? a[from - 1] : before;
    int n = end - from;
    resumeAt -= from;
    if (n == 1 && a[from] == '\n') {
      giveHeld();
      held = NEWLINE;
    } else {
      char[] slab = heldRoom(n);
      if (a != slab || from != 0) {
        // What stays where it is must not cost: a hold may grow char by char.
        System.arraycopy(a, from, slab, 0, n);
      }
    }
    heldLength = n;
    holdStart = -1;
  }

  char[] heldRoom(int chars) {
    char[] slab = held;
    if (slab == null || slab == NEWLINE) {
      slab = work.slabs.take(chars);
      slab[0] = '\n';
    } else if (slab.length < chars) {
      slab = work.slabs.grow(slab, slab.length, chars);
    }
    held = slab;
    return slab;
  }

  void giveHeld() {
    char[] slab = held;
    if (slab != null && slab != NEWLINE) {
      work.slabs.give(slab);
    }
    held = null;
  }

  /** The conditions that hold in text of {@code kind}. */
  int guards(TextKind kind) {
    return switch (kind) {
      case CONTENT -> contentGuards;
      case REASONING -> reasoningGuards;
      case VALUE, STRAY -> Guard.CALLS;
    };
  }

  void save(DataOutputStream out) throws IOException {
    out.writeByte(state);
    out.writeByte(look);
    out.writeByte(look < 0 ? 0 : branch);
    out.writeLong(consumed);
    out.writeChar(before);
    // Positions mean something only in a hold.
    int positions = heldLength == 0 ? 0 : 1;
    out.writeInt(positions * resumeAt);
    out.writeInt(positions * prefixLength);
    out.writeInt(positions * unitEnd);
    out.writeInt(positions * tagAt);
    out.writeInt(positions * nameAt);
    out.writeInt(positions * nameFrom);
    out.writeInt(positions * nameTo);
    out.writeInt(positions * echoed);
    Snapshot.writeChars(out, held == null ? work.decoded : held, heldLength);
    out.writeBoolean(contentSeen);
    out.writeBoolean(thinkMentioned);
    out.writeBoolean(firstReasoningSeen);
    out.writeLong(reasoningEnd);
    out.writeInt(calls);
    out.writeInt(completeCalls);
    out.writeInt(tool);
    out.writeBoolean(inReasoning);
    out.writeBoolean(wrapperOpen);
    out.writeBoolean(muted);
    out.writeLong(idState);
    out.writeInt(utf8State);
    out.writeInt(contentTokens);
    out.writeInt(reasoningTokens);
    out.writeInt(callTokens);
    out.writeBoolean(hasValue());
    if (hasValue()) {
      value.save(out);
    }
    GivenNames names = given;
    out.writeBoolean(names != null);
    if (names != null) {
      names.save(out);
    }
    JsonCall call = json;
    out.writeBoolean(call != null);
    if (call != null) {
      call.save(out);
    }
    if (fence != null) {
      fence.save(out);
    }
    TokenMarkers markers = tokenMarkers;
    out.writeBoolean(markers != null);
    if (markers != null) {
      markers.save(out);
    }
  }

  void load(DataInputStream in) throws IOException {
    state = Snapshot.in(in.readByte(), 0, grammar.stateCount() - 1, "the state");
    look = (byte) Snapshot.in(in.readByte(), Grammar.NO_LOOK, grammar.lookCount() - 1, "the look");
    int branches = Math.max(1, grammar.state(state).branches().length);
    branch = (byte) Snapshot.in(in.readByte(), 0, branches - 1, "the branch");
    consumed = in.readLong();
    before = in.readChar();
    int[] at = new int[8];
    for (int i = 0; i < at.length; i++) {
      at[i] = in.readInt();
    }
    int length = Snapshot.length(in);
    for (int position : at) {
      Snapshot.in(position, 0, Math.max(length, limits.heldChars()), "a position");
    }
    resumeAt = Math.min(at[0], length);
    prefixLength = at[1];
    unitEnd = at[2];
    tagAt = at[3];
    nameAt = at[4];
    nameFrom = at[5];
    nameTo = at[6];
    echoed = at[7];
    if (length > 0) {
      Snapshot.readChars(in, heldRoom(length), length);
      heldLength = length;
    }
    contentSeen = in.readBoolean();
    thinkMentioned = in.readBoolean();
    firstReasoningSeen = in.readBoolean();
    reasoningEnd = in.readLong();
    calls = Snapshot.in(in.readInt(), 0, limits.calls(), "the number of calls");
    completeCalls = in.readInt();
    tool = Snapshot.in(in.readInt(), -1, tools.size() - 1, "the tool");
    inReasoning = in.readBoolean();
    wrapperOpen = in.readBoolean();
    muted = in.readBoolean();
    idState = in.readLong();
    utf8State = in.readInt();
    work.utf8.restore(utf8State);
    contentTokens = in.readInt();
    reasoningTokens = in.readInt();
    callTokens = in.readInt();
    if (in.readBoolean()) {
      ownValue().load(work.out, in, work.slabs);
    }
    if (in.readBoolean()) {
      GivenNames names = given == null ? new GivenNames(work.slabs) : given;
      names.load(in);
      given = names;
    }
    if (in.readBoolean()) {
      json().load(in, work);
    }
    if (fence != null) {
      fence.load(in);
    }
    if (in.readBoolean()) {
      restoredTokens = TokenMarkers.load(in);
      tokenMarkers = null;
    }
    run = Run.of((StreamParser) this);
  }
}
