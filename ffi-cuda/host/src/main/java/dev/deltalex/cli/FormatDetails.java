package dev.deltalex.cli;

import dev.deltalex.format.WireFormat;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints all about one format for a reader: its summary, its declaration and an example. */
record FormatDetails(PrintWriter out) {
  /** Prints a format that a template was read as, and where it was read. */
  void print(FormatSummary summary, TemplateFile file) {
    line("template", file.template().path() + " of " + file.file());
    for (String anchor : file.template().anchors()) {
      line("anchor", FormatTable.inLine(anchor));
    }
    print(summary);
  }

  void print(FormatSummary summary) {
    WireFormat format = summary.format();
    line("format", format.name());
    line("aliases", String.join(", ", format.aliases()));
    line("models", String.join(", ", format.models()));
    line("reasoning", FormatTable.reasoning(summary));
    line("streams", FormatTable.plurals(summary.streams()));
    line("waits", FormatTable.plurals(summary.waits()));
    for (String limit : summary.limits()) {
      line("limit", limit);
    }
    for (String call : summary.calls()) {
      block(call.equals(summary.calls().getFirst()) ? "A call:" : "Or:", call.lines().toList());
    }
    block("Declaration, as WireFormat.read takes it:", format.toJson().lines().toList());
    FormatExample example = FormatExample.of(format);
    String start = example.beginsInReasoning() ? ", where the prompt has opened the reasoning" : "";
    block("Example, made from the declaration" + start + ":", example.text().lines().toList());
    if (!summary.calls().isEmpty()) {
      block("Tools of its request:", FormatExample.TOOLS.lines().toList());
    }
    block("Its events, as deltalex replay prints them:", example.events());
  }

  private void line(String name, String text) {
    if (!text.isEmpty()) {
      out.println(String.format(Locale.ROOT, "%-10s %s", name, text));
    }
  }

  private void block(String title, List<String> lines) {
    out.println();
    out.println(title);
    out.println();
    for (String text : lines) {
      out.println(text.isEmpty() ? "" : "  " + text);
    }
  }
}
