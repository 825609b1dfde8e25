package dev.deltalex.serve;

import dev.deltalex.ParserOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.wire.CallForm;
import dev.deltalex.wire.RequestFields;
import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireProtocol;
import dev.deltalex.wire.WireRenderer;
import dev.deltalex.wire.WireResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A checked request, independent of the protocol.
 *
 * @param prefill the beginning of the answer as given by the client, may be empty
 * @param conversation a hash of the whole conversation, mixed into the seed
 * @param forms how the calls of each of the tools are rendered
 * @param skippedTools types of declared tools without a function, such as {@code web_search}
 * @param choices number of answers
 * @param promptTokens tokens of the conversation and the tools
 * @param maxTokens token limit of each answer
 * @param seed seed of the first answer, or null for a random one
 * @param echo members that the Responses protocol repeats in its response
 */
record ApiRequest(
    WireProtocol protocol,
    String model,
    String prefill,
    long conversation,
    ToolSet tools,
    List<CallForm> forms,
    ParserOptions.ToolChoice toolChoice,
    List<String> skippedTools,
    boolean parallelToolCalls,
    boolean stream,
    boolean includeUsage,
    int choices,
    int promptTokens,
    int maxTokens,
    StopStrings stops,
    @Nullable Long seed,
    RequestFields echo) {
  /** Bytes of the body that are kept for the response. */
  int keptBytes() {
    return echo.length() + prefill.length() * Character.BYTES;
  }

  /** A new id for the response. */
  String newId() {
    return Ids.of(
        switch (protocol) {
          case CHAT_COMPLETIONS -> "chatcmpl-";
          case MESSAGES -> "msg_";
          case RESPONSES -> "resp_";
        });
  }

  /**
   * The seed of the first answer. The n-gram model does not see the conversation, so its hash is
   * mixed into a given seed: different conversations get different answers.
   */
  long firstSeed() {
    return seed == null ? ThreadLocalRandom.current().nextLong() : seed ^ conversation;
  }

  /** A renderer for each choice of the response, which share the buffer. */
  List<WireRenderer> renderers(String id, ServeOptions options, WireBuffer out) {
    WireResponse response =
        WireResponse.of(id, System.currentTimeMillis() / 1000, model)
            .withChoices(choices)
            .withReasoningField(options.reasoningField())
            .withReasoningEvents(options.reasoningEvents())
            .withIncludeUsage(includeUsage)
            .withToolChoice(toolChoice)
            .withCallForms(forms)
            .withParallelToolCalls(parallelToolCalls);
    if (protocol == WireProtocol.RESPONSES) {
      response = response.withRequestFields(echo);
    }
    return stream ? protocol.streaming(response, out) : protocol.body(response, out);
  }
}
