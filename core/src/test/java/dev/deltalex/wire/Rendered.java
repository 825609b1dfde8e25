package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to render scripts. */
final class Rendered {
  static final WireResponse RESPONSE = WireResponse.of("resp_1", 1_700_000_000L, "a-model");

  private Rendered() {}

  static byte[] stream(
      WireProtocol protocol, WireResponse response, EventScript script, FinishReason reason) {
    WireBuffer out = new WireBuffer(1 << 26);
    script.play(protocol.streaming(response, out).getFirst(), reason);
    return out.toByteArray();
  }

  static byte[] body(
      WireProtocol protocol, WireResponse response, EventScript script, FinishReason reason) {
    WireBuffer out = new WireBuffer(1 << 26);
    script.play(protocol.body(response, out).getFirst(), reason);
    return out.toByteArray();
  }

  /** Chat chunks of a script; the last event, {@code [DONE]}, is left out. */
  static List<Map<String, @Nullable Object>> chunks(EventScript script, FinishReason reason) {
    return chunks(stream(WireProtocol.CHAT_COMPLETIONS, RESPONSE, script, reason));
  }

  static List<Map<String, @Nullable Object>> chunks(byte[] bytes) {
    List<SseReader.Event> events = SseReader.events(bytes);
    return events.stream().filter(event -> !event.isDone()).map(SseReader.Event::json).toList();
  }

  /** The only choice of a chunk. */
  static Map<String, @Nullable Object> choice(Map<String, @Nullable Object> chunk) {
    return JsonTree.asObject(JsonTree.array(chunk, "choices").getFirst());
  }

  static Map<String, @Nullable Object> delta(Map<String, @Nullable Object> chunk) {
    return JsonTree.object(choice(chunk), "delta");
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
