package dev.deltalex.wire;

import org.jspecify.annotations.Nullable;

/**
 * An error as a client reads it. Before the first byte it is the body of an HTTP response with its
 * status; later it is the last event of the stream.
 *
 * @param status the HTTP status, 400 to 599; it decides the error's type
 * @param message what went wrong, for people
 * @param param the field of the request that is to blame, if one is
 * @param code a word for programs, if there is one
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record WireError(int status, String message, @Nullable String param, @Nullable String code) {
  private static final byte[] OPEN = JsonBytes.ascii("{\"error\":{\"message\":\"");
  private static final byte[] TYPE = JsonBytes.ascii("\",\"type\":\"");
  private static final byte[] PARAM = JsonBytes.ascii("\",\"param\":");
  private static final byte[] CODE = JsonBytes.ascii(",\"code\":");
  private static final byte[] CLOSE = JsonBytes.ascii("}}");
  private static final byte[] MESSAGES_OPEN =
      JsonBytes.ascii("{\"type\":\"error\",\"error\":{\"type\":\"");
  private static final byte[] MESSAGE = JsonBytes.ascii("\",\"message\":\"");
  private static final byte[] MESSAGES_CLOSE = JsonBytes.ascii("\"}}");
  private static final byte[] QUOTE = JsonBytes.ascii("\"");
  private static final byte[] NULL = JsonBytes.ascii("null");

  /** Checks the status. */
  public WireError {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status is " + status + "; it must be from 400 to 599");
    }
  }

  /** The engine failed, and nobody said how. */
  static WireError ofEngine() {
    return new WireError(500, "The engine failed.", null, "engine_failed");
  }

  /** The object that chat completions and Responses have in common. */
  void writeOpenAi(WireBuffer out) {
    out.put(OPEN);
    out.putEscaped(message);
    out.put(TYPE);
    out.putEscaped(openAiType());
    out.put(PARAM);
    putNullable(param, out);
    out.put(CODE);
    putNullable(code, out);
    out.put(CLOSE);
  }

  /** The object of the Messages protocol. */
  void writeMessages(WireBuffer out) {
    out.put(MESSAGES_OPEN);
    out.putEscaped(messagesType());
    out.put(MESSAGE);
    if (param != null) {
      out.putEscaped(param);
      out.putEscaped(": ");
    }
    out.putEscaped(message);
    out.put(MESSAGES_CLOSE);
  }

  /** The code of a failed response of the Responses protocol. */
  String responsesCode() {
    return status == 429 ? "rate_limit_exceeded" : status < 500 ? "invalid_prompt" : "server_error";
  }

  private String openAiType() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private String messagesType() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static void putNullable(@Nullable String text, WireBuffer out) {
    if (text == null) {
      out.put(NULL);
    } else {
      out.put(QUOTE);
      out.putEscaped(text);
      out.put(QUOTE);
    }
  }
}
