package dev.deltalex.serve;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.concurrent.ThreadLocalRandom;

/** Small texts: JSON strings, ids. */
final class Texts {
  private static final String ALPHANUMERICS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_LENGTH = 24;

  private Texts() {}

  /** Appends a JSON string; half a surrogate pair becomes U+FFFD. */
  static void quote(StringBuilder out, CharSequence text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(whole(text), out);
    out.append('"');
  }

  static String quote(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }

  private static CharSequence whole(CharSequence text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      repaired = repaired == null ? new StringBuilder(text) : repaired;
      repaired.setCharAt(i, '\ufffd');
    }
    return repaired == null ? text : repaired;
  }

  /** A new id behind a prefix. */
  static String id(String prefix) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHANUMERICS.charAt(random.nextInt(ALPHANUMERICS.length())));
    }
    return id.toString();
  }
}
