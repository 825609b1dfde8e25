package dev.deltalex.grammar;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a format: what may be open around a call. Level 0 is outside; each pair of a form
 * has a level inside the one of the pair around it, and so has an array of JSON objects. Forms with
 * the same outer pairs share their levels.
 */
final class Levels {
  /** What is open in a level. */
  enum Kind {
    /** Nothing: level 0. */
    OUTSIDE,
    /** Nothing, and the latest call was an object without markers. */
    BARE,
    /** A pair of a form. */
    PAIR,
    /** An array of objects. */
    ARRAY,
    /** A list of calls as Python spells them, which no marker precedes. */
    LIST,
    /** The array of forced output, which no marker precedes. */
    FORCED_ARRAY,
    /** An array of objects without markers. */
    BARE_ARRAY,
    /** A call whose arguments have ended before its own closer. */
    ENDED_CALL,
    /** A fence whose arguments have ended. */
    FENCE
  }

  /**
   * One level.
   *
   * @param number from 0
   * @param parent the level around it; of level 0, itself
   * @param pair the pair that is open, or null if another thing is
   * @param closer what closes it, or null if nothing does
   */
  record Level(int number, int parent, Kind kind, @Nullable Pair pair, @Nullable Literal closer) {
    boolean isArray() {
      return kind == Kind.ARRAY || kind == Kind.LIST || isWithoutPair();
    }

    /** Whether it is an array of objects that no pair is around. */
    boolean isWithoutPair() {
      return kind == Kind.FORCED_ARRAY || kind == Kind.BARE_ARRAY;
    }

    /** Whether nothing is open. */
    boolean isOutside() {
      return kind == Kind.OUTSIDE || kind == Kind.BARE;
    }
  }

  private final List<Level> levels = new ArrayList<>();

  Levels(List<CallForm> forms) {
    add(0, Kind.OUTSIDE, null, null);
    for (CallForm form : forms) {
      int level = chain(form, 0);
      if (isList(form) && level > 0 && arrayIn(level) < 0) {
        add(level, Kind.ARRAY, null, JsonLayout.ARRAY_END);
      }
    }
    if (!forms.isEmpty()) {
      add(0, Kind.FORCED_ARRAY, null, JsonLayout.ARRAY_END);
    }
    for (CallForm form : forms) {
      for (int missing = 1; missing <= mostMissing(form); missing++) {
        chain(form, missing);
      }
      if (form.around().stream().allMatch(Pair::optional)) {
        chain(form, form.around().size());
      }
    }
    if (forms.stream().anyMatch(Levels::isBare)) {
      int bare = add(0, Kind.BARE, null, null);
      if (forms.stream().anyMatch(Levels::isBareArray)) {
        add(bare, Kind.BARE_ARRAY, null, JsonLayout.ARRAY_END);
      }
    }
    if (forms.stream().anyMatch(Levels::isBareList)) {
      add(0, Kind.LIST, null, JsonLayout.ARRAY_END);
    }
  }

  /** Adds the levels of a form's pairs behind the first {@code missing}; returns the innermost. */
  private int chain(CallForm form, int missing) {
    int level = 0;
    for (Pair pair : form.around().subList(missing, form.around().size())) {
      int inside = pairIn(level, pair);
      level = inside >= 0 ? inside : add(level, Kind.PAIR, pair, pair.close());
    }
    Literal own = ownCloser(form);
    if (own != null && ofCall(form, level) == level) {
      add(level, Kind.ENDED_CALL, null, own);
    }
    int call = ofCall(form, level);
    for (Pair fence : fences(form)) {
      if (ofFence(fence, call) < 0) {
        add(call, Kind.FENCE, null, fence.close());
      }
    }
    return level;
  }

  /** The fences that may be around the arguments of a form's calls. */
  static List<Pair> fences(CallForm form) {
    return form.body() instanceof Arguments arguments ? arguments.fences() : List.of();
  }

  /** The level of arguments in a fence, which is directly inside that of the call; or -1. */
  int ofFence(Pair fence, int call) {
    for (Level level : levels) {
      boolean inside = level.kind == Kind.FENCE && level.parent == call;
      if (inside && Objects.equals(level.closer, fence.close())) {
        return level.number;
      }
    }
    return -1;
  }

  /** The pair, or level outside of all pairs, that the end of a call leaves open. */
  Level pair(Level innermost) {
    Level level = innermost;
    while (level.kind == Kind.ENDED_CALL || level.kind == Kind.FENCE) {
      level = levels.get(level.parent);
    }
    return level;
  }

  /** The closer of a form's calls that may follow their end, which is that of their arguments. */
  static @Nullable Literal ownCloser(CallForm form) {
    return form.mayHoldObject() ? form.close() : null;
  }

  /** The level that a form's call ends in, which is directly inside {@code around} or that one. */
  int ofCall(CallForm form, int around) {
    Literal own = ownCloser(form);
    for (Level level : levels) {
      if (level.kind == Kind.ENDED_CALL
          && level.parent == around
          && Objects.requireNonNull(level.closer).equals(own)) {
        return level.number;
      }
    }
    return around;
  }

  /**
   * How many of a form's outer pairs may be missing while the next one is open: then its levels
   * depend on where the call began.
   */
  static int mostMissing(CallForm form) {
    int missing = 0;
    boolean headed = !(form.body() instanceof CallObject) && !KeywordLayout.isKeywords(form);
    int most = headed ? form.around().size() - 1 : 0;
    while (missing < most && form.around().get(missing).optional()) {
      missing++;
    }
    return missing;
  }

  /** Whether the level of a form's call does not tell alone which pairs are open around it. */
  static boolean varies(CallForm form) {
    return mostMissing(form) > 0 || ownCloser(form) != null || !fences(form).isEmpty();
  }

  /**
   * Whether the outermost pair of a form is a section, whose opener alone is committed: control
   * tokens with a closer, around headers that begin with a literal or calls as Python spells them.
   */
  static boolean hasSection(CallForm form) {
    if (form.around().isEmpty() || form.body() instanceof CallObject) {
      return false;
    }
    Pair first = form.around().get(0);
    boolean literal =
        form.around().size() > 1
            || form.header().get(0) instanceof Literal
            || KeywordLayout.isKeywords(form);
    return literal && first.open().kind() == Literal.Kind.TOKEN && first.close() != null;
  }

  /** Whether calls of the form may be objects without markers. */
  static boolean isBare(CallForm form) {
    return form.body() instanceof CallObject && form.proof() == CallForm.Proof.DECLARED;
  }

  /** Whether calls of the form may be in a list without markers. */
  static boolean isBareList(CallForm form) {
    boolean declared = form.proof() == CallForm.Proof.DECLARED;
    return KeywordLayout.isKeywords(form) && declared && isList(form);
  }

  /** The level of a list without markers. */
  int list() {
    return number(Kind.LIST);
  }

  /** Whether calls of the form may be an array of objects without markers. */
  static boolean isBareArray(CallForm form) {
    boolean optional = !form.around().isEmpty() && form.around().get(0).optional();
    return isBare(form) && isList(form) && optional;
  }

  /** Whether an object in the form's pairs, which words open, must name a declared tool. */
  static boolean needsDeclared(CallForm form) {
    return isBare(form)
        && !form.around().isEmpty()
        && form.around().get(0).open().kind() == Literal.Kind.WORDS;
  }

  /** The level of an array of objects without markers. */
  int bareArray() {
    return number(Kind.BARE_ARRAY);
  }

  /** The level behind an object without markers. */
  int bare() {
    return number(Kind.BARE);
  }

  /** The level of the array of forced output. */
  int forcedArray() {
    return number(Kind.FORCED_ARRAY);
  }

  private int number(Kind kind) {
    for (Level level : levels) {
      if (level.kind == kind) {
        return level.number;
      }
    }
    throw new IllegalStateException("the format has no level " + kind);
  }

  /**
   * Whether text behind a call leaves the pair open: a pair of tags, which is closed by its closer.
   * Text behind a call ends any other pair.
   */
  static boolean staysOpen(Level level) {
    Pair pair = level.pair;
    return pair != null && pair.close() != null && pair.open().kind() == Literal.Kind.TAG;
  }

  static boolean isList(CallForm form) {
    return form.between() == CallForm.Between.COMMA_IN_BRACKETS;
  }

  private int add(int parent, Kind kind, @Nullable Pair pair, @Nullable Literal closer) {
    levels.add(new Level(levels.size(), parent, kind, pair, closer));
    return levels.size() - 1;
  }

  List<Level> all() {
    return levels;
  }

  Level get(int number) {
    return levels.get(number);
  }

  /** The level in which the first {@code pairs} of a form are open. */
  int of(CallForm form, int pairs) {
    return of(form, 0, pairs);
  }

  /** As above, where the first {@code missing} of these pairs are not open. */
  int of(CallForm form, int missing, int pairs) {
    int level = 0;
    for (int i = missing; i < pairs; i++) {
      int inside = pairIn(level, form.around().get(i));
      level = inside < 0 ? level : inside;
    }
    return level;
  }

  /** The level of a pair directly inside a level, or -1. */
  private int pairIn(int parent, Pair pair) {
    for (Level level : levels) {
      Pair open = level.pair;
      if (level.parent == parent && open != null && open.open().equals(pair.open())) {
        return level.number;
      }
    }
    return -1;
  }

  /** The array directly inside a level, or -1. */
  int arrayIn(int level) {
    for (Level inside : levels) {
      if (inside.isArray() && inside.parent == level) {
        return inside.number;
      }
    }
    return -1;
  }
}
