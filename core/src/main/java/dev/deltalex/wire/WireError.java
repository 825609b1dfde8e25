package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * An error for a client. Before the first byte of a response it is the body of an HTTP response
 * with its status, after it the last event of the stream.
 *
 * @param status the HTTP status, 400 to 599; it decides the error's type
 * @param message a description for people
 * @param param the field of the request that caused the error, or null
 * @param code a code for programs, or null
 */
@SuppressWarnings("exports") // @Nullable, whose module consumers need not have
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

  /** An unspecified failure of the engine. */
  static WireError ofEngine() {
    return new WireError(500, "The engine failed.", null, "engine_failed");
  }

  /** The error object of chat completions and Responses. */
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

  /** The error object of the Messages protocol. */
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

  /** The error code of a failed response in the Responses protocol. */
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
