package dev.deltalex.architecture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Finds an installed JDK or JRE of a Java version. */
final class InstalledJdk {
  /** The home of the JDK that Maven runs on. */
  private static final String OF_MAVEN = "deltalex.mavenJdk";

  private InstalledJdk() {}

  /** The first one where environment variables and package managers have it. */
  static Optional<Path> find(int version) throws IOException {
    for (Path home : candidates(version)) {
      if (Files.isExecutable(home.resolve("bin/java"))
          && version(home).matches(version + "\\b.*")) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  private static List<Path> candidates(int version) throws IOException {
    List<Path> homes = new ArrayList<>();
    for (String variable :
        List.of(
            "JAVA" + version + "_HOME",
            "JAVA_HOME_" + version + "_X64",
            "JAVA_HOME_" + version + "_ARM64",
            "JAVA_HOME")) {
      addIfSet(homes, System.getenv(variable));
    }
    addIfSet(homes, System.getProperty(OF_MAVEN));
    Path user = Path.of(System.getProperty("user.home"));
    for (Path parent :
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"))) {
      addChildren(homes, parent, "");
    }
    addChildren(homes, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
    return homes;
  }

  private static void addIfSet(List<Path> homes, String home) {
    if (home != null && !home.isBlank()) {
      homes.add(Path.of(home));
    }
  }

  private static void addChildren(List<Path> homes, Path parent, String below) throws IOException {
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
        children.forEach(child -> homes.add(child.resolve(below)));
      }
    }
  }

  /** The version in the file {@code release}, which every JDK has; empty if there is none. */
  private static String version(Path home) throws IOException {
    Path file = home.resolve("release");
    if (!Files.isReadable(file)) {
      return "";
    }
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      release.load(in);
    }
    return release.getProperty("JAVA_VERSION", "").replace("\"", "");
  }
}
