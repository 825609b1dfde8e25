package dev.deltalex.choose;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.json.JsonPath;
import dev.deltalex.json.JsonSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a model's directory say of its format: the chat template, and names. The sizes
 * of files and templates are limited, and JSON is read as a stream.
 */
final class ModelFiles {
  private static final long MAX_FILE_BYTES = 64L << 20;
  private static final int MAX_TEMPLATE_CHARS = 1 << 20;
  private static final int MAX_NAME_CHARS = 4096;
  private static final int MAX_TEMPLATES = 64;

  private static final String TEMPLATE_FILE = "chat_template.jinja";
  private static final String TEMPLATE_JSON = "chat_template.json";
  private static final String TOKENIZER = "tokenizer_config.json";
  private static final String CONFIG = "config.json";
  private static final String TEMPLATE_FIELD = "chat_template";
  private static final String NAME_FIELD = "_name_or_path";
  private static final String TYPE_FIELD = "model_type";

  /** The template of a list that is used with tools, and the one that is used without. */
  private static final String WITH_TOOLS = "tool_use";

  private static final String DEFAULT = "default";

  private final Path directory;

  ModelFiles(Path directory) {
    this.directory = directory;
  }

  /** A chat template with the name of its file. */
  record Template(String file, String text) {}

  /** The template that the model is used with: of several, the one for tools; or null. */
  @Nullable Template template() throws IOException {
    Path file = directory.resolve(TEMPLATE_FILE);
    if (Files.isRegularFile(file)) {
      checkSize(file, MAX_TEMPLATE_CHARS);
      try {
        return new Template(TEMPLATE_FILE, Files.readString(file));
      } catch (CharacterCodingException malformed) {
        throw new IllegalArgumentException(TEMPLATE_FILE + ": not valid UTF-8", malformed);
      }
    }
    for (String name : List.of(TEMPLATE_JSON, TOKENIZER)) {
      String text = read(name, ModelFiles::template);
      if (text != null) {
        return new Template(name, text);
      }
    }
    return null;
  }

  /** The names of the model that config.json has, most telling first. */
  List<String> names() throws IOException {
    List<String> names = read(CONFIG, ModelFiles::names);
    return names == null ? List.of() : names;
  }

  boolean isEmpty() {
    return List.of(TEMPLATE_FILE, TEMPLATE_JSON, TOKENIZER, CONFIG).stream()
        .noneMatch(name -> Files.isRegularFile(directory.resolve(name)));
  }

  /** Reads from a parser at the first token of a document. */
  private interface Read<T> {
    @Nullable T from(JsonParser json) throws IOException;
  }

  private <T> @Nullable T read(String name, Read<T> read) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    checkSize(file, MAX_FILE_BYTES);
    try (Reader chars =
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder());
        JsonParser json = JsonSource.parser(chars)) {
      try {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new FieldException(json, "an object is required");
        }
        return read.from(json);
      } catch (JsonProcessingException malformed) {
        String what =
            "not valid JSON, or too deep or long (" + malformed.getOriginalMessage() + ")";
        throw new FieldException(json, what, malformed);
      }
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException(name + ": not valid UTF-8", malformed);
    } catch (FieldException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static void checkSize(Path file, long max) throws IOException {
    if (Files.size(file) > max) {
      throw new IllegalArgumentException(
          file.getFileName() + ": larger than " + max + " bytes, the limit of such a file");
    }
  }

  private static final class FieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FieldException(JsonParser json, String message) {
      this(json, message, null);
    }

    FieldException(JsonParser json, String message, @Nullable Throwable cause) {
      super(path(json) + ": " + message, cause);
    }

    /** The path of the current value; inside of it only if its first token was read before. */
    private static String path(JsonParser json) {
      JsonToken token = json.currentToken();
      JsonStreamContext at = json.getParsingContext();
      return JsonPath.of(token != null && token.isStructStart() ? at.getParent() : at);
    }
  }

  private static @Nullable String template(JsonParser json) throws IOException {
    String found = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals(TEMPLATE_FIELD);
      JsonToken value = json.nextToken();
      if (!wanted || value == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else {
        found =
            value == JsonToken.START_ARRAY
                ? oneOf(json)
                : text(json, MAX_TEMPLATE_CHARS, "a string or a list of templates");
      }
    }
    return found;
  }

  /** A list of {@code {"name", "template"}}. */
  private static @Nullable String oneOf(JsonParser json) throws IOException {
    String chosen = null;
    String usual = null;
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT || ++count > MAX_TEMPLATES) {
        throw new FieldException(
            json, "at most " + MAX_TEMPLATES + " objects with name and template are allowed");
      }
      String name = "";
      String template = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("name")) {
          name = text(json, MAX_NAME_CHARS, "a string");
        } else if (field.equals("template")) {
          template = text(json, MAX_TEMPLATE_CHARS, "a string");
        } else {
          json.skipChildren();
        }
      }
      if (name.equals(WITH_TOOLS)) {
        chosen = template;
      } else if (name.equals(DEFAULT)) {
        usual = template;
      }
    }
    return chosen != null ? chosen : usual;
  }

  private static List<String> names(JsonParser json) throws IOException {
    List<String> names = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      boolean name = field.equals(NAME_FIELD);
      if (value == JsonToken.VALUE_NULL || !name && !field.equals(TYPE_FIELD)) {
        json.skipChildren();
      } else {
        String text = text(json, MAX_NAME_CHARS, "a string");
        names.add(name ? 0 : names.size(), text);
      }
    }
    return names;
  }

  private static String text(JsonParser json, int max, String what) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new FieldException(json, what + " is required");
    }
    String text = json.getText();
    if (text.length() > max) {
      throw new FieldException(json, "more than " + max + " chars");
    }
    return text;
  }
}
