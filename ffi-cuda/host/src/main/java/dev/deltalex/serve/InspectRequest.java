package dev.deltalex.serve;

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

  /** The members while they are read. */
  private static final class Fields {
    @Nullable String model;
    String prompt = "";
    int step = DEFAULT_STEP_MILLIS;
    int tokens = DEFAULT_TOKENS;
    long seed = ThreadLocalRandom.current().nextLong();

    void read(JsonReader json, String field, int maxTokens) throws IOException {
      switch (field) {
        case "model" -> model = json.string(field);
        case "prompt" -> prompt = json.string(field);
        case "step_ms" -> step = (int) json.integer(field, 0, MAX_STEP_MILLIS);
        case "max_tokens" -> tokens = (int) json.integer(field, 1, maxTokens);
        case "seed" -> seed = json.integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
        default -> throw new JsonException(field, "is not a known field");
      }
    }
  }

  /**
   * Reads a body.
   *
   * @throws RequestException if a field is invalid; the error has its name
   */
  static InspectRequest read(byte[] body, Service service) {
    int most = service.options().maxTokens();
    Fields fields = new Fields();
    try {
      JsonReader.read(
          body,
          json -> {
            json.object(field -> fields.read(json, field, most));
            return fields;
          });
    } catch (JsonException e) {
      throw RequestException.of(e);
    }
    return new InspectRequest(
        find(service, fields.model),
        fields.step,
        Math.min(fields.tokens, most),
        fields.seed ^ fields.prompt.hashCode());
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
}
