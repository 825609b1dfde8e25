package dev.deltalex.grammar;

import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a call may open: literals and fields in order, and what happens at the end.
 *
 * @param steps a literal first; a field is followed by a literal
 * @param action what the way does at its end; {@link Action#GO} if it is only checked
 * @param next the next state, or null
 * @param level the level of the call that opens, or {@link Edge#KEEP}
 * @param again whether the last literal is read again
 */
record Way(List<Step> steps, Action action, @Nullable String next, int level, boolean again) {
  /** In place of a literal: what follows begins with any text. */
  static final Literal NOTHING = new Literal("", Literal.Kind.TOKEN);

  /**
   * A step: a literal or a field.
   *
   * @param endsMarker whether the marker ends after this field and the literal at its end
   * @param guard what a literal asks of the name before it, as {@link Guard} bits
   */
  record Step(
      @Nullable Literal literal, @Nullable HeaderSpec header, boolean endsMarker, int guard) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Step step
          && endsMarker == step.endsMarker
          && guard == step.guard
          && Objects.equals(literal, step.literal)
          && Objects.equals(header, step.header);
    }

    @Override
    public int hashCode() {
      return literal == null ? guard : literal.hashCode();
    }
  }

  /** Ways are compared where the tables of a format are made; see {@link Literal#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Way way
        && action == way.action
        && level == way.level
        && again == way.again
        && Objects.equals(next, way.next)
        && steps.equals(way.steps);
  }

  @Override
  public int hashCode() {
    return 31 * steps.hashCode() + level;
  }

  /** A way without steps. */
  static Way begin() {
    return new Way(List.of(), Action.GO, null, Edge.KEEP, false);
  }

  /** Whether it begins with a header whose first literal the generation prompt has written. */
  boolean isBehindPrompt() {
    Literal first = steps.isEmpty() ? null : steps.get(0).literal;
    return first != null && first.text().isEmpty();
  }

  Way then(Literal literal) {
    return then(literal, Guard.NONE);
  }

  Way then(Literal literal, int guard) {
    return with(new Step(literal, null, false, guard));
  }

  Way then(HeaderSpec header, boolean endsMarker) {
    return with(new Step(null, header, endsMarker, Guard.NONE));
  }

  private Way with(Step step) {
    List<Step> all = new ArrayList<>(steps);
    all.add(step);
    return new Way(List.copyOf(all), action, next, level, again);
  }

  /** With an action at the end. */
  Way does(Action newAction, String state, int newLevel) {
    return new Way(steps, newAction, state, newLevel, again);
  }

  /** Without another level. */
  Way keepsLevel() {
    return new Way(steps, action, next, Edge.KEEP, again);
  }

  /** Without an action at the end. */
  Way looksOnly() {
    return new Way(steps, Action.GO, null, Edge.KEEP, again);
  }

  /** With a last literal that is read again. */
  Way readAgain() {
    return new Way(steps, action, next, level, true);
  }

  @Nullable Literal literal(int step) {
    return steps.get(step).literal;
  }
}
