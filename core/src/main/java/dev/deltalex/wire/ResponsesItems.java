package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * JSON that the stream and the body of the Responses protocol have in common: the response object
 * and its items. An item's id consists of the response's id and the item's index.
 */
final class ResponsesItems {
  static final byte[] QUOTE = JsonBytes.ascii("\"");
  private static final byte[] COMMA = JsonBytes.ascii(",");
  private static final byte[] MESSAGE_PREFIX = JsonBytes.ascii("msg_");
  private static final byte[] REASONING_PREFIX = JsonBytes.ascii("rs_");
  private static final byte[] CALL_PREFIX = JsonBytes.ascii("fc_");
  private static final byte[] CUSTOM_PREFIX = JsonBytes.ascii("ctc_");
  private static final byte[] UNDERSCORE = JsonBytes.ascii("_");

  private static final byte[] ID = JsonBytes.ascii("{\"id\":\"");
  private static final byte[] CREATED =
      JsonBytes.ascii("\",\"object\":\"response\",\"created_at\":");
  private static final byte[] STATUS = JsonBytes.ascii(",\"status\":\"");
  private static final byte[] ERROR = JsonBytes.ascii("\",\"error\":");
  private static final byte[] ERROR_CODE = JsonBytes.ascii("{\"code\":\"");
  private static final byte[] ERROR_MESSAGE = JsonBytes.ascii("\",\"message\":\"");
  private static final byte[] STRING_END = JsonBytes.ascii("\"}");
  private static final byte[] NULL = JsonBytes.ascii("null");
  private static final byte[] INCOMPLETE = JsonBytes.ascii(",\"incomplete_details\":");
  private static final byte[] OUT_OF_TOKENS = JsonBytes.ascii("{\"reason\":\"max_output_tokens\"}");
  private static final byte[] MODEL = JsonBytes.ascii(",\"model\":\"");
  private static final byte[] OUTPUT = JsonBytes.ascii(",\"output\":[");
  private static final byte[] USAGE = JsonBytes.ascii("],\"usage\":");
  private static final byte[] INPUT_TOKENS = JsonBytes.ascii("{\"input_tokens\":");
  private static final byte[] CACHED =
      JsonBytes.ascii(",\"input_tokens_details\":{\"cached_tokens\":");
  private static final byte[] OUTPUT_TOKENS =
      JsonBytes.ascii(",\"cache_write_tokens\":0},\"output_tokens\":");
  private static final byte[] REASONING_TOKENS =
      JsonBytes.ascii(",\"output_tokens_details\":{\"reasoning_tokens\":");
  private static final byte[] TOTAL = JsonBytes.ascii("},\"total_tokens\":");
  private static final byte[] END = JsonBytes.ascii("}");

  private static final byte[] TYPE_MESSAGE =
      JsonBytes.ascii("\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"");
  private static final byte[] TYPE_REASONING =
      JsonBytes.ascii("\",\"type\":\"reasoning\",\"summary\":[");
  private static final byte[] SUMMARY_END = JsonBytes.ascii("],\"status\":\"");
  private static final byte[] SUMMARY_PART =
      JsonBytes.ascii("{\"type\":\"summary_text\",\"text\":\"");
  private static final byte[] TYPE_CALL =
      JsonBytes.ascii("\",\"type\":\"function_call\",\"status\":\"");
  private static final byte[] TYPE_CUSTOM =
      JsonBytes.ascii("\",\"type\":\"custom_tool_call\",\"status\":\"");
  private static final byte[] CALL_ID = JsonBytes.ascii("\",\"call_id\":\"");
  private static final byte[] NAME = JsonBytes.ascii("\",\"name\":\"");
  private static final byte[] NAMESPACE = JsonBytes.ascii("\",\"namespace\":\"");
  private static final byte[] INPUT = JsonBytes.ascii("\",\"input\":\"");
  private static final byte[] ARGUMENTS = JsonBytes.ascii("\",\"arguments\":\"");
  private static final byte[] CONTENT = JsonBytes.ascii("\",\"content\":[");
  private static final byte[] CONTENT_END = JsonBytes.ascii("]}");
  private static final byte[] TEXT_PART = JsonBytes.ascii("{\"type\":\"output_text\",\"text\":\"");
  private static final byte[] TEXT_PART_END =
      JsonBytes.ascii("\",\"annotations\":[],\"logprobs\":[]}");
  private static final byte[] REASONING_PART =
      JsonBytes.ascii("{\"type\":\"reasoning_text\",\"text\":\"");

  private static final String RESPONSE_PREFIX = "resp_";
  private static final String IN_PROGRESS = "in_progress";

  private final WireResponse response;
  private final MessageAccumulator message;
  private final String idStem;

  ResponsesItems(WireResponse response, MessageAccumulator message) {
    this.response = response;
    this.message = message;
    String id = response.id();
    this.idStem = id.startsWith(RESPONSE_PREFIX) ? id.substring(RESPONSE_PREFIX.length()) : id;
  }

  /**
   * Writes the response object.
   *
   * @param reason why it ended, or null before its end
   * @param error the error of a failed response, or null
   */
  void putResponse(
      WireRenderer renderer,
      @Nullable FinishReason reason,
      @Nullable WireError error,
      WireBuffer out) {
    boolean outOfTokens = reason == FinishReason.LENGTH;
    out.put(ID);
    out.putEscaped(response.id());
    out.put(CREATED);
    out.putNumber(response.created());
    out.put(STATUS);
    out.putEscaped(
        error != null
            ? "failed"
            : reason == null ? IN_PROGRESS : outOfTokens ? "incomplete" : "completed");
    out.put(ERROR);
    putError(error, out);
    out.put(INCOMPLETE);
    out.put(outOfTokens ? OUT_OF_TOKENS : NULL);
    out.put(MODEL);
    out.putEscaped(response.model());
    out.put(QUOTE);
    if (response.requestFields().length() > 0) {
      out.put(COMMA);
      response.requestFields().put(out);
    }
    out.put(OUTPUT);
    boolean over = reason != null || error != null;
    for (int i = 0; over && i < message.count(); i++) {
      if (i > 0) {
        out.put(COMMA);
      }
      putItem(i, out);
    }
    out.put(USAGE);
    if (over) {
      putUsage(renderer, out);
    } else {
      out.put(NULL);
    }
    out.put(END);
  }

  private static void putError(@Nullable WireError error, WireBuffer out) {
    if (error == null) {
      out.put(NULL);
      return;
    }
    out.put(ERROR_CODE);
    out.putEscaped(error.responsesCode());
    out.put(ERROR_MESSAGE);
    out.putEscaped(error.message());
    out.put(STRING_END);
  }

  private static void putUsage(WireRenderer renderer, WireBuffer out) {
    out.put(INPUT_TOKENS);
    out.putNumber(renderer.promptTokens);
    out.put(CACHED);
    out.putNumber(renderer.cachedTokens);
    out.put(OUTPUT_TOKENS);
    out.putNumber(renderer.completionTokens);
    out.put(REASONING_TOKENS);
    out.putNumber(renderer.reasoningTokens);
    out.put(TOTAL);
    out.putNumber((long) renderer.promptTokens + renderer.completionTokens);
    out.put(END);
  }

  /** The id of an item, without quotation marks. */
  void putItemId(int item, WireBuffer out) {
    out.put(
        switch (message.kind(item)) {
          case WireRenderer.CALL -> CALL_PREFIX;
          case WireRenderer.CUSTOM -> CUSTOM_PREFIX;
          case WireRenderer.REASONING -> REASONING_PREFIX;
          default -> MESSAGE_PREFIX;
        });
    out.putEscaped(idStem);
    out.put(UNDERSCORE);
    out.putNumber(item);
  }

  /** Writes a completed item. */
  void putItem(int item, WireBuffer out) {
    String status = message.isComplete(item) ? "completed" : "incomplete";
    if (message.isCall(item)) {
      putCall(item, status, true, out);
    } else {
      openText(item, status, true, out);
      if (!isReasoning(item) || response.reasoningEvents().hasText()) {
        putPart(item, true, out);
      }
      out.put(CONTENT_END);
    }
  }

  /** Writes an item at its beginning. */
  void putOpenItem(int item, WireBuffer out) {
    if (message.isCall(item)) {
      putCall(item, IN_PROGRESS, false, out);
    } else {
      openText(item, IN_PROGRESS, false, out);
      out.put(CONTENT_END);
    }
  }

  private void putCall(int item, String status, boolean whole, WireBuffer out) {
    boolean custom = message.kind(item) == WireRenderer.CUSTOM;
    out.put(ID);
    putItemId(item, out);
    out.put(custom ? TYPE_CUSTOM : TYPE_CALL);
    out.putEscaped(status);
    out.put(CALL_ID);
    message.putCallId(item, item, out);
    out.put(NAME);
    message.putName(item, out);
    if (message.hasNamespace(item)) {
      out.put(NAMESPACE);
      message.putNamespace(item, out);
    }
    out.put(custom ? INPUT : ARGUMENTS);
    if (whole) {
      message.putText(item, out);
    }
    out.put(STRING_END);
  }

  private boolean isReasoning(int item) {
    return message.kind(item) == WireRenderer.REASONING;
  }

  private void openText(int item, String status, boolean whole, WireBuffer out) {
    out.put(ID);
    putItemId(item, out);
    if (isReasoning(item)) {
      out.put(TYPE_REASONING);
      if (whole && response.reasoningEvents().hasSummary()) {
        putSummary(item, true, out);
      }
      out.put(SUMMARY_END);
    } else {
      out.put(TYPE_MESSAGE);
    }
    out.putEscaped(status);
    out.put(CONTENT);
  }

  /** Writes the only part of the summary of an item with reasoning. */
  void putSummary(int item, boolean whole, WireBuffer out) {
    out.put(SUMMARY_PART);
    if (whole) {
      message.putText(item, out);
    }
    out.put(STRING_END);
  }

  /** Writes the only part of an item with text. */
  void putPart(int item, boolean whole, WireBuffer out) {
    boolean reasoning = isReasoning(item);
    out.put(reasoning ? REASONING_PART : TEXT_PART);
    if (whole) {
      message.putText(item, out);
    }
    out.put(reasoning ? STRING_END : TEXT_PART_END);
  }
}
