package dev.deltalex.architecture;

import dev.deltalex.DeltaSink;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the compiled classes of core lie. */
final class MainClasses {
  private MainClasses() {}

  static Path directory() {
    return placeOf(DeltaSink.class);
  }

  /** The directory or jar that a class was loaded from. */
  static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
