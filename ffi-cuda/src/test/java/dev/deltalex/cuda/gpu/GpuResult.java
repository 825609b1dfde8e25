package dev.deltalex.cuda.gpu;

import dev.deltalex.cuda.driver.DriverProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A result of a check on a GPU: a line of JSON appended to {@code <check>.jsonl}. Earlier lines are
 * kept, so that devices and drivers can be compared.
 */
public final class GpuResult {
  private final Path directory;
  private final String check;
  private final Map<String, String> fields = new LinkedHashMap<>(); // values are valid JSON

  GpuResult(Path directory, String check, DriverProbe.Ready ready) {
    if (!check.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("a check is named by a-z, 0-9 and -: " + check);
    }
    this.directory = directory;
    this.check = check;
    text("check", check);
    text("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    text("device", ready.name());
    text("capability", ready.device().major() + "." + ready.device().minor());
    number("multiprocessors", ready.device().multiprocessors());
    text("driver", "CUDA " + DriverProbe.versionText(ready.version()));
    text("driverVersion", driverVersion());
    text("driverLibrary", ready.driver().library());
    text("java", System.getProperty("java.vm.version"));
    text("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /** The release of the driver, such as 580.65.06, as its kernel module reports it. */
  private static String driverVersion() {
    Path file = Path.of("/sys/module/nvidia/version");
    try {
      return Files.isReadable(file) ? Files.readString(file).strip() : "unknown";
    } catch (IOException e) {
      return "unknown: " + e;
    }
  }

  public GpuResult text(String name, String value) {
    return put(name, quote(value));
  }

  public GpuResult number(String name, long value) {
    return put(name, Long.toString(value));
  }

  public GpuResult number(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value);
    }
    return put(name, Double.toString(value));
  }

  /** Appends the line, and prints it with the file's name. */
  public void store() {
    StringBuilder line = new StringBuilder("{");
    fields.forEach((name, value) ->
        line.append(line.length() > 1 ? ", " : "").append(quote(name)).append(": ").append(value));
    line.append('}');
    try {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve(check + ".jsonl"),
          line.append('\n'),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      System.out.print("[result] " + directory.getFileName() + "/" + check + ".jsonl: " + line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GpuResult put(String name, String json) {
    if (fields.putIfAbsent(name, json) != null) {
      throw new IllegalArgumentException(name + " is there already");
    }
    return this;
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
