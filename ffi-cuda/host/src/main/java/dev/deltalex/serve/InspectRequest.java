package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.serve.Source.Model;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request of the page: {@code {"model", "prompt", "step_ms", "max_tokens", "seed"}}; only the
 * model is required. As in the other routes, the prompt is mixed into the seed.
 *
 * @param stepMillis pause between bursts of the reference loop, 0 to 2,000
 */
record InspectRequest(Model model, int stepMillis, int maxTokens, long seed) {
  private static final int DEFAULT_STEP_MILLIS = 40;
  private static final int MAX_STEP_MILLIS = 2_000;
  private static final int DEFAULT_TOKENS = 400;

  /**
   * Reads a body.
   *
   * @throws RequestException if a field is invalid; the error has its name
   */
  static InspectRequest read(byte[] body, Service service) {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      String model = null;
      String prompt = "";
      int step = DEFAULT_STEP_MILLIS;
      int tokens = Math.min(DEFAULT_TOKENS, service.options().maxTokens());
      long seed = ThreadLocalRandom.current().nextLong();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw RequestException.of(400, "the body must be a JSON object", "invalid_json");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "model" -> model = text(json, field);
          case "prompt" -> prompt = text(json, field);
          case "step_ms" -> step = (int) number(json, field, 0, MAX_STEP_MILLIS);
          case "max_tokens" -> tokens = (int) number(json, field, 1, service.options().maxTokens());
          case "seed" -> seed = number(json, field, Long.MIN_VALUE, Long.MAX_VALUE);
          default -> throw RequestException.field(field, "is not a known field");
        }
      }
      if (json.nextToken() != null) {
        throw RequestException.of(400, "unexpected data after the JSON object", "invalid_json");
      }
      return new InspectRequest(find(service, model), step, tokens, seed ^ prompt.hashCode());
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private static Model find(Service service, @Nullable String name) {
    Model model = name == null ? null : service.find(name);
    if (model == null) {
      throw RequestException.field(
          "model",
          (name == null ? "is required" : "'" + name + "' not found")
              + "; GET /v1/models lists them");
    }
    return model;
  }

  private static String text(JsonParser json, String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw RequestException.field(field, "must be a string");
    }
    return json.getText();
  }

  private static long number(JsonParser json, String field, long low, long high)
      throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < low
        || json.getLongValue() > high) {
      throw RequestException.field(field, "must be an integer from " + low + " to " + high);
    }
    return json.getLongValue();
  }
}
