package dev.deltalex.testkit;

import dev.deltalex.format.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The response templates of the tests: {@code templates/NAME.json}. */
public final class Templates {
  /** Every template, by what it is an example of. */
  public static final List<String> NAMES =
      List.of(
          "alternatives",
          "bool",
          "float",
          "int",
          "json-end",
          "json-header",
          "json-id",
          "json-keys",
          "json-object",
          "json-paths",
          "json-quoted",
          "kv-lines",
          "text",
          "xml-inline",
          "xml-markers",
          "xml-pairs",
          "xml-verbatim");

  private Templates() {}

  /** The text of a template's file. */
  public static String text(String name) {
    String file = "/templates/" + name + ".json";
    try (InputStream in = Templates.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** The format of a template, which has its name. */
  public static WireFormat format(String name) {
    return WireFormat.readTemplate(name, text(name));
  }
}
