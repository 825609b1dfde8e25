package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/** Creates the parsers for all external JSON. */
final class Json {
  /** Maximum nesting, above that of all schemas. */
  static final int DEPTH = 128;

  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1_024;

  /** Strings are limited by the size of the body. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // No tables of names or buffers that are shared between requests.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private Json() {}

  /**
   * The error for a body that could not be parsed. It is in memory, so an IOException means
   * malformed JSON.
   */
  static RequestException malformed(IOException e) {
    String what = e instanceof JsonProcessingException json ? problem(json) : "" + e.getMessage();
    return RequestException.of(400, "the body is not valid JSON: " + what, "invalid_json");
  }

  /** The parser's message without its description of the source. */
  static String problem(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int from = message.lastIndexOf("[Source: ");
    int to = message.lastIndexOf("); line: ");
    int end = message.lastIndexOf(']');
    if (from < 0 || to < from || end < to) {
      return message;
    }
    return message.substring(0, from) + message.substring(to + 3, end) + message.substring(end + 1);
  }
}
