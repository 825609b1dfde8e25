package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import org.jspecify.annotations.Nullable;

/** A request that is not answered: what its client hears. */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient WireError error;

  RequestException(WireError error) {
    // The stack says nothing to a client.
    super(error.message(), null, false, false);
    this.error = error;
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
