package dev.deltalex.cli;

import java.util.ArrayList;
import java.util.List;

/** The formats as a page of Markdown: {@code core/FORMATS.md} of the repository. */
final class FormatPage {
  private static final String TRANSCRIPTS = "src/test/resources/transcripts";

  private final StringBuilder out = new StringBuilder();

  private FormatPage() {}

  /** The page, with a line feed at its end. */
  static String of(List<FormatSummary> formats) {
    FormatPage page = new FormatPage();
    page.head();
    page.table(formats);
    formats.forEach(page::section);
    return page.out.toString();
  }

  private void head() {
    out.append(
        """
        # Formats

        <!-- `deltalex formats --markdown` prints this page; do not edit it. -->

        The wire formats that Deltalex reads. Wherever a format is asked for, any of its names will
        do; the other names are those of flags and parsers of other engines.

        A call is shown as the declaration has it, with `NAME`, `ID`, `KEY` and `VALUE` in the places
        of the model's text. Newlines between markers are optional. The transcripts say what else is
        read, damaged texts included. `deltalex formats NAME` prints the declaration, and an example
        with its events.

        Arguments of a type that streams are emitted while the model writes them, the others when
        they are complete. The option `structuredValues` makes objects and arrays stream, too, unless
        the markers of a format name the type of a value.

        | name | other names | models | arguments that stream |
        | --- | --- | --- | --- |
        """);
  }

  private void table(List<FormatSummary> formats) {
    for (FormatSummary format : formats) {
      String name = format.format().name();
      List<String> cells =
          List.of(
              "[`" + name + "`](#" + name + ")",
              codes(format.format().aliases()),
              String.join(", ", format.format().models()),
              format.calls().isEmpty() ? "no calls" : FormatTable.plurals(format.streams()));
      out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
  }

  private void section(FormatSummary format) {
    String name = format.format().name();
    out.append("\n## ").append(name).append("\n\n");
    List<String> lines = new ArrayList<>();
    lines.add("Models: " + String.join(", ", format.format().models()) + ".");
    if (!format.format().aliases().isEmpty()) {
      lines.add("Other names: " + codes(format.format().aliases()) + ".");
    }
    for (FormatSummary.Markers markers : format.reasoning()) {
      lines.add("Reasoning: " + markers(markers) + ".");
    }
    if (!format.calls().isEmpty()) {
      lines.add(
          "Streams: "
              + FormatTable.plurals(format.streams())
              + ". Waits: "
              + FormatTable.plurals(format.waits())
              + ".");
    }
    lines.addAll(format.limits().stream().map(FormatPage::escaped).toList());
    lines.add("Transcripts: [" + name + ".md](" + TRANSCRIPTS + "/" + name + ".md).");
    out.append("- ").append(String.join("\n- ", lines)).append('\n');
    String before = "\n";
    for (String call : format.calls()) {
      out.append(before).append("```text\n").append(call).append("\n```\n");
      before = "\nor\n\n";
    }
  }

  private static String markers(FormatSummary.Markers markers) {
    String opened = markers.open().isEmpty() ? "from the start" : codes(markers.open());
    return opened + " to " + codes(markers.close());
  }

  private static String codes(List<String> texts) {
    return String.join(", ", texts.stream().map(text -> "`" + text + "`").toList());
  }

  /** Prose whose tags a browser would take for markup. */
  private static String escaped(String sentence) {
    return sentence.replace("<", "\\<").replace("|", "\\|");
  }
}
