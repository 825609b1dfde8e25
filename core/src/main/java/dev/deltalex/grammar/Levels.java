package dev.deltalex.grammar;

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
   */
  record Level(int number, int parent, @Nullable Pair pair, boolean forced, boolean bare) {
    boolean isArray() {
      return number > 0 && pair == null && !bare;
    }

    /** Whether no pair or array is open. */
    boolean isOutside() {
      return number == 0 || bare;
    }
  }

  private final List<Level> levels = new ArrayList<>();

  Levels(List<CallForm> forms) {
    levels.add(new Level(0, 0, null, false, false));
    for (CallForm form : forms) {
      int level = 0;
      for (Pair pair : form.around()) {
        level = inside(level, pair, false);
      }
      if (form.body() instanceof CallObject && isList(form) && level > 0) {
        inside(level, null, false);
      }
    }
    if (!forms.isEmpty()) {
      inside(0, null, true);
    }
    if (forms.stream().anyMatch(Levels::isBare)) {
      levels.add(new Level(levels.size(), 0, null, false, true));
    }
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
      if (level.number > 0 && level.parent == parent && same) {
        return level.number;
      }
    }
    levels.add(new Level(levels.size(), parent, pair, forced, false));
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
    int level = 0;
    for (int i = 0; i < pairs; i++) {
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
