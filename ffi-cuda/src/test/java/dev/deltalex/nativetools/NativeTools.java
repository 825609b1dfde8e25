package dev.deltalex.nativetools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The native tools of the tests: C and C++ compilers, nvcc, ptxas. A binary is compiled once per
 * JVM into {@code target/native}. If a tool is not installed, the test is skipped by an assumption,
 * with a line on the console that has the check and the reason; if a compiler fails, the test fails
 * with the compiler's output.
 */
public final class NativeTools {
  /** Directory of this module; surefire starts its JVM there and sets {@code basedir}. */
  public static final Path MODULE =
      Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath();

  /** Native test sources: emulated driver, checks in C. */
  public static final Path TEST_SOURCES = MODULE.resolve("src/test/native");

  /** Sources for both host compilers and nvcc. */
  public static final Path CUDA_SOURCES = MODULE.resolve("src/main/cuda");

  private static final Path OUTPUT = MODULE.resolve("target/native");
  private static final long LIMIT_SECONDS = 300;
  private static final Map<String, Path> PRODUCTS = new ConcurrentHashMap<>();
  private static final Map<String, Boolean> SAID = new ConcurrentHashMap<>();

  private NativeTools() {}

  /** The result of a process: exit status, and stdout and stderr together. */
  public record Outcome(int status, String output) {}

  public static Optional<Path> gcc() {
    return onPath("gcc");
  }

  public static Optional<Path> gxx() {
    return onPath("g++");
  }

  public static Optional<Path> nvcc() {
    return onPath("nvcc");
  }

  public static Optional<Path> ptxas() {
    return onPath("ptxas");
  }

  /**
   * Directory of the toolkit's {@code cuda.h}, as reported by nvcc, since the nvcc on PATH may be a
   * script that calls an nvcc in another directory.
   */
  public static Optional<Path> cudaInclude() {
    return Toolkit.INCLUDE;
  }

  /**
   * Compiles a shared library.
   *
   * @param name file name without prefix and suffix; must be unique
   * @param sources C ({@code .c}: all of them, compiled as C by gcc) or C++ and CUDA (g++)
   * @param flags further compiler flags, before the sources; {@code -l…} flags go after them
   * @return the library, {@code target/native/lib<name>.so}
   */
  public static Path sharedLibrary(String name, List<Path> sources, List<String> flags) {
    return product("lib" + name + ".so", List.of("-shared", "-fPIC"), sources, flags);
  }

  /** Compiles a program, {@code target/native/<name>}; parameters as in {@link #sharedLibrary}. */
  public static Path program(String name, List<Path> sources, List<String> flags) {
    return product(name, List.of(), sources, flags);
  }

  /**
   * Returns the tool's path, or skips the running test with a line that has the check and the
   * reason.
   */
  public static Path require(Optional<Path> tool, String name, String skipped) {
    if (tool.isEmpty()) {
      skip(skipped, "no " + name + " on PATH");
    }
    return tool.orElseThrow();
  }

  /** Skips the running test; the line is printed once per JVM. */
  public static void skip(String skipped, String reason) {
    String line = "[skipped] " + skipped + ": " + reason;
    if (SAID.putIfAbsent(line, true) == null) {
      System.out.println(line);
    }
    Assumptions.abort(line);
  }

  /** Runs a command for at most five minutes, and returns its status and output. */
  public static Outcome run(List<String> command) {
    try {
      Files.createDirectories(OUTPUT);
      Path log = Files.createTempFile(OUTPUT, "run", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("not done after " + LIMIT_SECONDS + " s: " + command);
        }
        byte[] output = Files.readAllBytes(log);
        return new Outcome(process.exitValue(), new String(output, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  private static Path product(
      String file, List<String> kind, List<Path> sources, List<String> flags) {
    boolean c = sources.stream().allMatch(source -> source.toString().endsWith(".c"));
    Path compiler = require(c ? gcc() : gxx(), c ? "gcc" : "g++", file);
    List<String> command = new ArrayList<>();
    command.add(compiler.toString());
    command.add(c ? "-std=c99" : "-std=c++17");
    command.addAll(List.of("-O2", "-g", "-Wall", "-Wextra", "-Werror", "-pthread"));
    command.addAll(kind);
    flags.stream().filter(flag -> !flag.startsWith("-l")).forEach(command::add);
    if (!c) {
      command.addAll(List.of("-x", "c++")); // g++ does not recognize .cu
    }
    sources.forEach(source -> command.add(source.toString()));
    flags.stream().filter(flag -> flag.startsWith("-l")).forEach(command::add);
    return PRODUCTS.computeIfAbsent(
        file + '\0' + String.join("\0", command), key -> compile(file, command));
  }

  private static Path compile(String file, List<String> command) {
    try {
      Files.createDirectories(OUTPUT);
      // Written to a temporary file and moved: another JVM may have mapped the old one, or may
      // compile it at the same time.
      Path fresh = Files.createTempFile(OUTPUT, file, ".new");
      List<String> whole = new ArrayList<>(command);
      whole.add("-o");
      whole.add(fresh.toString());
      Outcome outcome = run(whole);
      if (outcome.status() != 0) {
        Files.deleteIfExists(fresh);
        throw new AssertionError(
            "exit " + outcome.status() + ": " + String.join(" ", whole) + "\n" + outcome.output());
      }
      return Files.move(
          fresh,
          OUTPUT.resolve(file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> onPath(String tool) {
    String path = System.getenv("PATH");
    for (String directory : path == null ? new String[0] : path.split(":")) {
      if (!directory.isEmpty()) {
        Path candidate = Path.of(directory, tool);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /** Lazily, since nvcc is slow to start. */
  private static final class Toolkit {
    static final Optional<Path> INCLUDE = nvcc().flatMap(Toolkit::include);

    private static Optional<Path> include(Path nvcc) {
      Outcome outcome = run(List.of(nvcc.toString(), "--dryrun", "-x", "cu", "-c", "/dev/null"));
      for (String line : outcome.output().split("\n")) {
        int at = line.indexOf("TOP=");
        if (at >= 0) {
          Path include = Path.of(line.substring(at + 4).strip(), "include").normalize();
          if (Files.isRegularFile(include.resolve("cuda.h"))) {
            return Optional.of(include);
          }
        }
      }
      return Optional.empty();
    }
  }
}
