package dev.deltalex.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the release from the jar's manifest, and the Java it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String release = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "deltalex " + (release == null ? "(built from source)" : release),
      "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
