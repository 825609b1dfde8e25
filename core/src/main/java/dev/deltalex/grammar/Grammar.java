package dev.deltalex.grammar;

import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The immutable tables of one wire format. Made by {@link Layout}.
 *
 * <p>States and lookaheads are numbered from 0 in the order of their definition. Two further kinds
 * are numbered: texts (0 is plain content; then one for each block) and levels (0 is outside of all
 * pairs; then one for each pair, or array of JSON, that may be open around a call). After a call a
 * stream is in a state that depends on its text and level.
 */
public final class Grammar {
  /**
   * One place in the text.
   *
   * @param name for prints and messages
   * @param op how the interpreter reads in it
   * @param kind what its text belongs to
   * @param text the number of its text; of a VALUE or STRAY state, 0
   * @param newlinePrefix whether one newline directly before a literal is held with it
   * @param quoted whether all chars are text, also those of a literal
   * @param next where reading continues when no edge applies
   * @param edges the literals; the array is shared and must not be changed
   * @param stops where a scan of a TEXT state must stop, and the edges of JSON; the other ops do
   *     not scan
   * @param tokenStops the {@link Vocabulary#flagOf flags} of tokens that a scan may stop in
   * @param keys the keys of an object of a JSON_CALLS state; of a state in which values begin, the
   *     parameters that may hold all arguments; or null
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index in every delta; never compared
  public record State(
      String name,
      Op op,
      TextKind kind,
      byte text,
      boolean newlinePrefix,
      boolean quoted,
      int next,
      Edge[] edges,
      StopSet stops,
      long tokenStops,
      @Nullable KeyTable keys) {}

  /**
   * A lookahead: what must follow a literal for it to count.
   *
   * @param name for prints and messages
   * @param op how it reads
   * @param header how a header is interpreted; {@link Header#NONE} if it reads none
   * @param nameEnd the char that ends a header that is a plain name; 0 if it is not one, or if
   *     longer literals end it
   * @param marksMarkerEnd whether the marker ends where this lookahead ends
   * @param atEnd what the end of the stream means here
   * @param otherwise the lookahead that continues at the same char if no edge matches, or {@link
   *     #REJECT}, {@link #COUNTS} or {@link #TEXT}
   * @param edges the literals; the array is shared and must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index; never compared
  public record Look(
      String name,
      LookOp op,
      Header header,
      char nameEnd,
      boolean marksMarkerEnd,
      boolean behindName,
      AtEnd atEnd,
      int otherwise,
      Edge[] edges) {}

  /** In place of a lookahead: the literal counts. */
  public static final int ACCEPT = -1;

  /** In place of a lookahead's otherwise: the literal does not count. */
  public static final int REJECT = -1;

  /** In place of a lookahead's otherwise: the literal counts, and what follows is read again. */
  public static final int COUNTS = -2;

  /**
   * In place of a lookahead's otherwise: the header of a message up to the lookahead's start is
   * content, and what follows is read again.
   */
  public static final int TEXT = -3;

  /** In place of a lookahead: none. */
  public static final int NO_LOOK = -1;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  final State[] states;
  final Look[] looks;

  /** The start states of responses that begin in content and in reasoning; -1: none. */
  final int startContent;

  final int startReasoning;

  /** The plain state of each text. */
  final int[] plain;

  /** The state after a call, by text and level; -1 if no call of that level ends there. */
  final int[][] behind;

  /** The level around each level; of level 0, itself. */
  final int[] parents;

  private final @Nullable PlainHeader[] plainHeaders;
  private final @Nullable PlainParameter[] plainParameters;
  private final boolean typesInFields;
  private final int fixedHeader;
  private final boolean decodesNames;

  /** 0 until it is needed, which only snapshots do: it takes a fifth of the time of the tables. */
  private volatile long fingerprint;

  /** Takes ownership of the arrays. */
  Grammar(State[] states, Look[] looks, int[] starts, int[] plain, int[][] behind, int[] parents) {
    this.parents = parents;
    this.states = states;
    this.looks = looks;
    this.startContent = starts[0];
    this.startReasoning = starts[1];
    this.plain = plain;
    this.behind = behind;
    typesInFields =
        Arrays.stream(looks).anyMatch(look -> look.header().holds() == Header.Holds.TYPE);
    fixedHeader = longestHeader(states, looks);
    decodesNames = decodesNames(looks);
    plainHeaders = new PlainHeader[looks.length];
    for (int i = 0; i < looks.length && !decodesNames; i++) {
      plainHeaders[i] = PlainHeader.of(looks[i], looks);
    }
    plainParameters = new PlainParameter[states.length];
    for (int i = 0; i < states.length && !typesInFields && !decodesNames; i++) {
      plainParameters[i] = PlainParameter.of(states[i], states, looks);
    }
  }

  private static boolean decodesNames(Look[] looks) {
    for (Look look : looks) {
      AttributeTable attributes = look.header().attributes();
      if (attributes != null && attributes.entities()) {
        return true;
      }
    }
    return false;
  }

  private static int longestHeader(State[] states, Look[] looks) {
    int[] behind = new int[looks.length];
    // A chain has no more lookaheads than the grammar; each round propagates lengths by one
    // lookahead.
    boolean grows = true;
    for (int round = 0; round < looks.length && grows; round++) {
      grows = false;
      for (int i = 0; i < looks.length; i++) {
        int other = looks[i].otherwise();
        int length = Math.max(longest(looks[i].edges(), behind), other < 0 ? 0 : behind[other]);
        grows |= length != behind[i];
        behind[i] = length;
      }
    }
    int longest = 0;
    for (State s : states) {
      longest = Math.max(longest, longest(s.edges(), behind));
    }
    return longest;
  }

  private static int longest(Edge[] edges, int[] behind) {
    int longest = 0;
    for (Edge e : edges) {
      int own = e.literal().length + (e.label() > 0 ? 1 + e.label() : 0);
      longest = Math.max(longest, own + (e.look() < 0 ? 0 : behind[e.look()]));
    }
    return longest;
  }

  private static long digest(String text) {
    long digest = text.length();
    for (int i = 0; i < text.length(); i++) {
      long product = (digest ^ text.charAt(i)) * MULTIPLIER;
      digest = product ^ product >>> 29;
    }
    return digest;
  }

  /** Whether the type of a parameter's value may be a field of its header. */
  public boolean typesInFields() {
    return typesInFields;
  }

  /** Number of states. */
  public int stateCount() {
    return states.length;
  }

  /** A state by number. */
  public State state(int number) {
    return states[number];
  }

  /** The spelling of the header of a call behind the marker of a lookahead, or null. */
  public @Nullable PlainHeader plainHeader(int look) {
    return plainHeaders[look];
  }

  /** The spelling of string parameters in a state between parameters, or null. */
  public @Nullable PlainParameter plainParameter(int state) {
    return plainParameters[state];
  }

  /** Number of lookaheads. */
  public int lookCount() {
    return looks.length;
  }

  /** A lookahead by number. */
  public Look look(int number) {
    return looks[number];
  }

  /** Whether lookahead {@code to} is {@code from} or reachable from it. */
  public boolean leads(int from, int to) {
    return to >= 0 && from >= 0 && GrammarCheck.reachable(this, from)[to];
  }

  /** The start state of a response that begins in content. */
  public int startContent() {
    return startContent;
  }

  /**
   * The start state of a response that begins in reasoning, or -1 if the format has no reasoning.
   */
  public int startReasoning() {
    return startReasoning;
  }

  /** Number of texts. */
  public int textCount() {
    return plain.length;
  }

  /** The plain state of a text. */
  public int plain(int text) {
    return plain[text];
  }

  /** Number of levels. */
  public int levelCount() {
    return behind[0].length;
  }

  /** The state after a call in a text at a level, or -1 if no call of that level ends there. */
  public int behind(int text, int level) {
    return behind[text][level];
  }

  /** Whether an edge leads to a level that depends on the one before it. */
  boolean leavesLevels() {
    for (State s : states) {
      for (Edge e : s.edges()) {
        if (e.level() < Edge.KEEP) {
          return true;
        }
      }
    }
    return false;
  }

  /** The level that an edge leads to from a level: see {@link Edge#level}. */
  public int level(Edge edge, int from) {
    int level = edge.level();
    if (level >= 0) {
      return level;
    }
    int left = from;
    for (int up = level; up < Edge.KEEP; up++) {
      left = parents[left];
    }
    return left;
  }

  /** Whether a level is this one or around it. */
  public boolean isAround(int outer, int level) {
    int at = level;
    while (at != outer && at > 0) {
      at = parents[at];
    }
    return at == outer;
  }

  /**
   * The maximum number of chars of fixed text that must be held to decide whether a literal counts:
   * the literal and those of its lookaheads, without names, blanks and damaged chars.
   */
  public int fixedHeader() {
    return fixedHeader;
  }

  /** Whether the names, keys and ids of all headers spell some chars as entities. */
  public boolean decodesNames() {
    return decodesNames;
  }

  /**
   * A digest of the {@linkplain GrammarPrinter print} of the tables; equal in every process. A
   * snapshot is only restored by tables with the same digest. Not cryptographic.
   */
  public long fingerprint() {
    long known = fingerprint;
    if (known == 0) {
      known = digest(GrammarPrinter.print(this));
      fingerprint = known;
    }
    return known;
  }

  /** The problems of this grammar as messages; empty if there are none. */
  public List<String> problems() {
    return GrammarCheck.problems(this);
  }
}
