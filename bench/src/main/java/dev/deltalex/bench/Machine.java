package dev.deltalex.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Names the machine that measured. */
final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  private Machine() {}

  /** The CPU's name where the system tells it, and the cores that this process may use. */
  static String name() {
    int cores = Runtime.getRuntime().availableProcessors();
    return String.format(Locale.ROOT, "%s, %d cores", cpu(), cores);
  }

  private static String cpu() {
    try {
      for (String line : Files.readAllLines(CPUS)) {
        if (line.startsWith(MODEL)) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return System.getProperty("os.arch") + " on " + System.getProperty("os.name");
  }
}
