package dev.deltalex.serve;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page: one file without a build step and external resources. */
final class Page {
  private static final String HTML = load();

  /**
   * The content security policy: allows the page's style and script, by their hashes, and
   * connections to its own server. With trusted types the browser does not parse text as HTML.
   */
  static final String POLICY =
      "default-src 'none'; script-src "
          + hash("script")
          + "; style-src "
          + hash("style")
          + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private Page() {}

  static Buffer html() {
    return Buffer.buffer(HTML);
  }

  private static String hash(String element) {
    String opens = "<" + element + ">";
    int from = HTML.indexOf(opens) + opens.length();
    int to = HTML.indexOf("</" + element + ">", from);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(HTML.substring(from, to).getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  private static String load() {
    try (InputStream in = Page.class.getResourceAsStream("page.html")) {
      if (in == null) {
        throw new IllegalStateException("page.html is not in the jar");
      }
      // A browser hashes the parsed text, in which lines end with a line feed.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
