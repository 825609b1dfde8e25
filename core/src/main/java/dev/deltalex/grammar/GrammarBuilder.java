package dev.deltalex.grammar;

import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Grammar}. States and looks are named; a name may be used before it is defined.
 *
 * <p>{@link #build} refuses a grammar in which {@link GrammarCheck} finds a problem.
 */
public final class GrammarBuilder {
  private final Map<String, StateBuilder> states = new LinkedHashMap<>();
  private final Map<String, LookBuilder> looks = new LinkedHashMap<>();
  private final Set<String> tokens = new HashSet<>();

  GrammarBuilder() {}

  /** Makes a literal exact wherever it is used, though it is spelled like a tag. */
  public GrammarBuilder token(String literal) {
    tokens.add(literal);
    return this;
  }

  /**
   * A place where text of {@code kind} is read; {@code newlinePrefix}: hold a newline for markers.
   */
  public StateBuilder text(String name, TextKind kind, boolean newlinePrefix) {
    return add(new StateBuilder(name, Op.TEXT, kind, newlinePrefix, name));
  }

  /** The start of a segment of text that goes on in {@code plain}. */
  public StateBuilder segment(String name, TextKind kind, String plain) {
    return add(new StateBuilder(name, Op.SEGMENT, kind, false, plain));
  }

  /** A place where only markers are expected; stray text goes on in {@code stray}. */
  public StateBuilder dispatch(String name, String stray) {
    return add(new StateBuilder(name, Op.DISPATCH, TextKind.STRAY, false, stray));
  }

  /** A place that reads by {@code op} and then goes on in {@code next}. */
  public StateBuilder step(String name, Op op, TextKind kind, String next) {
    return add(new StateBuilder(name, op, kind, false, next));
  }

  /** Whitespace, then one of the look's markers. */
  public LookBuilder lookForMarker(String name, AtEnd atEnd) {
    return add(new LookBuilder(name, LookOp.MARKER, NameCheck.ANY, atEnd));
  }

  /** A name up to {@code >}. */
  public LookBuilder lookForName(String name, NameCheck check, AtEnd atEnd) {
    return add(new LookBuilder(name, LookOp.NAME, check, atEnd));
  }

  /** The rest of a closer that may be damaged. */
  public LookBuilder lookForCloserTail(String name, AtEnd atEnd) {
    return add(new LookBuilder(name, LookOp.CLOSER_TAIL, NameCheck.ANY, atEnd));
  }

  private StateBuilder add(StateBuilder state) {
    if (states.putIfAbsent(state.name, state) != null) {
      throw new IllegalArgumentException("state " + state.name + " is defined twice");
    }
    return state;
  }

  private LookBuilder add(LookBuilder look) {
    if (looks.putIfAbsent(look.name, look) != null) {
      throw new IllegalArgumentException("look " + look.name + " is defined twice");
    }
    return look;
  }

  /**
   * The finished grammar.
   *
   * @throws IllegalArgumentException naming every problem found
   */
  public Grammar build() {
    Map<String, Integer> stateNumbers = numbers(states.keySet());
    Map<String, Integer> lookNumbers = numbers(looks.keySet());
    int[] roles = new int[Role.values().length];
    Arrays.fill(roles, -1);
    Grammar.State[] stateTable = new Grammar.State[states.size()];
    for (StateBuilder s : states.values()) {
      int i = number(stateNumbers, s.name, "");
      int next = number(stateNumbers, s.next, "state " + s.name);
      List<String> literals = new ArrayList<>();
      s.branches.forEach(b -> literals.add(b.literal));
      StopSet stops = s.op == Op.TEXT ? StopSet.of(literals) : StopSet.NONE;
      stateTable[i] =
          new Grammar.State(
              s.name,
              s.op,
              s.kind,
              s.newlinePrefix,
              next,
              branches(s.branches, stateNumbers, lookNumbers, s.stay(i, next)),
              stops,
              stops.flags(c -> Vocabulary.flagOf((char) c)));
      for (Role role : s.roles) {
        if (roles[role.ordinal()] >= 0) {
          throw new IllegalArgumentException("role " + role + " is given to two states");
        }
        roles[role.ordinal()] = i;
      }
    }
    Grammar.Look[] lookTable = new Grammar.Look[looks.size()];
    for (LookBuilder l : looks.values()) {
      int next = l.next == null ? Grammar.ACCEPT : number(lookNumbers, l.next, "look " + l.name);
      lookTable[number(lookNumbers, l.name, "")] =
          new Grammar.Look(
              l.name,
              l.op,
              l.check,
              l.marksUnit,
              l.then,
              next,
              l.atEnd,
              branches(l.branches, stateNumbers, lookNumbers, -1));
    }
    Grammar grammar = new Grammar(stateTable, lookTable, roles);
    List<String> problems = GrammarCheck.problems(grammar);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return grammar;
  }

  private static Map<String, Integer> numbers(Set<String> names) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, numbers.size());
    }
    return numbers;
  }

  /** {@code stay}: where a marker leads that does nothing and has no state to go to. */
  private Branch[] branches(
      List<BranchBuilder> builders,
      Map<String, Integer> stateNumbers,
      Map<String, Integer> lookNumbers,
      int stay) {
    Branch[] branches = new Branch[builders.size()];
    for (int i = 0; i < branches.length; i++) {
      BranchBuilder b = builders.get(i);
      String where = "marker " + b.literal;
      int look = b.look == null ? Grammar.NO_LOOK : number(lookNumbers, b.look, where);
      int next = b.action == Action.NONE ? stay : -1;
      next = b.next == null ? next : number(stateNumbers, b.next, where);
      boolean tag = Branch.isTag(b.literal) && !tokens.contains(b.literal);
      branches[i] = new Branch(b, tag, look, next, i);
    }
    return branches;
  }

  private static int number(Map<String, Integer> numbers, String name, String where) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(where + " leads to " + name + ", which is not defined");
    }
    return number;
  }

  /** A state under construction. */
  public static final class StateBuilder {
    private final String name;
    private final Op op;
    private final TextKind kind;
    private final boolean newlinePrefix;
    private final String next;
    private final List<BranchBuilder> branches = new ArrayList<>();
    private final List<Role> roles = new ArrayList<>();

    private StateBuilder(String name, Op op, TextKind kind, boolean newlinePrefix, String next) {
      this.name = name;
      this.op = op;
      this.kind = kind;
      this.newlinePrefix = newlinePrefix;
      this.next = next;
    }

    /**
     * Where a marker leads that does nothing and has no state to go to: an optional marker on, any
     * other back to its state. In a call's JSON it ends the call, which finds the state.
     */
    private int stay(int self, int onward) {
      return switch (op) {
        case OPTIONAL -> onward;
        case JSON_CALLS -> -1;
        default -> self;
      };
    }

    /** Gives the state a role. */
    public StateBuilder role(Role role) {
      roles.add(role);
      return this;
    }

    /** Adds a marker; markers are tried in this order. */
    public StateBuilder on(String literal, BranchBuilder branch) {
      branches.add(branch.copy(literal));
      return this;
    }
  }

  /** A look under construction. */
  public static final class LookBuilder {
    private final String name;
    private final LookOp op;
    private final NameCheck check;
    private final AtEnd atEnd;
    private boolean marksUnit;
    private Action then = Action.NONE;
    private @Nullable String next;
    private final List<BranchBuilder> branches = new ArrayList<>();

    private LookBuilder(String name, LookOp op, NameCheck check, AtEnd atEnd) {
      this.name = name;
      this.op = op;
      this.check = check;
      this.atEnd = atEnd;
    }

    /** The unit ends where this look ends. */
    public LookBuilder marksUnit() {
      marksUnit = true;
      return this;
    }

    /** The look that follows; without one, success is acceptance. */
    public LookBuilder then(String look) {
      next = look;
      return this;
    }

    /**
     * What the tag that ends here does at once when the marker counts: a short cut, never a must.
     */
    public LookBuilder does(Action action) {
      then = action;
      return this;
    }

    /** A marker that settles it, and what it does at once; as {@link #does}. */
    public LookBuilder accept(String literal, Action action) {
      branches.add(new BranchBuilder(action).copy(literal));
      return this;
    }

    /** A marker that settles it. */
    public LookBuilder accept(String literal) {
      branches.add(new BranchBuilder(Action.NONE).copy(literal));
      return this;
    }

    /** A marker that leads to a further look. */
    public LookBuilder on(String literal, String look) {
      branches.add(new BranchBuilder(Action.NONE).look(look).copy(literal));
      return this;
    }
  }

  /** What a marker does: made by {@link GrammarBuilder#does}. Immutable; methods return copies. */
  public static final class BranchBuilder {
    final Action action;
    String literal = "";
    int guard;
    private @Nullable String look;
    private @Nullable String next;
    Resume resume = Resume.AFTER_UNIT;
    Prefix prefix = Prefix.KEEP;
    boolean closer;

    private BranchBuilder(Action action) {
      this.action = action;
    }

    private BranchBuilder copy(String marker) {
      BranchBuilder b = new BranchBuilder(action);
      b.literal = marker;
      b.guard = guard;
      b.look = look;
      b.next = next;
      b.resume = resume;
      b.prefix = prefix;
      b.closer = closer;
      return b;
    }

    /** Only if all of these {@link Guard} bits hold. */
    public BranchBuilder when(int guards) {
      BranchBuilder b = copy(literal);
      b.guard |= guards;
      return b;
    }

    /** Counts only if this look is satisfied. */
    public BranchBuilder look(String name) {
      BranchBuilder b = copy(literal);
      b.look = name;
      return b;
    }

    /** The state that follows; without one {@link Action#NONE} stays where it is. */
    public BranchBuilder to(String state) {
      BranchBuilder b = copy(literal);
      b.next = state;
      return b;
    }

    /** Where reading goes on; {@link Resume#AFTER_UNIT} unless said. */
    public BranchBuilder resume(Resume where) {
      BranchBuilder b = copy(literal);
      b.resume = where;
      return b;
    }

    /** The whitespace held before the marker vanishes. */
    public BranchBuilder drop() {
      BranchBuilder b = copy(literal);
      b.prefix = Prefix.DROP;
      return b;
    }

    /** A cut-off beginning of the marker closes a value at the end of the stream. */
    public BranchBuilder closer() {
      BranchBuilder b = copy(literal);
      b.closer = true;
      return b;
    }
  }

  /** A marker's effect. */
  public static BranchBuilder does(Action action) {
    return new BranchBuilder(action);
  }
}
