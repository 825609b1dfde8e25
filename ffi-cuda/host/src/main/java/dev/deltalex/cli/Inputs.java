package dev.deltalex.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files; {@code -} is standard input. Bytes that are not UTF-8 become U+FFFD. */
record Inputs(InputStream standardInput) {
  /** Maximum of bytes, so that the text and its deltas fit Java strings. */
  private static final long MOST_BYTES = 1L << 30;

  /** Reads the text of a file; {@code field} is the option or argument with its name. */
  String read(Path file, String field) {
    try {
      if (isStandardInput(file)) {
        return new String(standardInput.readAllBytes(), StandardCharsets.UTF_8);
      }
      check(file, field);
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, field, e);
    }
  }

  /** Opens a file of any length; closing the stream leaves standard input open. */
  InputStream open(Path file, String field) {
    if (isStandardInput(file)) {
      return new FilterInputStream(standardInput) {
        @Override
        public void close() {
          // Not ours.
        }
      };
    }
    try {
      checkReadable(file, field);
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, field, e);
    }
  }

  static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  private static void check(Path file, String field) throws IOException {
    checkReadable(file, field);
    if (Files.size(file) > MOST_BYTES) {
      throw new CliException(
          field + ": " + file + " is larger than " + (MOST_BYTES >> 20) + " MiB; split it");
    }
  }

  private static void checkReadable(Path file, String field) {
    if (!Files.exists(file)) {
      throw new CliException(
          field + ": no such file: " + file + " (absolute path " + file.toAbsolutePath() + ")");
    }
    if (Files.isDirectory(file)) {
      throw new CliException(field + ": " + file + " is a directory; name a file in it");
    }
    if (!Files.isReadable(file)) {
      throw new CliException(field + ": " + file + " is not readable; check its permissions");
    }
  }

  private static CliException unreadable(Path file, String field, IOException e) {
    return new CliException(field + ": " + file + " could not be read: " + e.getMessage());
  }
}
