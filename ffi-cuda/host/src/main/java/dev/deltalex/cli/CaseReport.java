package dev.deltalex.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts cases per format and prints the closing summary. */
final class CaseReport {
  private static final class Tally {
    private int cases;
    private int differ;
    private int contested;
    private int judged;
    private int contestedDiffer;
    private int judgedDiffer;
    private int unasked;
    private final List<String> lines = new ArrayList<>();
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  void add(ConformanceCase asked, List<String> differences) {
    Tally tally = tallies.computeIfAbsent(asked.format(), format -> new Tally());
    boolean differs = !differences.isEmpty();
    tally.cases++;
    tally.contested += asked.contested() ? 1 : 0;
    tally.judged += asked.judged() ? 1 : 0;
    tally.unasked += asked.expected() == null ? 1 : 0;
    if (differs) {
      tally.differ++;
      tally.contestedDiffer += asked.contested() ? 1 : 0;
      tally.judgedDiffer += asked.judged() ? 1 : 0;
      String standing = asked.standing().isEmpty() ? "" : " (" + asked.standing() + ")";
      tally.lines.add("  differs: " + asked.id() + standing);
      differences.forEach(difference -> tally.lines.add("    " + difference));
    }
  }

  int cases() {
    return tallies.values().stream().mapToInt(tally -> tally.cases).sum();
  }

  int differ() {
    return tallies.values().stream().mapToInt(tally -> tally.differ).sum();
  }

  /** Prints a line per format, followed by its differing cases, and a total for several formats. */
  void print(PrintWriter err) {
    tallies.forEach((format, tally) -> {
      err.println(
          "%s: %s cases, %s agree, %s differ; contested %s (%s differ), judged %s (%s differ)%s"
              .formatted(
                  format,
                  tally.cases,
                  tally.cases - tally.differ,
                  tally.differ,
                  tally.contested,
                  tally.contestedDiffer,
                  tally.judged,
                  tally.judgedDiffer,
                  tally.unasked == 0 ? "" : "; without expectation " + tally.unasked));
      tally.lines.forEach(err::println);
    });
    if (tallies.size() > 1) {
      err.println("total: " + cases() + " cases, " + differ() + " differ");
    }
  }
}
