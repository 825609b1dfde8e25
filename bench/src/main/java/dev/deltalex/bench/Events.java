package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads what a client reads from server-sent events. */
final class Events {
  private static final String DATA = "data: ";
  private static final JsonFactory JSON = new JsonFactory();

  private Events() {}

  /** The arguments of all calls in the events of a protocol, one behind the other. */
  static String arguments(String events) {
    StringBuilder all = new StringBuilder();
    for (String line : events.split("\n", -1)) {
      if (line.startsWith(DATA) && line.startsWith("{", DATA.length())) {
        all.append(argument(line.substring(DATA.length())));
      }
    }
    return all.toString();
  }

  private static String argument(String json) {
    try (JsonParser in = JSON.createParser(json)) {
      String last = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          if (name.equals("arguments") || name.equals("partial_json") || name.equals("delta")) {
            last = in.nextToken() == JsonToken.VALUE_STRING ? in.getText() : last;
          }
        }
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
