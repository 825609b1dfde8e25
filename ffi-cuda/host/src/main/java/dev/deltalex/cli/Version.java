package dev.deltalex.cli;

import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version}: the release in the jar's manifest, and the Java version. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String release = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "deltalex " + (release == null ? "(built from source)" : release),
      "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
