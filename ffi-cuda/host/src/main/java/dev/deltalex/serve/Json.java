package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/** The reader of all JSON that comes from outside. */
final class Json {
  /** Deeper than any schema that is read, shallow enough to be skipped at once. */
  static final int DEPTH = 128;

  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1_024;

  /** Strings are bounded by what they are read from. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // No tables of names or buffers that one request leaves behind for the next.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private Json() {}

  /**
   * The answer to a body in which reading failed: it is in memory, so that it must be malformed.
   */
  static RequestException malformed(IOException e) {
    String what = e instanceof JsonProcessingException json ? problem(json) : "" + e.getMessage();
    return RequestException.of(400, "the body is not valid JSON: " + what, "invalid_json");
  }

  /** What is wrong with a text, for who wrote it: without the library's remark on its source. */
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
