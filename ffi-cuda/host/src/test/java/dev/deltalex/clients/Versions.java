package dev.deltalex.clients;

import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of the tested libraries. */
final class Versions {
  private static final Pattern IN_NAME = Pattern.compile("-(\\d[\\d.]*)\\.jar$");

  private Versions() {}

  /** The version in the name of a class's jar. */
  static String ofJar(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Matcher matcher = IN_NAME.matcher(source == null ? "" : source.getLocation().getPath());
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
