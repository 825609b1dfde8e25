package dev.deltalex.grammar;

import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import java.util.List;

/**
 * The immutable tables of one wire format. Made by {@link GrammarBuilder}.
 *
 * <p>States and looks are numbered from 0 in the order of their definition. The interpreter reads
 * the parallel arrays of {@link #states} and {@link #looks} by number.
 */
public final class Grammar {
  /**
   * One place in the text.
   *
   * @param name for people
   * @param op how it is read
   * @param kind whose text it is
   * @param newlinePrefix whether one newline directly before a marker is held with it
   * @param next where reading goes on when nothing of the state applies
   * @param branches the markers; the array is shared and must not be changed
   * @param stops where a scan of a TEXT state must stop; the other ops do not scan
   * @param tokenStops the {@link Vocabulary#flagOf flags} of tokens that a scan may stop in
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index in every delta; never compared
  public record State(
      String name,
      Op op,
      TextKind kind,
      boolean newlinePrefix,
      int next,
      Branch[] branches,
      StopSet stops,
      long tokenStops) {}

  /**
   * A look: what must follow.
   *
   * @param name for people
   * @param op how it reads
   * @param check what its name must be
   * @param marksUnit whether the unit ends where this look ends
   * @param then what the tag that ends here does once the marker counts, if that may be done at
   *     once and the tag need not be read again; {@link Action#NONE} if it must
   * @param next the look that follows, or {@link #ACCEPT}
   * @param atEnd what the end of the stream means here
   * @param branches the markers; the array is shared and must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index; never compared
  public record Look(
      String name,
      LookOp op,
      NameCheck check,
      boolean marksUnit,
      Action then,
      int next,
      AtEnd atEnd,
      Branch[] branches) {}

  /** In place of a look: the marker counts. */
  public static final int ACCEPT = -1;

  /** In place of a look: none. */
  public static final int NO_LOOK = -1;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  final State[] states;
  final Look[] looks;
  private final int[] roles;
  private final int fixedHeader;
  private final long fingerprint;

  /** Takes ownership of the arrays. */
  Grammar(State[] states, Look[] looks, int[] roles) {
    this.states = states;
    this.looks = looks;
    this.roles = roles;
    fixedHeader = longestHeader(states, looks);
    fingerprint = digest(GrammarPrinter.print(this));
  }

  private static int longestHeader(State[] states, Look[] looks) {
    int[] behind = new int[looks.length];
    // A chain has at most as many looks as there are; one round carries each length one look on.
    for (int round = 0; round < looks.length; round++) {
      for (int i = 0; i < looks.length; i++) {
        Look l = looks[i];
        // A name and a closer's tail end in a char of their own.
        behind[i] =
            l.op() == LookOp.MARKER
                ? longest(l.branches(), behind)
                : 1 + (l.next() < 0 ? 0 : behind[l.next()]);
      }
    }
    int longest = 0;
    for (State s : states) {
      longest = Math.max(longest, longest(s.branches(), behind));
    }
    return longest;
  }

  private static int longest(Branch[] branches, int[] behind) {
    int longest = 0;
    for (Branch b : branches) {
      longest = Math.max(longest, b.literal.length + (b.look < 0 ? 0 : behind[b.look]));
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
    return to >= 0 && GrammarCheck.behind(this, from, false)[to];
  }

  /** The state with a role, or -1. */
  public int role(Role role) {
    return roles[role.ordinal()];
  }

  /**
   * The most chars of fixed text that must be held to decide on one marker: its literal and those
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

  /** A builder. */
  public static GrammarBuilder builder() {
    return new GrammarBuilder();
  }

  /** The problems of this grammar, for people; empty if there are none. */
  public List<String> problems() {
    return GrammarCheck.problems(this);
  }
}
