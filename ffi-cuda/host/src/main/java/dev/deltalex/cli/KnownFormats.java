package dev.deltalex.cli;

import static java.util.stream.Collectors.joining;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Finds a wire format by name or alias, or reads its declaration or template from a file. */
final class KnownFormats {
  private static final String DECLARATION = ".json";

  private KnownFormats() {}

  /**
   * The format with a name or alias, else the one that a file declares: what ends in {@code .json},
   * or is the path of a file. In a model's tokenizer_config.json it is the response template.
   */
  static WireFormat find(String typed, String field, Inputs inputs) {
    if (Formats.find(typed) != null || !isFile(typed)) {
      return find(typed, field);
    }
    if (TemplateFile.isConfig(typed)) {
      return TemplateFile.read(typed, field, inputs).format();
    }
    String json = inputs.read(Path.of(typed), field);
    try {
      return WireFormat.read(json);
    } catch (IllegalArgumentException e) {
      throw new CliException(field + " " + typed + ": " + e.getMessage());
    }
  }

  /** Whether it is the path of a file, or ends as declarations do. */
  static boolean isFile(String typed) {
    try {
      return Files.isRegularFile(Path.of(typed)) || typed.endsWith(DECLARATION);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The format with a name or alias; {@code field} is the option in an error. */
  static WireFormat find(String typed, String field) {
    WireFormat format = Formats.find(typed);
    if (format == null) {
      String hint =
          typed.endsWith(DECLARATION)
              ? "; only replay reads a declaration from a file"
              : Nearest.hint(typed, Formats.names());
      throw new CliException(
          field + ": unknown format '" + typed + "'" + hint + "\nknown are " + list());
    }
    return format;
  }

  /** Every format, with its aliases in parentheses. */
  static String list() {
    return Formats.all().stream().map(KnownFormats::withAliases).collect(joining(", "));
  }

  /** {@code qwen3_coder (qwen3_xml)}: the name, and the aliases in parentheses if it has any. */
  static String withAliases(WireFormat format) {
    List<String> aliases = format.aliases();
    return format.name() + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")");
  }
}
