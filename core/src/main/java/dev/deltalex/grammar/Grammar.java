package dev.deltalex.grammar;

import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The immutable tables of one wire format. Made by {@link Layout}.
 *
 * <p>States and looks are numbered from 0 in the order of their definition. Two kinds of places
 * have numbers of their own: texts (0 is plain content; then one for each block) and levels (0 is
 * outside of all pairs; then one for each pair, or array of JSON, that may be open around a call).
 * Where a stream is behind a call is a state for each text and level.
 */
public final class Grammar {
  /**
   * One place in the text.
   *
   * @param name for people
   * @param op how it is read
   * @param kind whose text it is
   * @param text the number of its text; of a VALUE or STRAY state, 0
   * @param newlinePrefix whether one newline directly before a literal is held with it
   * @param quoted whether all chars are text whatever follows, also those of a literal
   * @param next where reading continues when nothing of the state applies
   * @param edges the literals; the array is shared and must not be changed
   * @param stops where a scan of a TEXT state must stop, and the edges of JSON; the other ops do
   *     not scan
   * @param tokenStops the {@link Vocabulary#flagOf flags} of tokens that a scan may stop in
   * @param keys the keys of an object of a JSON_CALLS state, else null
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
   * A look: what must follow.
   *
   * @param name for people
   * @param op how it reads
   * @param header how a header is understood; of a look that reads none, {@link Header#NONE}
   * @param nameEnd the char that ends a header that is a plain name; 0 if it is not one, or if
   *     longer literals end it
   * @param marksUnit whether the unit ends where this look ends
   * @param atEnd what the end of the stream means here
   * @param otherwise the look that continues at the same char where no edge matches, or -1: the
   *     literal does not count
   * @param edges the literals; the array is shared and must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index; never compared
  public record Look(
      String name,
      LookOp op,
      Header header,
      char nameEnd,
      boolean marksUnit,
      AtEnd atEnd,
      int otherwise,
      Edge[] edges) {}

  /** In place of a look: the literal counts. */
  public static final int ACCEPT = -1;

  /** In place of a look: none. */
  public static final int NO_LOOK = -1;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  final State[] states;
  final Look[] looks;

  /** Where a response starts: in content, in reasoning; -1: it cannot. */
  final int startContent;

  final int startReasoning;

  /** By text, its plain state. */
  final int[] plain;

  /** By text and level, the state behind a call; -1: no call of that level ends there. */
  final int[][] behind;

  private final int fixedHeader;
  private final long fingerprint;

  /** Takes ownership of the arrays. */
  Grammar(State[] states, Look[] looks, int[] starts, int[] plain, int[][] behind) {
    this.states = states;
    this.looks = looks;
    this.startContent = starts[0];
    this.startReasoning = starts[1];
    this.plain = plain;
    this.behind = behind;
    fixedHeader = longestHeader(states, looks);
    fingerprint = digest(GrammarPrinter.print(this));
  }

  private static int longestHeader(State[] states, Look[] looks) {
    int[] behind = new int[looks.length];
    // A chain has at most as many looks as there are; one round carries each length one look on.
    for (int round = 0; round < looks.length; round++) {
      for (int i = 0; i < looks.length; i++) {
        int other = looks[i].otherwise();
        behind[i] = Math.max(longest(looks[i].edges(), behind), other < 0 ? 0 : behind[other]);
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
      longest = Math.max(longest, e.literal().length + (e.look() < 0 ? 0 : behind[e.look()]));
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

  /** Number of states. */
  public int stateCount() {
    return states.length;
  }

  /** A state by number. */
  public State state(int number) {
    return states[number];
  }

  /** Number of looks. */
  public int lookCount() {
    return looks.length;
  }

  /** A look by number. */
  public Look look(int number) {
    return looks[number];
  }

  /** Whether look {@code to} is look {@code from} or one that may follow it. */
  public boolean leads(int from, int to) {
    return to >= 0 && from >= 0 && GrammarCheck.reachable(this, from)[to];
  }

  /** The state in which a response starts that begins in content. */
  public int startContent() {
    return startContent;
  }

  /** The state in which a response starts that begins in reasoning, or -1: no reasoning. */
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

  /** The state behind a call in a text at a level, or -1: no call of that level ends there. */
  public int behind(int text, int level) {
    return behind[text][level];
  }

  /**
   * The most chars of fixed text that must be held to decide on one literal: the literal and those
   * of the looks behind it, without names, blanks and damage.
   */
  public int fixedHeader() {
    return fixedHeader;
  }

  /**
   * A digest of everything that the tables say, of their {@linkplain GrammarPrinter print}; the
   * same in every process. Snapshots are bound to it. Not cryptographic.
   */
  public long fingerprint() {
    return fingerprint;
  }

  /** The problems of this grammar, for people; empty if there are none. */
  public List<String> problems() {
    return GrammarCheck.problems(this);
  }
}
