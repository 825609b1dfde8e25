package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.value.JsonBytes;
import java.util.Arrays;
import java.util.List;

/**
 * One choice of a streamed OpenAI chat completion: {@code chat.completion.chunk} objects.
 *
 * <pre>
 * data: {"id":…,"object":"chat.completion.chunk","created":…,"model":…,"choices":[{"index":0,
 *        "delta":{"role":"assistant","content":""},"finish_reason":null}]}
 * …     "delta":{"reasoning_content":"…"}   or {"content":"…"}
 * …     "delta":{"tool_calls":[{"index":0,"id":…,"type":"function",
 *                "function":{"name":…,"arguments":""}}]}
 * …     "delta":{"tool_calls":[{"index":0,"function":{"arguments":"…"}}]}
 * …     the same with "type":"custom" and "custom":{"name":…,"input":…} for a custom tool
 * …     "delta":{},"finish_reason":"tool_calls"
 * data: {…,"choices":[],"usage":{…}}         if includeUsage
 * data: [DONE]
 * </pre>
 *
 * The choices of a response share its buffer: each chunk has the index of its choice.
 */
final class ChatCompletionRenderer extends WireRenderer {
  private static final byte[] CONTENT_FIELD = JsonBytes.ascii("\"content\":\"");
  private static final byte[] REASONING_FIELD = JsonBytes.ascii("\"reasoning\":\"");
  private static final byte[] REASONING_CONTENT_FIELD = JsonBytes.ascii("\"reasoning_content\":\"");
  private static final byte[] SECOND_FIELD = JsonBytes.ascii("\",\"reasoning\":\"");
  private static final byte[] ROLE_FIELD = JsonBytes.ascii("\"role\":\"assistant\",\"content\":\"");
  private static final byte[] CALLS_FIELD = JsonBytes.ascii("\"tool_calls\":[{\"index\":");
  private static final byte[] CALL_ID = JsonBytes.ascii(",\"id\":\"");
  private static final byte[] CALL_NAME =
      JsonBytes.ascii("\",\"type\":\"function\",\"function\":{\"name\":\"");
  private static final byte[] CALL_ARGUMENTS = JsonBytes.ascii("\",\"arguments\":\"");
  private static final byte[] ARGUMENTS_FIELD = JsonBytes.ascii(",\"function\":{\"arguments\":\"");
  private static final byte[] CUSTOM_NAME =
      JsonBytes.ascii("\",\"type\":\"custom\",\"custom\":{\"name\":\"");
  private static final byte[] CUSTOM_INPUT = JsonBytes.ascii("\",\"input\":\"");
  private static final byte[] INPUT_FIELD = JsonBytes.ascii(",\"custom\":{\"input\":\"");
  private static final byte[] FINISH = JsonBytes.ascii("},\"finish_reason\":\"");
  private static final byte[] FINISHED = JsonBytes.ascii("\"}]}\n\n");

  private static final String TEXT_END = "\"},\"finish_reason\":null}]}\n\n";
  private static final String CALL_END = "\"}}]},\"finish_reason\":null}]}\n\n";
  private static final long[] TEXT_TAIL = JsonBytes.words(TEXT_END);
  private static final long[] CALL_TAIL = JsonBytes.words(CALL_END);
  private static final byte[] TEXT_TAIL_BYTES = JsonBytes.ascii(TEXT_END);
  private static final byte[] CALL_TAIL_BYTES = JsonBytes.ascii(CALL_END);

  private final ChatChoices choices;

  /** The JSON of a chunk of this choice up to the members of its delta. */
  private final byte[] head;

  private final byte[] contentHead;
  private final byte[] reasoningHead;

  /**
   * The JSON of a chunk up to the arguments of the open call: {@link #head} plus the call's index.
   */
  private final byte[] callHead;

  private int callHeadLength;
  private final boolean twoFields;

  private ChatCompletionRenderer(
      WireResponse response, WireBuffer out, ChatChoices choices, int index) {
    super(response, out);
    this.choices = choices;
    this.head = choices.head(index);
    this.contentHead = join(head, CONTENT_FIELD);
    ReasoningField field = response.reasoningField();
    this.reasoningHead =
        join(head, field == ReasoningField.REASONING ? REASONING_FIELD : REASONING_CONTENT_FIELD);
    this.twoFields = field == ReasoningField.BOTH;
    byte[] calls = join(head, CALLS_FIELD);
    this.callHead =
        Arrays.copyOf(calls, calls.length + JsonBytes.LONGEST_NUMBER + ARGUMENTS_FIELD.length);
    this.callHeadLength = calls.length;
  }

  static List<WireRenderer> of(WireResponse response, WireBuffer out) {
    ChatChoices choices = new ChatChoices(response, out);
    WireRenderer[] renderers = new WireRenderer[response.choices()];
    for (int i = 0; i < renderers.length; i++) {
      renderers[i] = new ChatCompletionRenderer(response, out, choices, i);
    }
    choices.bind(renderers);
    return List.of(renderers);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public boolean isOver() {
    return choices.isOver();
  }

  @Override
  void begin() {
    choices.begin();
  }

  /** The first chunk of this choice. */
  void role() {
    out.put(head);
    out.put(ROLE_FIELD);
    out.put(TEXT_TAIL_BYTES);
    out.event();
  }

  @Override
  void runOpens(int kind) {}

  @Override
  void callOpens(int index, CharSequence id, CharSequence name) {
    int fields = head.length + CALLS_FIELD.length;
    boolean custom = form.type() == CallForm.Type.CUSTOM;
    int at = JsonBytes.number(index, callHead, fields);
    out.put(callHead, 0, at);
    out.put(CALL_ID);
    if (id.isEmpty()) {
      out.put(CALL_PREFIX);
      out.putNumber(index);
    } else {
      out.putEscaped(id);
    }
    out.put(custom ? CUSTOM_NAME : CALL_NAME);
    out.putEscaped(name);
    out.put(custom ? CUSTOM_INPUT : CALL_ARGUMENTS);
    out.put(CALL_TAIL_BYTES);
    out.event();
    byte[] field = custom ? INPUT_FIELD : ARGUMENTS_FIELD;
    System.arraycopy(field, 0, callHead, at, field.length);
    callHeadLength = at + field.length;
  }

  @Override
  void delta(int kind, char[] a, int from, int to) {
    if (kind == CALL || kind == CUSTOM) {
      write(callHead, callHeadLength, CALL_TAIL, CALL_END.length(), a, from, to);
    } else if (kind == CONTENT) {
      write(contentHead, contentHead.length, TEXT_TAIL, TEXT_END.length(), a, from, to);
    } else if (twoFields) {
      writeTwice(a, from, to);
    } else {
      write(reasoningHead, reasoningHead.length, TEXT_TAIL, TEXT_END.length(), a, from, to);
    }
  }

  private void write(
      byte[] before, int length, long[] after, int tail, char[] a, int from, int to) {
    WireBuffer buffer = out;
    int at = buffer.room(length + JsonBytes.room(to - from) + JsonBytes.STORED);
    byte[] bytes = buffer.bytes;
    System.arraycopy(before, 0, bytes, at, length);
    at = JsonBytes.escape(scanner, a, from, to, bytes, at + length);
    JsonBytes.store(after, bytes, at);
    buffer.event(at + tail);
  }

  private void writeTwice(char[] a, int from, int to) {
    int length = reasoningHead.length;
    int text = JsonBytes.room(to - from);
    int at = out.room(length + SECOND_FIELD.length + 2 * text + JsonBytes.STORED);
    byte[] bytes = out.bytes;
    System.arraycopy(reasoningHead, 0, bytes, at, length);
    int first = at + length;
    int end = JsonBytes.escape(scanner, a, from, to, bytes, first);
    System.arraycopy(SECOND_FIELD, 0, bytes, end, SECOND_FIELD.length);
    int second = end + SECOND_FIELD.length;
    System.arraycopy(bytes, first, bytes, second, end - first);
    int last = second + end - first;
    JsonBytes.store(TEXT_TAIL, bytes, last);
    out.event(last + TEXT_END.length());
  }

  @Override
  void runCloses(int kind, boolean complete) {}

  @Override
  void callCloses(boolean complete) {}

  @Override
  void ended(FinishReason reason) {
    out.put(head);
    out.put(FINISH);
    out.putEscaped(finishReason(reason, this));
    out.put(FINISHED);
    out.event();
    if (choices.ended(this, true)) {
      choices.writeLast();
    }
  }

  /**
   * The {@code finish_reason} of chat completions. For a forced tool it is {@code stop}, not {@code
   * tool_calls}. The input of a custom tool is free text, which does not show that it was cut: then
   * it is {@code length}, even if the model ended the response.
   */
  static String finishReason(FinishReason reason, WireRenderer choice) {
    if (choice.hasCutInput()) {
      return "length";
    }
    return switch (reason) {
      case LENGTH -> "length";
      case TOOL_CALLS -> {
        boolean forced = choice.response.toolChoice() == ParserOptions.ToolChoice.NAMED;
        yield forced ? "stop" : "tool_calls";
      }
      default -> "stop";
    };
  }

  @Override
  void cancelled() {
    if (choices.ended(this, false)) {
      choices.writeLast();
    }
  }

  @Override
  void failed(WireError error) {
    choices.abandon();
    out.put(Sse.DATA);
    error.writeOpenAi(out);
    out.put(Sse.BLANK_LINE);
  }

  @Override
  void keepAlive() {
    out.put(Sse.COMMENT);
    out.event();
  }
}
