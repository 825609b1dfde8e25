package dev.deltalex.serve;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The page: one file, without a build step, that loads nothing from elsewhere. */
final class Page {
  /** Its own script and style, its own server, nothing else. */
  static final String POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
          + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private static final byte[] HTML = load();

  private Page() {}

  static Buffer html() {
    return Buffer.buffer(HTML);
  }

  private static byte[] load() {
    try (InputStream in = Page.class.getResourceAsStream("page.html")) {
      if (in == null) {
        throw new IllegalStateException("page.html is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
