package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import org.jspecify.annotations.Nullable;

/** A rejected request, with the error for its client. */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Maximum of chars in a message or a path, which may quote the request. */
  private static final int LONGEST = 1_000;

  private final transient WireError error;

  RequestException(WireError error) {
    // No stack trace: it is never logged.
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

  /** An invalid field; {@code field} is its path, such as {@code tools[2].name}. */
  static RequestException field(String field, String problem) {
    return new RequestException(new WireError(400, field + ": " + problem, field, "invalid_value"));
  }

  /** A body that is not JSON, or an invalid field. */
  static RequestException of(JsonException e) {
    String path = e.path();
    return path == null ? of(400, e.problem(), "invalid_json") : field(path, e.problem());
  }

  static RequestException of(int status, String message, @Nullable String code) {
    return new RequestException(new WireError(status, message, null, code));
  }

  WireError error() {
    return error;
  }
}
