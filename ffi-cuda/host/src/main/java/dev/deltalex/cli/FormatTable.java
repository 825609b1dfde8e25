package dev.deltalex.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints the summaries of formats as a table: with cells that are wrapped, for a terminal, or as
 * lines with tabs.
 */
final class FormatTable {
  /** The narrowest table with wrapped cells. */
  static final int MIN_WIDTH = 80;

  private static final String GAP = "  ";
  private static final String INDENT = "  ";

  /** Shares of the width beside the names, by column: models, streams, reasoning, call. */
  private static final int[] SHARES = {15, 8, 15, 31};

  private static final int ALL_SHARES = IntStream.of(SHARES).sum();

  private FormatTable() {}

  // ---- lines with tabs

  /** A line for the names of the columns, and one for each format. */
  static void printLines(List<FormatSummary> formats, PrintWriter out) {
    out.println("NAME\tALIASES\tMODELS\tREASONING\tCALL\tSTREAMS\tWAITS\tLIMITS");
    for (FormatSummary format : formats) {
      out.println(
          String.join(
              "\t",
              format.format().name(),
              String.join(", ", format.format().aliases()),
              String.join(", ", format.format().models()),
              reasoning(format),
              String.join(" or ", format.calls().stream().map(FormatTable::inLine).toList()),
              plurals(format.streams()),
              plurals(format.waits()),
              String.join(" ", format.limits())));
    }
  }

  /** The markers of reasoning in a line. */
  static String reasoning(FormatSummary format) {
    return inLine(String.join(" or ", format.reasoning().stream().map(Object::toString).toList()));
  }

  /** A text with its line feeds and tabs as escapes. */
  static String inLine(String text) {
    return text.replace("\n", "\\n").replace("\t", "\\t");
  }

  /** {@code strings, objects} for {@code string} and {@code object}. */
  static String plurals(List<String> types) {
    return types.isEmpty() ? "" : String.join("s, ", types) + "s";
  }

  // ---- wrapped cells

  /** A table no wider than {@code width}, but at least {@link #MIN_WIDTH}. */
  static void printWrapped(List<FormatSummary> formats, int width, PrintWriter out) {
    int text = Math.max(MIN_WIDTH, width);
    int[] columns = columns(formats, text);
    row(List.of("FORMAT", "MODELS", "STREAMS", "REASONING", "CALL"), columns, out);
    for (FormatSummary format : formats) {
      row(
          List.of(
              KnownFormats.withAliases(format.format()),
              String.join(", ", format.format().models()),
              plurals(format.streams()),
              reasoning(format),
              format.calls().isEmpty() ? "" : inLine(format.calls().getFirst())),
          columns,
          out);
      for (String limit : format.limits()) {
        wrap("limit: " + limit, text - INDENT.length()).forEach(l -> out.println(INDENT + l));
      }
    }
  }

  /** The widths of the columns: names are not broken, so that they can be copied. */
  private static int[] columns(List<FormatSummary> formats, int width) {
    int[] columns = new int[1 + SHARES.length];
    columns[0] = formats.stream().mapToInt(f -> f.format().name().length()).max().orElse(0);
    int others = width - columns[0] - GAP.length() * SHARES.length;
    int left = others;
    for (int i = 1; i < SHARES.length; i++) {
      columns[i] = others * SHARES[i - 1] / ALL_SHARES;
      left -= columns[i];
    }
    columns[SHARES.length] = left;
    return columns;
  }

  private static void row(List<String> cells, int[] columns, PrintWriter out) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < columns.length; i++) {
      List<String> lines = wrap(cells.get(i), columns[i]);
      wrapped.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns.length; i++) {
        List<String> lines = wrapped.get(i);
        String part = line < lines.size() ? lines.get(line) : "";
        text.append(part).repeat(' ', columns[i] - part.length()).append(GAP);
      }
      out.println(text.toString().stripTrailing());
    }
  }

  /** Lines of at most {@code width} chars, broken where that is easy to read. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int end = width;
      for (int at = width; at > width / 3; at--) {
        if (mayBreak(rest, at)) {
          end = at;
          break;
        }
      }
      if (Character.isHighSurrogate(rest.charAt(end - 1))) {
        end--;
      }
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /**
   * Whether a line may end before the char at {@code at}: at a blank, at the edge of a tag, or
   * behind an escape of {@link #inLine}.
   */
  private static boolean mayBreak(String text, int at) {
    char before = text.charAt(at - 1);
    char next = text.charAt(at);
    boolean behindEscape = at > 1 && before == 'n' && text.charAt(at - 2) == '\\';
    boolean behindTag = before == '>' && next != '\\';
    return before == ' ' || next == ' ' || next == '<' || behindTag || behindEscape;
  }
}
