package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import org.jspecify.annotations.Nullable;

/** A request that is not answered: what its client hears. */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Chars of a message or a path: they may repeat what the request says, however long that is. */
  private static final int LONGEST = 1_000;

  private final transient WireError error;

  RequestException(WireError error) {
    // The stack says nothing to a client.
    super(error.message(), null, false, false);
    String param = error.param();
    this.error =
        new WireError(
            error.status(),
            bounded(error.message()),
            param == null ? null : bounded(param),
            error.code());
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** A field that is not right; {@code field} is its path, such as {@code tools[2].name}. */
  static RequestException field(String field, String problem) {
    return new RequestException(new WireError(400, field + ": " + problem, field, "invalid_value"));
  }

  static RequestException of(int status, String message, @Nullable String code) {
    return new RequestException(new WireError(status, message, null, code));
  }

  WireError error() {
    return error;
  }
}
