package dev.deltalex.cli;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The generated sections of {@code deltalex replay --help}: formats, keys and values. */
final class ReplayHelp {
  private static final int WIDTH = 98;

  private ReplayHelp() {}

  /** Inserts the sections between the options and the examples. */
  static void addTo(CommandLine replay) {
    List<String> keys = new ArrayList<>(replay.getHelpSectionKeys());
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), "known");
    replay.setHelpSectionKeys(keys);
    replay.getHelpSectionMap().put("known", ReplayHelp::sections);
  }

  private static String sections(Help help) {
    StringBuilder out = new StringBuilder(System.lineSeparator());
    section(out, "Formats (and their aliases):", List.of(KnownFormats.list().split("(?<=,) ")));
    lines(
        out,
        "ParserOptions (default; a format may differ):",
        Settings.describe(ParserOptions.DEFAULT));
    section(out, "Limits (default):", Settings.describe(Limits.DEFAULT));
    return out.toString();
  }

  private static void lines(StringBuilder out, String title, List<String> items) {
    out.append(title).append(System.lineSeparator());
    for (String item : items) {
      out.append("  ").append(item).append(System.lineSeparator());
    }
  }

  private static void section(StringBuilder out, String title, List<String> items) {
    out.append(title);
    int column = WIDTH;
    for (String item : items) {
      if (column + item.length() + 2 >= WIDTH) {
        out.append(System.lineSeparator()).append(" ");
        column = 1;
      }
      out.append(' ').append(item);
      column += item.length() + 1;
    }
    out.append(System.lineSeparator());
  }
}
