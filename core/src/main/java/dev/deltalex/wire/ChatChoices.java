package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;

/**
 * The state that the choices of a chat completion share: the head of its chunks, its usage, and the
 * number of unfinished choices.
 */
final class ChatChoices {
  private static final byte[] ID = JsonBytes.ascii("{\"id\":\"");
  private static final byte[] OBJECT = JsonBytes.ascii("\",\"object\":\"");
  private static final byte[] CREATED = JsonBytes.ascii("\",\"created\":");
  private static final byte[] MODEL = JsonBytes.ascii(",\"model\":\"");
  private static final byte[] CHOICES = JsonBytes.ascii("\",\"choices\":[");
  private static final byte[] INDEX = JsonBytes.ascii("{\"index\":");
  private static final byte[] DELTA = JsonBytes.ascii(",\"delta\":{");
  private static final byte[] USAGE = JsonBytes.ascii("],\"usage\":");
  private static final byte[] PROMPT = JsonBytes.ascii("{\"prompt_tokens\":");
  private static final byte[] COMPLETION = JsonBytes.ascii(",\"completion_tokens\":");
  private static final byte[] TOTAL = JsonBytes.ascii(",\"total_tokens\":");
  private static final byte[] CACHED =
      JsonBytes.ascii(",\"prompt_tokens_details\":{\"cached_tokens\":");
  private static final byte[] REASONING =
      JsonBytes.ascii("},\"completion_tokens_details\":{\"reasoning_tokens\":");
  private static final byte[] USAGE_END = JsonBytes.ascii("}}");
  private static final byte[] END = JsonBytes.ascii("}\n\n");
  private static final byte[] DONE = JsonBytes.ascii("data: [DONE]\n\n");

  private final WireResponse response;
  private final WireBuffer out;
  private WireRenderer[] renderers = {};
  private int alive;
  private boolean begun;
  private boolean anyFinished;

  private long promptTokens;
  private long cachedTokens;
  private long completionTokens;
  private long reasoningTokens;

  ChatChoices(WireResponse response, WireBuffer out) {
    this.response = response;
    this.out = out;
  }

  void bind(WireRenderer... all) {
    renderers = all;
    alive = all.length;
  }

  WireRenderer[] all() {
    return renderers;
  }

  /** Writes the role chunks of all choices, before any choice may finish. */
  void begin() {
    if (!begun) {
      begun = true;
      for (WireRenderer renderer : renderers) {
        ((ChatCompletionRenderer) renderer).role();
      }
    }
  }

  /**
   * Ends a choice.
   *
   * @return whether to write the end of the response: after the last choice, unless all were
   *     cancelled
   */
  boolean ended(WireRenderer choice, boolean finished) {
    alive--;
    anyFinished |= finished;
    promptTokens = Math.max(promptTokens, choice.promptTokens);
    cachedTokens = Math.max(cachedTokens, choice.cachedTokens);
    completionTokens += choice.completionTokens;
    reasoningTokens += choice.reasoningTokens;
    return alive == 0 && anyFinished;
  }

  /** Ends the response, even if choices are unfinished. */
  void abandon() {
    alive = 0;
    for (WireRenderer renderer : renderers) {
      renderer.abandon();
    }
  }

  boolean isOver() {
    return alive == 0;
  }

  /** Writes the end of the response after the last choice. */
  void writeLast() {
    if (response.includeUsage()) {
      out.put(Sse.DATA);
      putHead(out, "chat.completion.chunk");
      putUsage();
      out.put(END);
      out.event();
    }
    out.put(DONE);
    out.event();
  }

  /** Closes the list of choices and appends the usage. */
  void putUsage() {
    out.put(USAGE);
    out.put(PROMPT);
    out.putNumber(promptTokens);
    out.put(COMPLETION);
    out.putNumber(completionTokens);
    out.put(TOTAL);
    out.putNumber(promptTokens + completionTokens);
    out.put(CACHED);
    out.putNumber(cachedTokens);
    out.put(REASONING);
    out.putNumber(reasoningTokens);
    out.put(USAGE_END);
  }

  /** The JSON of the object up to the first choice. */
  void putHead(WireBuffer to, String object) {
    to.put(ID);
    to.putEscaped(response.id());
    to.put(OBJECT);
    to.putEscaped(object);
    to.put(CREATED);
    to.putNumber(response.created());
    to.put(MODEL);
    to.putEscaped(response.model());
    to.put(CHOICES);
  }

  /** The JSON of a chunk up to the members of its delta. */
  byte[] head(int index) {
    WireBuffer head = new WireBuffer(WireBuffer.MIN_LIMIT);
    head.put(Sse.DATA);
    putHead(head, "chat.completion.chunk");
    head.put(INDEX);
    head.putNumber(index);
    head.put(DELTA);
    return head.toByteArray();
  }
}
