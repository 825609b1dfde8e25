package dev.deltalex.grammar;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a format: what may be open around a call. Level 0 is outside; each pair of a form
 * has a level inside the one of the pair around it, and so has an array of JSON objects. Forms with
 * the same outer pairs share their levels.
 */
final class Levels {
  /**
   * One level.
   *
   * @param number from 0
   * @param parent the level around it; of level 0, itself
   * @param pair the pair that is open, or null for level 0, for arrays and behind bare objects
   * @param forced whether it is the array of forced output, which no marker precedes
   * @param bare whether nothing is open and the latest call was an object without markers
   * @param own the closer of a call whose arguments have ended before it, or null
   */
  record Level(
      int number,
      int parent,
      @Nullable Pair pair,
      boolean forced,
      boolean bare,
      @Nullable Literal own) {
    boolean isArray() {
      return number > 0 && pair == null && !bare && own == null;
    }

    /** Whether no pair or array is open. */
    boolean isOutside() {
      return number == 0 || bare;
    }
  }

  private final List<Level> levels = new ArrayList<>();

  Levels(List<CallForm> forms) {
    levels.add(new Level(0, 0, null, false, false, null));
    for (CallForm form : forms) {
      int level = chain(form, 0);
      if (form.body() instanceof CallObject && isList(form) && level > 0) {
        inside(level, null, false);
      }
    }
    if (!forms.isEmpty()) {
      inside(0, null, true);
    }
    for (CallForm form : forms) {
      for (int missing = 1; missing <= mostMissing(form); missing++) {
        chain(form, missing);
      }
    }
    if (forms.stream().anyMatch(Levels::isBare)) {
      levels.add(new Level(levels.size(), 0, null, false, true, null));
    }
  }

  /** Adds the levels of a form's pairs behind the first {@code missing}; returns the innermost. */
  private int chain(CallForm form, int missing) {
    int level = 0;
    for (Pair pair : form.around().subList(missing, form.around().size())) {
      level = inside(level, pair, false);
    }
    Literal own = ownCloser(form);
    if (own != null && ownIn(level) < 0) {
      levels.add(new Level(levels.size(), level, null, false, false, own));
    }
    return level;
  }

  /** The closer of a form's calls that may follow their end, which is that of their arguments. */
  private static @Nullable Literal ownCloser(CallForm form) {
    return form.body() instanceof Arguments ? form.close() : null;
  }

  /** The level of a call that has ended before its own closer, directly inside a level, or -1. */
  int ownIn(int parent) {
    for (Level level : levels) {
      if (level.own != null && level.parent == parent) {
        return level.number;
      }
    }
    return -1;
  }

  /**
   * How many of a form's outer pairs may be missing while the next one is open: then its levels
   * depend on where the call began.
   */
  static int mostMissing(CallForm form) {
    int missing = 0;
    int most = form.body() instanceof CallObject ? 0 : form.around().size() - 1;
    while (missing < most && form.around().get(missing).optional()) {
      missing++;
    }
    return missing;
  }

  /** Whether the level of a form's call does not tell alone which pairs are open around it. */
  static boolean varies(CallForm form) {
    return mostMissing(form) > 0 || ownCloser(form) != null;
  }

  /**
   * Whether the outermost pair of a form is a section, whose opener alone is committed: control
   * tokens with a closer, around headers that begin with a literal.
   */
  static boolean hasSection(CallForm form) {
    if (form.around().isEmpty() || form.body() instanceof CallObject) {
      return false;
    }
    Pair first = form.around().get(0);
    boolean literal = form.around().size() > 1 || form.header().get(0) instanceof Literal;
    return literal && first.open().kind() == Literal.Kind.TOKEN && first.close() != null;
  }

  /** Whether calls of the form may be objects without markers. */
  static boolean isBare(CallForm form) {
    return form.body() instanceof CallObject && form.proof() == CallForm.Proof.DECLARED;
  }

  /** The level behind an object without markers. */
  int bare() {
    return levels.size() - 1;
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

  private int inside(int parent, @Nullable Pair pair, boolean forced) {
    for (Level level : levels) {
      Pair open = level.pair;
      boolean same = open == null ? pair == null : pair != null && open.open().equals(pair.open());
      same &= level.own == null;
      if (level.number > 0 && level.parent == parent && same) {
        return level.number;
      }
    }
    levels.add(new Level(levels.size(), parent, pair, forced, false, null));
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
      Pair pair = form.around().get(i);
      for (Level l : levels) {
        Pair open = l.pair;
        if (l.parent == level && open != null && open.open().equals(pair.open())) {
          level = l.number;
          break;
        }
      }
    }
    return level;
  }

  /** The array directly inside a level, or -1. */
  int arrayIn(int level) {
    for (Level l : levels) {
      if (l.isArray() && l.parent == level) {
        return l.number;
      }
    }
    return -1;
  }
}
