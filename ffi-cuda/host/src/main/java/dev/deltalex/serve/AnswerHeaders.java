package dev.deltalex.serve;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The headers that every answer has: {@code Date} and the id of the request. Thread-safe. */
final class AnswerHeaders {
  static final String REQUEST_ID = "X-Request-Id";

  /** The same for clients of the Messages protocol, which look for this name. */
  private static final String MESSAGES_REQUEST_ID = "request-id";

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The text of a second, formatted once. */
  private record Date(long second, String text) {}

  private static volatile Date date = new Date(0, FORMAT.format(Instant.EPOCH));

  private AnswerHeaders() {}

  /** Sets the headers of the request's answer; called once, when its head was read. */
  static void put(HttpServerRequest request) {
    String id = Ids.of("req_");
    request
        .response()
        .putHeader(HttpHeaders.DATE, date(System.currentTimeMillis() / 1_000))
        .putHeader(REQUEST_ID, id)
        .putHeader(MESSAGES_REQUEST_ID, id);
  }

  /** The id of a request, for its log lines. */
  static String requestId(HttpServerRequest request) {
    return String.valueOf(request.response().headers().get(REQUEST_ID));
  }

  static String date(long second) {
    Date current = date;
    if (current.second() != second) {
      current = new Date(second, FORMAT.format(Instant.ofEpochSecond(second)));
      date = current;
    }
    return current.text();
  }
}
