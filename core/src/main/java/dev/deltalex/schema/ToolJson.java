package dev.deltalex.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.PackageVersion;
import dev.deltalex.Limits;
import java.io.IOException;

/**
 * Parsers for the JSON of tools, by whatever version of jackson-core from 2.15 on the application
 * has: what later versions have added is used only if it is there.
 */
final class ToolJson {
  /**
   * Nesting in parts that are skipped; what is read is bounded by {@link Limits#maxSchemaDepth}.
   */
  private static final int MAX_SKIPPED_DEPTH = 512;

  /** Longest key or kept string, in chars. Descriptions are skipped and may be longer. */
  private static final int MAX_STRING = 1 << 20;

  private ToolJson() {}

  /**
   * A parser of {@code text}, which the caller closes.
   *
   * @throws IllegalStateException if jackson-core is older than 2.15
   */
  static JsonParser parser(String text) throws IOException {
    JsonFactory factory;
    try {
      factory = Factory.JSON;
    } catch (LinkageError missing) {
      throw new IllegalStateException(
          "jackson-core " + PackageVersion.VERSION + " is too old: Deltalex needs 2.15 or later",
          missing);
    }
    return factory.createParser(text);
  }

  /** Made at the first use, so that a version that is too old fails where it can be explained. */
  private static final class Factory {
    static final JsonFactory JSON =
        JsonFactory.builder()
            .streamReadConstraints(constraints())
            // No tables of names or buffers that one request leaves behind for the next.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .build();

    private static StreamReadConstraints constraints() {
      StreamReadConstraints.Builder bounds =
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_SKIPPED_DEPTH)
              .maxStringLength(MAX_STRING)
              .maxNumberLength(MAX_STRING);
      try {
        bounds.maxNameLength(MAX_STRING);
      } catch (NoSuchMethodError before216) {
        // Names are not bounded there; ours are, by Limits.
      }
      return bounds.build();
    }
  }
}
