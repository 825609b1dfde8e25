package dev.deltalex.serve;

import dev.deltalex.host.JsonStrings;
import dev.deltalex.loop.LoopHealth;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** JSON bodies of the model list and the health check. */
final class Pages {
  private Pages() {}

  /** {@code GET /v1/models}. */
  static Buffer models(Service service) {
    StringBuilder text = new StringBuilder("{\"object\":\"list\",\"data\":[");
    String comma = "";
    for (String name : service.models()) {
      text.append(comma);
      model(text, name);
      comma = ",";
    }
    return Buffer.buffer(text.append("]}\n").toString());
  }

  /** {@code GET /v1/models/ID}. */
  static Buffer model(String name) {
    StringBuilder text = new StringBuilder();
    model(text, name);
    return Buffer.buffer(text.append('\n').toString());
  }

  private static void model(StringBuilder text, String name) {
    text.append("{\"id\":");
    JsonStrings.quote(text, name);
    text.append(",\"object\":\"model\",\"created\":0,\"owned_by\":\"deltalex\"}");
  }

  /** {@code GET /health}. */
  static Buffer health(Service service, @Nullable String loss) {
    StringBuilder text = new StringBuilder("{\"status\":\"");
    text.append(service.isClosing() ? "closing" : loss != null ? "lost" : "ok");
    text.append("\",\"sources\":[");
    String comma = "";
    for (Source source : service.sources()) {
      text.append(comma).append("{\"source\":");
      JsonStrings.quote(text, source.label());
      text.append(",\"running\":").append(source.loop().health() instanceof LoopHealth.Running);
      text.append(",\"loop\":");
      JsonStrings.quote(text, source.loop().description());
      text.append('}');
      comma = ",";
    }
    text.append("]");
    if (loss != null) {
      text.append(",\"reason\":");
      JsonStrings.quote(text, loss);
    }
    return Buffer.buffer(text.append("}\n").toString());
  }
}
