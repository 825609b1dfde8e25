package dev.deltalex.value;

import static dev.deltalex.schema.ParameterType.ARRAY;
import static dev.deltalex.schema.ParameterType.OBJECT;
import static dev.deltalex.schema.ParameterType.STRING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.value.Coercion.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for the decisions on any text; validity is judged against jackson's parser. */
class CoercionPropertyTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  private static final String[] SPACES = {"", "", "", " ", "\n", "\t\r"};
  private static final String[] STRINGS = {
    "", "a", "\\n", "\\u00e9", "}", "]", "\\\"", "\\\\", "\ud83d\ude00", "\ud83d", "{'a'"
  };
  private static final String[] SCALARS = {
    "0", "-1", "2.50", "1e9", "-0.1E-2", "true", "false", "null", "123456789012345678901"
  };
  private static final String[] NOISE = {
    "", "", ",", ":", "\"", "{", "}", "[", "]", "0", ".", "e", "-", "\\", "t", " ", "'", "\n"
  };
  private static final int DEEPEST = 6;

  @Provide
  Arbitrary<String> json() {
    return Arbitraries.randomValue(CoercionPropertyTest::anyJson);
  }

  /** JSON with a char or two replaced, inserted or left out. */
  @Provide
  Arbitrary<String> damagedJson() {
    return Arbitraries.randomValue(random -> {
      String text = anyJson(random);
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(3));
      return text.substring(0, from) + any(NOISE, random) + text.substring(to);
    });
  }

  private static String anyJson(Random random) {
    StringBuilder text = new StringBuilder();
    appendValue(text, random, DEEPEST);
    return text.toString();
  }

  private static void appendValue(StringBuilder text, Random random, int levels) {
    text.append(any(SPACES, random));
    int choice = levels == 0 ? random.nextInt(2) : random.nextInt(5);
    int count = random.nextInt(4);
    switch (choice) {
      case 0 -> text.append(any(SCALARS, random));
      case 1 -> appendString(text, random);
      case 2 -> {
        text.append('[');
        for (int i = 0; i < count; i++) {
          text.append(i == 0 ? "" : ",");
          appendValue(text, random, levels - 1);
        }
        text.append(']');
      }
      default -> {
        text.append('{');
        for (int i = 0; i < count; i++) {
          text.append(i == 0 ? "" : ",");
          appendString(text.append(any(SPACES, random)), random);
          text.append(any(SPACES, random)).append(':');
          appendValue(text, random, levels - 1);
        }
        text.append('}');
      }
    }
    text.append(any(SPACES, random));
  }

  private static void appendString(StringBuilder text, Random random) {
    text.append('"');
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(any(STRINGS, random));
    }
    text.append('"');
  }

  private static String any(String[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }

  @Property
  void validJsonIsVerbatim(@ForAll("json") String text) {
    String json = Decisions.json(OBJECT | ARRAY, text).replaceFirst("^\\*", "");
    assertEquals(text.strip(), json.strip());
  }

  @Property
  void jsonIsWhatJacksonTakesForIt(@ForAll("damagedJson") String text) {
    char[] chars = text.toCharArray();
    int answer = JsonSyntax.answer(JsonSyntax.check(chars, 0, chars.length, 256, null));
    assertEquals(isJson(text), answer == JsonSyntax.VALID, text);
  }

  @Property
  void whateverTheTextTheResultIsJson(
      @ForAll("damagedJson") String text, @ForAll @IntRange(max = 127) int types) {
    String json = Decisions.json(types, text).replaceFirst("^\\*+", "");
    assertTrue(isJson(json), text + " is " + json);
  }

  @Property
  void anyCharsAtAllGiveJson(@ForAll String text, @ForAll @IntRange(max = 127) int types) {
    assertTrue(isJson(Decisions.json(types, text).replaceFirst("^\\*+", "")), text);
  }

  /** A prefix of a value is closable exactly if closing its brackets makes it JSON. */
  @Property
  void everyPrefixIsDecided(@ForAll("json") String text, @ForAll @IntRange(min = 1) int cut) {
    String prefix = text.substring(0, cut % (text.length() + 1));
    Kind kind = Decisions.kind(OBJECT, prefix);
    String json = Decisions.json(OBJECT, prefix);
    if (kind == Kind.MISSING_CLOSERS) {
      assertTrue(json.startsWith(prefix.strip()) && isJson(json), json);
    } else if (kind == Kind.VERBATIM) {
      assertTrue(isJson(prefix), prefix);
    } else if (kind == Kind.FAILED) {
      assertTrue(!isJson(prefix), prefix);
    }
  }

  /** What streams as a string from its first char would have been decided to be one. */
  @Property
  void whatMayStreamIsAString(
      @ForAll("damagedJson") String text, @ForAll @IntRange(max = 63) int others) {
    int types = others | STRING;
    String typed = types == (STRING | ParameterType.NULL) ? text : text.strip();
    if (!typed.isEmpty() && Coercion.mayStreamAsString(types, typed.charAt(0))) {
      assertEquals(Kind.STRING, Decisions.kind(types, text));
    }
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = JACKSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // Tokens are decoded lazily: an escape is only looked at when its text is.
      return isDecodable(text) && parser.nextToken() == null;
    } catch (JsonProcessingException invalid) {
      return false;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static boolean isDecodable(String text) throws IOException {
    try (JsonParser parser = JACKSON.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
      return true;
    }
  }
}
