package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the ways in which calls open, and the lookaheads that distinguish them. Ways with the same
 * first literals share lookaheads, so that no literal hides another. A lookahead is named after the
 * literals that lead to it.
 */
final class OpenerLayout {
  private final Layout layout;
  private final GrammarBuilder g;
  private final Map<String, Made> looks = new HashMap<>();

  OpenerLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  /** Adds an edge for each first literal of the ways. */
  void add(StateBuilder state, List<Way> ways, Edges edges) {
    for (Map.Entry<Literal, List<Way>> same : byLiteral(ways, 0).entrySet()) {
      Literal literal = same.getKey();
      if (!state.has(literal) && !state.closesBefore(literal)) {
        state.insert(
            edge(edges.mode(), literal, same.getValue(), 1, edges.mode().name())
                .when(edges.guard())
                .drop(edges.drop())
                .report(edges.report())
                .resume(marksMarkerEnd(same.getValue()) ? Resume.AFTER_MARKER : Resume.AFTER_LOOK));
      }
    }
  }

  private static boolean marksMarkerEnd(List<Way> ways) {
    for (Way way : ways) {
      for (Way.Step step : way.steps()) {
        if (step.endsMarker()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds the first literals of the ways to a look that only asks whether one of them follows. */
  void add(LookBuilder look, List<Way> ways, String path, Mode mode) {
    byLiteral(ways, 0)
        .forEach((literal, group) -> {
          if (!look.covers(literal)) {
            look.insert(edge(mode, literal, group, 1, path));
          }
        });
  }

  /** The look behind the first literal, which the ways share. */
  String behindFirst(List<Way> ways, String path, Mode mode) {
    return look(mode, ways, 1, path + ' ' + Objects.requireNonNull(ways.get(0).literal(0)).text());
  }

  private static Map<Literal, List<Way>> byLiteral(List<Way> ways, int step) {
    Map<Literal, List<Way>> groups = new LinkedHashMap<>();
    for (Way way : ways) {
      Literal literal = way.steps().size() > step ? way.literal(step) : null;
      if (literal != null) {
        groups.computeIfAbsent(literal, l -> new ArrayList<>()).add(way);
      }
    }
    return groups;
  }

  /** The edge of a literal that the ways share as their step before {@code step}. */
  private EdgeBuilder edge(Mode mode, Literal literal, List<Way> ways, int step, String path) {
    String name = path + ' ' + literal.text();
    int guard = ways.get(0).steps().get(step - 1).guard();
    List<Way> longer = new ArrayList<>(ways.size());
    for (Way way : ways) {
      if (way.steps().size() > step) {
        longer.add(way);
      }
    }
    if (longer.isEmpty()) {
      Way end = ways.get(0);
      EdgeBuilder edge = GrammarBuilder.on(literal, end.action()).to(end.next()).when(guard);
      return edge.level(end.level()).resume(end.again() ? Resume.AT_MARKER : Resume.AFTER_MARKER);
    }
    return GrammarBuilder.on(literal, Action.GO).look(look(mode, longer, step, name)).when(guard);
  }

  /** What a lookahead was made of: another with the same literals may lead elsewhere. */
  private record Made(Mode mode, Set<Way> ways) {
    /** Whether it was made of the same; see {@link Literal#equals}. */
    boolean isSame(@Nullable Made other) {
      return other != null && mode == other.mode && ways.equals(other.ways);
    }
  }

  /** The name of the lookahead that was made of the same, or else one that no other has. */
  private String free(String path, Made made) {
    String name = path;
    while (g.hasLook(name) && !made.isSame(looks.get(name))) {
      name += '+';
    }
    return name;
  }

  /** The look that tells apart ways from their step {@code step} on. */
  private String look(Mode mode, List<Way> ways, int step, String path) {
    Made made = new Made(mode, Set.copyOf(ways));
    String name = free(path, made);
    if (g.hasLook(name)) {
      return name;
    }
    looks.put(name, made);
    AtEnd atEnd = atEnd(mode, ways);
    Map<Literal, List<Way>> literals = byLiteral(ways, step);
    List<Way> fields = new ArrayList<>(ways.size());
    for (Way way : ways) {
      if (way.steps().get(step).header() != null) {
        fields.add(way);
      }
    }
    if (literals.isEmpty()) {
      Way.Step field = fields.get(0).steps().get(step);
      LookBuilder look = taking(mode, g.look(name, LookOp.HEADER, atEnd));
      // Behind a closer, whose end is known, the header is that of another marker.
      boolean own = mode != Mode.FOLLOW;
      look.marksMarkerEnd(own && fields.stream().anyMatch(w -> w.steps().get(step).endsMarker()));
      look.header(Objects.requireNonNull(field.header()));
      byLiteral(fields, step + 1)
          .forEach((literal, group) -> {
            EdgeBuilder end = edge(mode, literal, group, step + 2, name + " NAME");
            boolean declared = group.get(0).steps().get(step + 1).guard() == Guard.DECLARED;
            boolean closes = mode != Mode.BARE && layout.allClosers().contains(literal);
            look.add(declared || closes ? end.closer() : end);
          });
      return name;
    }
    LookBuilder look = taking(mode, g.look(name, LookOp.MARKER, atEnd));
    look.behindName(
        ways.get(0).steps().subList(0, step).stream().anyMatch(s -> s.header() != null));
    literals.forEach((literal, group) -> look.insert(edge(mode, literal, group, step + 1, name)));
    if (!fields.isEmpty()) {
      look.otherwise(look(mode, fields, step, name + " ELSE"));
    }
    return name;
  }

  /**
   * Words that an object without markers follows are text at the end, as such an object is; so is a
   * header that begins as a sibling spells it, whose name is not there yet.
   */
  private AtEnd atEnd(Mode mode, List<Way> ways) {
    if (ways.stream().allMatch(way -> way.action() == Action.OPEN_BARE_OBJECT)) {
      return AtEnd.REJECT;
    }
    if (mode == Mode.OPEN && ways.stream().allMatch(OpenerLayout::beginsAsSibling)) {
      return AtEnd.REJECT;
    }
    boolean inPair = mode == Mode.NEXT || mode == Mode.BEHIND_TEXT || mode == Mode.BARE;
    boolean opener = inPair && layout.isPairOpener(ways.get(0).literal(0));
    return opener ? AtEnd.TRUNCATED_OPENER : mode.atEnd;
  }

  private static boolean beginsAsSibling(Way way) {
    HeaderSpec header = way.steps().size() > 1 ? way.steps().get(1).header() : null;
    return header != null && header.holds() == Header.Holds.NAME_OR_ATTRIBUTE;
  }

  private static LookBuilder taking(Mode mode, LookBuilder look) {
    return mode.takesDamage() ? look.countsOtherwise() : look;
  }

  /** Adds the headers whose first literal may be the end of the generation prompt. */
  void prompted(StateBuilder state, Literal prompted) {
    Edges edges = new Edges(Mode.BARE, Guard.CALLS, false, null);
    add(state, layout.ways.prompted(prompted), edges);
  }
}
