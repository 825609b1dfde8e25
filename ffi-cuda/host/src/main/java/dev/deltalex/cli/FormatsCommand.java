package dev.deltalex.cli;

import dev.deltalex.format.FormatChoice;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deltalex formats}: lists the wire formats, or explains one. */
@Command(
    name = "formats",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.cli.formats",
    sortOptions = false)
final class FormatsCommand implements Callable<Integer> {
  /** Columns of a terminal that does not tell its width. */
  private static final int USUAL_WIDTH = 100;

  /** Near names in an error. */
  private static final int SUGGESTIONS = 4;

  private static final String TEMPLATE = "--template";

  private final Inputs inputs;
  private final PrintWriter out;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = FormatFinder.OPTION, paramLabel = "PATH_OR_NAME")
  private @Nullable String model;

  @Option(names = TEMPLATE, paramLabel = "FILE")
  private @Nullable String template;

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--markdown")
  private boolean markdown;

  @Option(names = "--width", paramLabel = "N")
  private @Nullable Integer width;

  FormatsCommand(Inputs inputs, PrintWriter out) {
    this.inputs = inputs;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (json && markdown) {
      throw new CliException("--json cannot be combined with --markdown");
    }
    if (width != null && (width < 0 || width > 0 && width < FormatTable.MIN_WIDTH)) {
      throw new CliException(
          "--width: " + width + " is neither 0 nor at least " + FormatTable.MIN_WIDTH);
    }
    if (template != null) {
      if (name != null || model != null || markdown || width != null) {
        throw new CliException("--template prints one format: leave NAME and other options out");
      }
      template(TemplateFile.read(template, TEMPLATE, inputs));
    } else if (model != null) {
      if (name != null || json || markdown || width != null) {
        throw new CliException("--for prints one line: leave NAME and other options out");
      }
      FormatChoice choice = FormatFinder.find(model, inputs);
      out.println(choice.format().name() + "\t" + choice.why());
    } else if (name == null) {
      list();
    } else if (markdown) {
      throw new CliException("--markdown prints all formats: leave NAME out");
    } else {
      FormatSummary format = FormatSummary.of(find(name));
      if (json) {
        out.println(FormatJson.details(format));
      } else {
        new FormatDetails(out).print(format);
      }
    }
    out.flush();
    return Main.OK;
  }

  private void template(TemplateFile file) {
    FormatSummary format = FormatSummary.of(file.format());
    if (json) {
      out.println(FormatJson.details(format, file.template()));
    } else {
      new FormatDetails(out).print(format, file);
    }
  }

  private void list() {
    List<FormatSummary> formats = Formats.all().stream().map(FormatSummary::of).toList();
    int columns = width == null ? terminalWidth() : width;
    if (json) {
      out.println(FormatJson.list(formats));
    } else if (markdown) {
      out.print(FormatPage.of(formats));
    } else if (columns == 0) {
      FormatTable.printLines(formats, out);
    } else {
      FormatTable.printWrapped(formats, columns, out);
      out.println();
      out.println(
          formats.size()
              + " formats. STREAMS: arguments that are passed on while they are written; the others"
              + " wait for their end.");
      out.println("One of them with an example: deltalex formats NAME");
    }
  }

  /** 0 if the output is not read at a terminal. */
  private static int terminalWidth() {
    if (!Main.isAtTerminal()) {
      return 0;
    }
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null
          ? USUAL_WIDTH
          : Math.max(FormatTable.MIN_WIDTH, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }

  private WireFormat find(String typed) {
    if (Formats.find(typed) != null || KnownFormats.isFile(typed)) {
      return KnownFormats.find(typed, "NAME", inputs);
    }
    List<String> writers = new ArrayList<>();
    for (WireFormat format : Formats.all()) {
      format.models().stream()
          .filter(model -> isNamed(model, typed))
          .forEach(model -> writers.add(model + " writes " + format.name()));
    }
    List<String> near = Nearest.several(typed, Formats.names(), SUGGESTIONS);
    String hint = "";
    if (!writers.isEmpty()) {
      hint = "; " + String.join(", ", writers);
    } else if (!near.isEmpty()) {
      hint = "; did you mean '" + String.join("' or '", near) + "'?";
    }
    throw new CliException(
        "unknown format '" + typed + "'" + hint + "\n'deltalex formats' lists all formats.");
  }

  /** Whether a model's name contains what was typed, apart from case and punctuation. */
  private static boolean isNamed(String model, String typed) {
    String wanted = plain(typed);
    return wanted.length() > 2 && plain(model).contains(wanted);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
