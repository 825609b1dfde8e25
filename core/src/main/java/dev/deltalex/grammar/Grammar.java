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
  /** One place in the text. */
  public static final class State {
    final String name;
    final Op op;
    final TextKind kind;
    final boolean newlinePrefix;
    final int next;
    final Branch[] branches;
    final StopSet stops;
    private final long tokenStops;

    State(
        String name,
        Op op,
        TextKind kind,
        boolean newlinePrefix,
        int next,
        Branch[] branches,
        StopSet stops) {
      this.name = name;
      this.op = op;
      this.kind = kind;
      this.newlinePrefix = newlinePrefix;
      this.next = next;
      this.branches = branches;
      this.stops = stops;
      tokenStops = stops.flags(c -> Vocabulary.flagOf((char) c));
    }

    /** Name for people. */
    public String name() {
      return name;
    }

    /** How it is read. */
    public Op op() {
      return op;
    }

    /** Whose text it is. */
    public TextKind kind() {
      return kind;
    }

    /** Whether one newline directly before a marker is held with it. */
    public boolean newlinePrefix() {
      return newlinePrefix;
    }

    /** Where reading goes on when nothing of the state applies. */
    public int next() {
      return next;
    }

    /** The markers; the caller must not change the array. */
    public Branch[] branches() {
      return branches;
    }

    /** Where a scan of a TEXT state must stop; the other ops do not scan. */
    public StopSet stops() {
      return stops;
    }

    /** The {@link Vocabulary#flagOf flags} of tokens that a scan may stop in. */
    public long tokenStops() {
      return tokenStops;
    }
  }

  /** A look: what must follow. */
  public static final class Look {
    final String name;
    final LookOp op;
    final NameCheck check;
    final boolean marksUnit;
    final Action then;
    final int next;
    final AtEnd atEnd;
    final Branch[] branches;

    Look(
        String name,
        LookOp op,
        NameCheck check,
        boolean marksUnit,
        Action then,
        int next,
        AtEnd atEnd,
        Branch[] branches) {
      this.name = name;
      this.op = op;
      this.check = check;
      this.marksUnit = marksUnit;
      this.then = then;
      this.next = next;
      this.atEnd = atEnd;
      this.branches = branches;
    }

    /** Name for people. */
    public String name() {
      return name;
    }

    /** How it reads. */
    public LookOp op() {
      return op;
    }

    /** What its name must be. */
    public NameCheck check() {
      return check;
    }

    /** Whether the unit ends where this look ends. */
    public boolean marksUnit() {
      return marksUnit;
    }

    /**
     * What the tag that ends here does once the marker counts, if that may be done at once and the
     * tag need not be read again; {@link Action#NONE} if it must.
     */
    public Action then() {
      return then;
    }

    /** The look that follows, or {@link #ACCEPT}. */
    public int next() {
      return next;
    }

    /** What the end of the stream means here. */
    public AtEnd atEnd() {
      return atEnd;
    }

    /** The markers; the caller must not change the array. */
    public Branch[] branches() {
      return branches;
    }
  }

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
            l.op == LookOp.MARKER
                ? longest(l.branches, behind)
                : 1 + (l.next < 0 ? 0 : behind[l.next]);
      }
    }
    int longest = 0;
    for (State s : states) {
      longest = Math.max(longest, longest(s.branches, behind));
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
