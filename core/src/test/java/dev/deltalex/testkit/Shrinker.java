package dev.deltalex.testkit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a failing case small: takes pieces of the text away while the same law stays broken. */
final class Shrinker {
  /** Enough for texts of some thousand chars; a larger one is just not made as small. */
  private static final int TRIES = 4_000;

  private final LawRunner runner;
  private LawCase smallest;
  private Cuts cuts;
  private String failure;
  private final Set<Law> laws;
  private String kind;
  private int tries;

  private Shrinker(LawRunner runner, LawCase from, Cuts cuts, Set<Law> laws, String failure) {
    this.runner = runner;
    this.smallest = from;
    this.cuts = cuts;
    this.laws = laws;
    this.failure = failure;
    kind = kind(failure);
  }

  /** What identifies a failure while the text changes: the first words of its first line. */
  static String kind(String failure) {
    String line = failure.lines().findFirst().orElse("");
    if (failure.startsWith(Law.OPINION.broken(""))) {
      return line;
    }
    return line.replaceAll("(?<!L)[0-9]+", "#").replaceAll("#, .*", "#");
  }

  /** The failure, told about the smallest case found. */
  static String report(LawRunner runner, LawCase from, Cuts cuts, Set<Law> laws, String failure) {
    Shrinker shrinker = new Shrinker(runner, from, cuts, laws, failure);
    shrinker.cancelEarlier();
    shrinker.shrink();
    return shrinker.failure + "\ncuts     " + shrinker.cuts + "\n" + shrinker.smallest.describe();
  }

  /** A case that fails when it is cancelled on the way also fails as a case of that prefix. */
  private void cancelEarlier() {
    if (failure.startsWith(LawRunner.CANCELLED)) {
      int end =
          Integer.parseInt(failure.substring(LawRunner.CANCELLED.length(), failure.indexOf(',')));
      LawCase prefix = smallest.cancelledAt(end);
      String found = runner.check(prefix, Cuts.whole(), Law.ALL);
      if (found != null) {
        kind = kind(found);
        smallest = prefix;
        cuts = Cuts.whole();
        failure = found;
      }
    }
  }

  private void shrink() {
    if (smallest.expected() != null && !still(smallest.withText(smallest.text()), cuts)) {
      return;
    }
    still(smallest.withText(smallest.text()), Cuts.whole());
    int piece = Math.max(1, smallest.text().length() / 2);
    while (tries < TRIES) {
      if (!pass(piece)) {
        if (piece == 1) {
          return;
        }
        piece = piece / 2;
      }
    }
  }

  /** Takes away every piece of this size that may go. Whether any did. */
  private boolean pass(int piece) {
    boolean any = false;
    int at = 0;
    while (at < smallest.text().length() && tries < TRIES) {
      String text = smallest.text();
      String without = text.substring(0, at) + text.substring(Math.min(text.length(), at + piece));
      if (still(smallest.withText(without), cuts)) {
        any = true;
      } else {
        at += piece;
      }
    }
    return any;
  }

  private boolean still(LawCase candidate, Cuts by) {
    tries++;
    String found = check(candidate, by);
    if (found == null || !kind(found).equals(kind)) {
      return false;
    }
    smallest = candidate;
    cuts = by;
    failure = found;
    return true;
  }

  private @Nullable String check(LawCase candidate, Cuts by) {
    return runner.check(candidate, by, laws);
  }
}
