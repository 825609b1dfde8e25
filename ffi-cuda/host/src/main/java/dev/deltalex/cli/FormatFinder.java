package dev.deltalex.cli;

import dev.deltalex.format.FormatChoice;
import dev.deltalex.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Finds the format of a model that a command names: a directory, a template's file, or a name. */
final class FormatFinder {
  static final String OPTION = "--for";

  /** Endings of the names of files that hold a chat template. */
  private static final List<String> TEMPLATES = List.of(".jinja", ".jinja2", ".j2");

  private FormatFinder() {}

  /** The one format's choice; what is not certain is refused with the names to choose from. */
  static FormatChoice find(String typed, Inputs inputs) {
    FormatChoice choice = choice(typed, inputs);
    if (!choice.isFound()) {
      throw new CliException(OPTION + " " + typed + ": " + choice);
    }
    return choice;
  }

  private static FormatChoice choice(String typed, Inputs inputs) {
    try {
      Path path = Path.of(typed);
      if (Files.isDirectory(path)) {
        return Formats.forModelDirectory(path);
      }
      if (TEMPLATES.stream().anyMatch(typed::endsWith)) {
        return Formats.forChatTemplate(inputs.read(path, OPTION));
      }
    } catch (InvalidPathException notAPath) {
      return Formats.forModel(typed);
    } catch (IllegalArgumentException e) {
      throw new CliException(OPTION + " " + typed + ": " + e.getMessage());
    } catch (IOException e) {
      throw new CliException(OPTION + " " + typed + " could not be read: " + e.getMessage());
    }
    return Formats.forModel(typed);
  }
}
