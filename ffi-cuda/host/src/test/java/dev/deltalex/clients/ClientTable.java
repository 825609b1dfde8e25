package dev.deltalex.clients;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints the results as a table: client, version, cases, passed. */
final class ClientTable {
  private record Row(String client, String version) {}

  private final Map<Row, int[]> counts = new LinkedHashMap<>();

  synchronized void add(String client, String version, boolean passed) {
    int[] count = counts.computeIfAbsent(new Row(client, version), row -> new int[2]);
    count[0]++;
    count[1] += passed ? 1 : 0;
  }

  @Override
  public synchronized String toString() {
    StringBuilder out = new StringBuilder();
    line(out, "client", "version", "cases", "passed");
    counts.forEach(
        (row, count) -> line(out, row.client(), row.version(), "" + count[0], "" + count[1]));
    return out.toString();
  }

  private static void line(
      StringBuilder out, String client, String version, String cases, String passed) {
    out.append(
        String.format(
            Locale.ROOT, "| %-48s | %-9s | %6s | %6s |%n", client, version, cases, passed));
  }
}
