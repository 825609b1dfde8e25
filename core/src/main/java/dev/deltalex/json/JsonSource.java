package dev.deltalex.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.PackageVersion;
import java.io.IOException;
import java.io.Reader;

/**
 * Creates parsers for JSON with the application's version of jackson-core, 2.15 or later; features
 * of later versions are used only if they exist.
 */
public final class JsonSource {
  /** Maximum nesting of skipped values; values that are read have lower limits. */
  private static final int MAX_SKIPPED_DEPTH = 512;

  /** Maximum of chars in a key or a stored string. Descriptions are skipped and may be longer. */
  private static final int MAX_STRING = 1 << 20;

  /** Maximum of chars in a string of a line. */
  private static final int MAX_LINE_STRING = 1 << 24;

  private JsonSource() {}

  /**
   * Creates a parser for {@code text}, which the caller must close.
   *
   * @throws IllegalStateException if jackson-core is older than 2.15
   */
  public static JsonParser parser(String text) throws IOException {
    return factory().createParser(text);
  }

  /**
   * Creates a parser for the chars of {@code reader}, which the caller must close; it closes the
   * reader.
   *
   * @throws IllegalStateException if jackson-core is older than 2.15
   */
  public static JsonParser parser(Reader reader) throws IOException {
    return factory().createParser(reader);
  }

  /**
   * Creates a parser for the UTF-8 text {@code bytes[from, to)}, for a program that reads many
   * short texts: buffers and the table of names are kept for the next one, and strings may have
   * {@link #MAX_LINE_STRING} chars. The caller must close it.
   *
   * @throws IllegalStateException if jackson-core is older than 2.15
   */
  public static JsonParser lineParser(byte[] bytes, int from, int to) throws IOException {
    JsonFactory factory;
    try {
      factory = Factory.LINES;
    } catch (LinkageError missing) {
      throw tooOld(missing);
    }
    return factory.createParser(bytes, from, to - from);
  }

  private static JsonFactory factory() {
    try {
      return Factory.JSON;
    } catch (LinkageError missing) {
      throw tooOld(missing);
    }
  }

  private static IllegalStateException tooOld(LinkageError missing) {
    return new IllegalStateException(
        "jackson-core " + PackageVersion.VERSION + " is too old: Deltalex requires 2.15 or later",
        missing);
  }

  /**
   * Created at the first use, so that a version that is too old leads to a clear error instead of a
   * failed class initialization.
   */
  private static final class Factory {
    static final JsonFactory JSON =
        JsonFactory.builder()
            .streamReadConstraints(constraints(MAX_STRING))
            // No tables of names or buffers that are shared between requests.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .build();

    static final JsonFactory LINES =
        JsonFactory.builder()
            .streamReadConstraints(constraints(MAX_LINE_STRING))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static StreamReadConstraints constraints(int maxString) {
      StreamReadConstraints.Builder bounds =
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_SKIPPED_DEPTH)
              .maxStringLength(maxString)
              .maxNumberLength(MAX_STRING);
      try {
        bounds.maxNameLength(MAX_STRING);
      } catch (NoSuchMethodError before216) {
        // The readers limit names themselves.
      }
      return bounds.build();
    }
  }
}
