package dev.deltalex.grammar;

import dev.deltalex.scan.StopSet;
import dev.deltalex.syntax.Literal;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the states and lookaheads of a {@link Grammar} by name; a name may be used before it is
 * defined. Used by {@link Layout}, and by tests that need tables that no declaration produces.
 */
final class GrammarBuilder {
  /**
   * Far more than a stream can number. A declaration that leads to more is refused here, because
   * their number may grow exponentially with the length of the declaration.
   */
  private static final int MAX_LOOKS = 512;

  private final Map<String, StateBuilder> states = new LinkedHashMap<>();
  private final Map<String, LookBuilder> looks = new LinkedHashMap<>();
  private String startContent = "";
  private @Nullable String startReasoning;
  private final List<String> plain = new ArrayList<>();
  private final Map<Integer, String> behind = new HashMap<>();
  private final Map<Integer, Integer> parents = new HashMap<>();
  private int levels = 1;

  /** Begins an edge of a literal. */
  static EdgeBuilder on(Literal literal, Action action) {
    return new EdgeBuilder(literal, action);
  }

  /** Adds a state; without {@link StateBuilder#next} it continues in itself. */
  StateBuilder state(String name, Op op, TextKind kind, int text) {
    StateBuilder state = new StateBuilder(name, op, kind, text);
    if (states.putIfAbsent(name, state) != null) {
      throw new IllegalArgumentException("state " + name + " is defined twice");
    }
    return state;
  }

  /** Adds a lookahead. */
  LookBuilder look(String name, LookOp op, AtEnd atEnd) {
    LookBuilder look = new LookBuilder(name, op, atEnd);
    if (looks.putIfAbsent(name, look) != null) {
      throw new IllegalArgumentException("lookahead " + name + " is defined twice");
    }
    if (looks.size() > MAX_LOOKS) {
      throw new IllegalArgumentException(
          "more than " + MAX_LOOKS + " looks: declare fewer call forms, pairs or closers");
    }
    return look;
  }

  /** Whether a lookahead of that name is defined. */
  boolean hasLook(String name) {
    return looks.containsKey(name);
  }

  /** Sets the states in which responses start. */
  void starts(String content, @Nullable String reasoning) {
    startContent = content;
    startReasoning = reasoning;
  }

  /** Adds the plain state of the next text. */
  void text(String state) {
    plain.add(state);
  }

  /** Sets the state after a call, in a level inside the level {@code parent}. */
  void behind(int text, int level, int parent, String state) {
    behind.put(text << Byte.SIZE | level, state);
    parents.put(level, parent);
    levels = Math.max(levels, level + 1);
  }

  /** Sets the state after a call outside of all levels. */
  void behind(int text, int level, String state) {
    behind(text, level, 0, state);
  }

  /**
   * The finished grammar.
   *
   * @throws IllegalArgumentException naming every problem found
   */
  Grammar build() {
    List<String> stateNames = List.copyOf(states.keySet());
    List<String> lookNames = List.copyOf(looks.keySet());
    Numbers numbers = new Numbers(stateNames, lookNames);
    Grammar.State[] stateTable = new Grammar.State[stateNames.size()];
    int state = 0;
    for (StateBuilder builder : states.values()) {
      stateTable[state++] = builder.build(numbers);
    }
    Grammar.Look[] lookTable = new Grammar.Look[lookNames.size()];
    int look = 0;
    for (LookBuilder builder : looks.values()) {
      lookTable[look++] = builder.build(numbers);
    }
    int[] starts = {
      numbers.state(startContent), startReasoning == null ? -1 : numbers.state(startReasoning)
    };
    int[] texts = plain.stream().mapToInt(numbers::state).toArray();
    int[][] places = new int[texts.length][levels];
    for (int text = 0; text < texts.length; text++) {
      Arrays.fill(places[text], -1);
      for (int level = 0; level < levels; level++) {
        String place = behind.get(text << Byte.SIZE | level);
        places[text][level] = place == null ? -1 : numbers.state(place);
      }
    }
    int[] around = new int[levels];
    parents.forEach((level, parent) -> around[level] = parent);
    Grammar grammar = new Grammar(stateTable, lookTable, starts, texts, places, around);
    List<String> problems = GrammarCheck.problems(grammar);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return grammar;
  }

  /** The numbers of named states and lookaheads. */
  private record Numbers(List<String> states, List<String> looks) {
    int state(String name) {
      return find(states, "state", name);
    }

    int look(String name) {
      return find(looks, "lookahead", name);
    }

    private static int find(List<String> names, String what, String name) {
      int number = names.indexOf(name);
      if (number < 0) {
        throw new IllegalArgumentException(what + " " + name + " is not defined");
      }
      return number;
    }

    Edge[] edges(List<EdgeBuilder> builders) {
      Edge[] edges = new Edge[builders.size()];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = builders.get(i).build(i, this::state, this::look);
      }
      return edges;
    }
  }

  /** Adds an edge in front of those whose literals its own begins with. */
  private static void insert(List<EdgeBuilder> edges, EdgeBuilder edge) {
    int at = 0;
    while (at < edges.size() && !edges.get(at).hides(edge)) {
      at++;
    }
    edges.add(at, edge);
  }

  /** A state under construction. */
  static final class StateBuilder {
    private final String name;
    private final Op op;
    private final TextKind kind;
    private final int text;
    private boolean newlinePrefix;
    private boolean quoted;
    private boolean rawText;
    private String next;
    private @Nullable KeyTable keys;
    private final List<EdgeBuilder> edges = new ArrayList<>();

    private StateBuilder(String name, Op op, TextKind kind, int text) {
      this.name = name;
      this.op = op;
      this.kind = kind;
      this.text = text;
      this.next = name;
    }

    /** Where reading continues when no edge applies. */
    StateBuilder next(String state) {
      next = state;
      return this;
    }

    /** One newline directly before a literal is held with it. */
    StateBuilder newlinePrefix(boolean holds) {
      newlinePrefix = holds;
      return this;
    }

    /** All chars are text, also those of a literal. */
    StateBuilder quoted() {
      quoted = true;
      return this;
    }

    /** It reads the text of a string of JSON between two literals. */
    StateBuilder rawText() {
      rawText = true;
      return this;
    }

    /** The keys of the objects that are read. */
    StateBuilder keys(@Nullable KeyTable table) {
      keys = table;
      return this;
    }

    /**
     * Adds an edge; edges are tried in this order, but for one of a single char or none: it comes
     * behind those of longer literals that begin with it.
     */
    StateBuilder add(EdgeBuilder edge) {
      int at = 0;
      while (at < edges.size() && !hides(edges.get(at).text(), edge.text())) {
        at++;
      }
      edges.add(at, edge);
      return this;
    }

    private static boolean hides(String one, String other) {
      return one.length() < 2 && other.length() > one.length() && other.startsWith(one);
    }

    /** Adds an edge in front of those that would hide it. */
    void insert(EdgeBuilder edge) {
      GrammarBuilder.insert(edges, edge);
    }

    String name() {
      return name;
    }

    /** Whether it scans text for its literals. */
    boolean scans() {
      return op == Op.TEXT;
    }

    /** Whether the state has an edge of this literal. */
    boolean has(Literal literal) {
      return edges.stream().anyMatch(e -> e.literal.text().equals(literal.text()));
    }

    /** Whether a literal begins with one that closes something here: the closer counts. */
    boolean closesBefore(Literal literal) {
      return edges.stream().anyMatch(e -> e.closesBefore(literal));
    }

    /**
     * A cut-off beginning of a literal that the state has is structure at the end of the stream.
     */
    void closes(Literal literal) {
      for (EdgeBuilder edge : edges) {
        if (edge.literal.text().equals(literal.text())) {
          edge.closer();
        }
      }
    }

    private Grammar.State build(Numbers numbers) {
      List<String> literals = new ArrayList<>();
      edges.forEach(e -> literals.add(e.literal.text()));
      if (op == Op.JSON_CALLS && !rawText) {
        // No JSON token begins with '<': a tag that is not a marker is stray text.
        literals.add("<");
      }
      boolean scans = op == Op.TEXT || op == Op.JSON_CALLS;
      StopSet stops = scans ? StopSet.of(literals) : StopSet.NONE;
      return new Grammar.State(
          name,
          op,
          kind,
          (byte) text,
          newlinePrefix,
          quoted,
          numbers.state(next),
          numbers.edges(edges),
          stops,
          stops.flags(c -> Vocabulary.flagOf((char) c)),
          keys);
    }
  }

  /** A lookahead under construction. */
  static final class LookBuilder {
    private final String name;
    private final LookOp op;
    private final AtEnd atEnd;
    private boolean marksMarkerEnd;
    private boolean behindName;
    private @Nullable String otherwise;
    private boolean counts;
    private boolean text;
    private @Nullable HeaderSpec header;
    private @Nullable MessageTable messages;
    private final List<EdgeBuilder> edges = new ArrayList<>();

    private LookBuilder(String name, LookOp op, AtEnd atEnd) {
      this.name = name;
      this.op = op;
      this.atEnd = atEnd;
    }

    /** How the header is interpreted. */
    LookBuilder header(HeaderSpec spec) {
      header = spec;
      return this;
    }

    /** What the fields of a message's header say. */
    LookBuilder messages(MessageTable table) {
      messages = table;
      return this;
    }

    /** What follows decides whether the header of a message, and what follows, is text. */
    LookBuilder textOtherwise() {
      text = true;
      return this;
    }

    /** The marker ends where this lookahead ends. */
    LookBuilder marksMarkerEnd(boolean marks) {
      marksMarkerEnd = marks;
      return this;
    }

    /** The header has been read: the literals that follow it are not where the call begins. */
    LookBuilder behindName(boolean behind) {
      behindName = behind;
      return this;
    }

    /** The lookahead that continues at the same char if no edge matches. */
    LookBuilder otherwise(@Nullable String look) {
      otherwise = look;
      return this;
    }

    /** The literal counts if no edge matches; what follows it is read again. */
    LookBuilder countsOtherwise() {
      counts = true;
      return this;
    }

    /** Adds an edge; edges are tried in this order. */
    LookBuilder add(EdgeBuilder edge) {
      edges.add(edge);
      return this;
    }

    /** As {@link StateBuilder#insert}. */
    void insert(EdgeBuilder edge) {
      GrammarBuilder.insert(edges, edge);
    }

    /** Whether the lookahead succeeds with a beginning of this literal, whatever follows. */
    boolean covers(Literal literal) {
      return edges.stream().anyMatch(e -> e.succeeds() && literal.text().startsWith(e.text()));
    }

    /** Adds a literal with which the lookahead succeeds. */
    LookBuilder accept(Literal literal) {
      return add(on(literal, Action.GO));
    }

    /** Adds a literal that leads to another lookahead. */
    LookBuilder on(Literal literal, String look) {
      return add(GrammarBuilder.on(literal, Action.GO).look(look));
    }

    private static EdgeBuilder on(Literal literal, Action action) {
      return GrammarBuilder.on(literal, action);
    }

    private int otherwise() {
      return counts ? Grammar.COUNTS : text ? Grammar.TEXT : Grammar.REJECT;
    }

    private Grammar.Look build(Numbers numbers) {
      Edge[] table = numbers.edges(edges);
      Header read = header == null ? Header.NONE : header.build(List.of(table));
      read = messages == null ? read : Header.of(messages);
      return new Grammar.Look(
          name,
          op,
          read,
          read.nameEnd(table),
          marksMarkerEnd,
          behindName && edges.stream().anyMatch(EdgeBuilder::asksMore),
          atEnd,
          otherwise != null ? numbers.look(otherwise) : otherwise(),
          table);
    }
  }
}
