package dev.deltalex.cli;

import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.ResponseTemplate;
import dev.deltalex.syntax.SyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file with a response template, and the format that it is read as.
 *
 * @param file what was typed
 * @param template the template
 * @param format the format; it is called as the model's directory, or as the file
 */
record TemplateFile(String file, ResponseTemplate template, WireFormat format) {
  /** The file of a model that has its template. */
  private static final String CONFIG = "tokenizer_config.json";

  /** The name of a format whose file has none. */
  private static final String NAMELESS = "response_template";

  /** Whether a path names the file in which models have their template. */
  static boolean isConfig(String typed) {
    try {
      return Path.of(typed).endsWith(CONFIG);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Reads a file; {@code field} is the option in an error. */
  static TemplateFile read(String typed, String field, Inputs inputs) {
    Path path;
    try {
      path = Path.of(typed);
    } catch (InvalidPathException e) {
      throw new CliException(field + ": not a path: " + typed);
    }
    try {
      ResponseTemplate template = ResponseTemplate.read(inputs.read(path, field));
      return new TemplateFile(typed, template, WireFormat.ofTemplate(name(path), template));
    } catch (SyntaxException e) {
      throw new CliException(field + " " + typed + ": " + e.getMessage());
    }
  }

  private static String name(Path path) {
    if (Inputs.isStandardInput(path)) {
      return NAMELESS;
    }
    String file = last(path);
    String name = file.equals(CONFIG) ? last(path.toAbsolutePath().normalize().getParent()) : file;
    int end = name.lastIndexOf(".json");
    name = end > 0 ? name.substring(0, end) : name;
    return name.isBlank() ? NAMELESS : name;
  }

  private static String last(@Nullable Path path) {
    Path last = path == null ? null : path.getFileName();
    return last == null ? "" : last.toString();
  }
}
