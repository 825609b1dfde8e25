package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * A streamed response of the OpenAI Responses protocol.
 *
 * <pre>
 * response.created, response.in_progress
 * response.output_item.added
 *   response.content_part.added, response.output_text.delta …, .done, response.content_part.done
 *   or the same with reasoning_text or reasoning_summary_text and …_summary_part,
 *   or response.function_call_arguments.delta …, .done, or ….custom_tool_call_input.delta …, .done
 * response.output_item.done
 * …
 * response.completed, response.incomplete (token limit) or response.failed
 * </pre>
 *
 * Every event has the next {@code sequence_number}. The protocol repeats each text at its end and
 * all texts at the end of the response, so they are kept until then, in up to 64 MiB. The last
 * events are written in one call: without a drain, the buffer needs room for four times the last
 * text plus once all texts before it. If it has too little, these events are not written, and only
 * {@link #fail} may be called.
 */
final class ResponsesRenderer extends WireRenderer {
  private static final byte[] CREATED = event("response.created");
  private static final byte[] IN_PROGRESS = event("response.in_progress");
  private static final byte[] COMPLETED = event("response.completed");
  private static final byte[] INCOMPLETE = event("response.incomplete");
  private static final byte[] FAILED = event("response.failed");
  private static final byte[] ITEM_ADDED = event("response.output_item.added");
  private static final byte[] ITEM_DONE = event("response.output_item.done");
  private static final byte[] PART_ADDED = event("response.content_part.added");
  private static final byte[] PART_DONE = event("response.content_part.done");
  private static final byte[] TEXT_DELTA = event("response.output_text.delta");
  private static final byte[] TEXT_DONE = event("response.output_text.done");
  private static final byte[] REASONING_DELTA = event("response.reasoning_text.delta");
  private static final byte[] REASONING_DONE = event("response.reasoning_text.done");
  private static final byte[] ARGUMENTS_DELTA = event("response.function_call_arguments.delta");
  private static final byte[] ARGUMENTS_DONE = event("response.function_call_arguments.done");

  private static final byte[] SUMMARY_ADDED = event("response.reasoning_summary_part.added");
  private static final byte[] SUMMARY_PART_DONE = event("response.reasoning_summary_part.done");
  private static final byte[] SUMMARY_DELTA = event("response.reasoning_summary_text.delta");
  private static final byte[] SUMMARY_DONE = event("response.reasoning_summary_text.done");
  private static final byte[] INPUT_DELTA = event("response.custom_tool_call_input.delta");
  private static final byte[] INPUT_DONE = event("response.custom_tool_call_input.done");

  private static final byte[] RESPONSE = JsonBytes.ascii("\"response\":");
  private static final byte[] ITEM_ID = JsonBytes.ascii("\"item_id\":\"");
  private static final byte[] OUTPUT_INDEX = JsonBytes.ascii("\"output_index\":");
  private static final byte[] ITEM = JsonBytes.ascii(",\"item\":");
  private static final byte[] AFTER_ID = JsonBytes.ascii("\",\"output_index\":");
  private static final byte[] CONTENT_INDEX = JsonBytes.ascii(",\"content_index\":0");
  private static final byte[] SUMMARY_INDEX = JsonBytes.ascii(",\"summary_index\":0");
  private static final byte[] NO_INDEX = {};
  private static final byte[] PART = JsonBytes.ascii(",\"part\":");
  private static final byte[] DELTA = JsonBytes.ascii(",\"delta\":\"");
  private static final byte[] TEXT = JsonBytes.ascii(",\"text\":\"");
  private static final byte[] NAME = JsonBytes.ascii(",\"name\":\"");
  private static final byte[] ARGUMENTS_FIELD = JsonBytes.ascii("\",\"arguments\":\"");
  private static final byte[] INPUT_FIELD = JsonBytes.ascii(",\"input\":\"");
  private static final byte[] LOGPROBS = JsonBytes.ascii(",\"logprobs\":[]");
  private static final byte[] SEQUENCE = JsonBytes.ascii(",\"sequence_number\":");
  private static final byte[] END = JsonBytes.ascii("}\n\n");

  private static final String DELTA_END = "\",\"sequence_number\":";
  private static final String TEXT_DELTA_END = "\",\"logprobs\":[],\"sequence_number\":";
  private static final long[] DELTA_TAIL = JsonBytes.words(DELTA_END);
  private static final byte[] TEXT_DELTA_TAIL = JsonBytes.ascii(TEXT_DELTA_END);

  private final MessageAccumulator message;
  private final ResponsesItems items;

  /** The JSON of a delta event of the open item, up to its text. */
  private final WireBuffer head = new WireBuffer(WireBuffer.MIN_LIMIT);

  /** The same for the second event of a delta of reasoning; empty if there is none. */
  private final WireBuffer summaryHead = new WireBuffer(WireBuffer.MIN_LIMIT);

  private final ReasoningEvents events;
  private long sequence;

  ResponsesRenderer(WireResponse response, WireBuffer out, MessageAccumulator message) {
    super(response, out);
    this.message = message;
    this.events = response.reasoningEvents();
    this.items = new ResponsesItems(response, message);
  }

  private static byte[] event(String type) {
    return JsonBytes.ascii("event: " + type + "\ndata: {\"type\":\"" + type + "\",");
  }

  private int item() {
    return message.count() - 1;
  }

  @Override
  void begin() {
    putResponse(CREATED, null, null);
    putResponse(IN_PROGRESS, null, null);
  }

  private void putResponse(byte[] event, @Nullable FinishReason reason, @Nullable WireError error) {
    out.put(event);
    out.put(RESPONSE);
    items.putResponse(this, reason, error, out);
    close();
  }

  @Override
  void runOpens(int kind) {
    message.openRun(kind);
    putItem(ITEM_ADDED, true);
    boolean summary = kind == REASONING && events.hasSummary();
    boolean text = kind == CONTENT || events.hasText();
    if (text) {
      putPart(PART_ADDED, false);
      setHead(head, kind == REASONING ? REASONING_DELTA : TEXT_DELTA, CONTENT_INDEX);
    }
    summaryHead.clear();
    if (summary) {
      putSummary(SUMMARY_ADDED, false);
      setHead(text ? summaryHead : head, SUMMARY_DELTA, SUMMARY_INDEX);
    }
  }

  @Override
  void callOpens(int index, CharSequence id, CharSequence name) {
    message.openCall(id, name, form);
    putItem(ITEM_ADDED, true);
    summaryHead.clear();
    boolean custom = form.type() == CallForm.Type.CUSTOM;
    setHead(head, custom ? INPUT_DELTA : ARGUMENTS_DELTA, NO_INDEX);
  }

  private void setHead(WireBuffer to, byte[] event, byte[] index) {
    to.clear();
    putTarget(event, index, to);
    to.put(DELTA);
  }

  /** Begins an event about the last item, up to its specific members. */
  private void putTarget(byte[] event, byte[] index, WireBuffer to) {
    to.put(event);
    to.put(ITEM_ID);
    items.putItemId(item(), to);
    to.put(AFTER_ID);
    to.putNumber(item());
    to.put(index);
  }

  private void putItem(byte[] event, boolean opens) {
    out.put(event);
    out.put(OUTPUT_INDEX);
    out.putNumber(item());
    out.put(ITEM);
    if (opens) {
      items.putOpenItem(item(), out);
    } else {
      items.putItem(item(), out);
    }
    close();
  }

  private void putPart(byte[] event, boolean whole) {
    putTarget(event, CONTENT_INDEX, out);
    out.put(PART);
    items.putPart(item(), whole, out);
    close();
  }

  private void putSummary(byte[] event, boolean whole) {
    putTarget(event, SUMMARY_INDEX, out);
    out.put(PART);
    items.putSummary(item(), whole, out);
    close();
  }

  /** Ends an event with its {@code sequence_number}. */
  private void close() {
    out.put(SEQUENCE);
    out.putNumber(sequence++);
    out.put(END);
    out.event();
  }

  @Override
  void delta(int kind, char[] a, int from, int to) {
    writeDelta(head, kind, a, from, to);
    if (summaryHead.end > 0) {
      writeDelta(summaryHead, kind, a, from, to);
    }
  }

  private void writeDelta(WireBuffer start, int kind, char[] a, int from, int to) {
    int length = start.end;
    int fixed = length + TEXT_DELTA_END.length() + JsonBytes.STORED + JsonBytes.LONGEST_NUMBER;
    int at = out.room(fixed + JsonBytes.room(to - from));
    byte[] bytes = out.bytes;
    System.arraycopy(start.bytes, 0, bytes, at, length);
    int text = at + length;
    int end = JsonBytes.escape(scanner, a, from, to, bytes, text);
    if (start == head) {
      message.text(bytes, text, end);
    }
    if (kind == CONTENT) {
      System.arraycopy(TEXT_DELTA_TAIL, 0, bytes, end, TEXT_DELTA_TAIL.length);
      end += TEXT_DELTA_TAIL.length;
    } else {
      JsonBytes.store(DELTA_TAIL, bytes, end);
      end += DELTA_END.length();
    }
    end = JsonBytes.number(sequence++, bytes, end);
    bytes[end] = '}';
    bytes[end + 1] = '\n';
    bytes[end + 2] = '\n';
    out.event(end + END.length);
  }

  @Override
  void runCloses(int kind, boolean complete) {
    message.close(complete);
    if (kind == CONTENT) {
      putText(TEXT_DONE, CONTENT_INDEX);
      out.put(LOGPROBS);
      close();
      putPart(PART_DONE, true);
    } else {
      closeReasoning();
    }
    putItem(ITEM_DONE, false);
  }

  private void closeReasoning() {
    if (events.hasText()) {
      putText(REASONING_DONE, CONTENT_INDEX);
      close();
      putPart(PART_DONE, true);
    }
    if (events.hasSummary()) {
      putText(SUMMARY_DONE, SUMMARY_INDEX);
      close();
      putSummary(SUMMARY_PART_DONE, true);
    }
  }

  /** Begins an event with the whole text of the last item. */
  private void putText(byte[] event, byte[] index) {
    putTarget(event, index, out);
    out.put(TEXT);
    message.putText(item(), out);
    out.put(ResponsesItems.QUOTE);
  }

  @Override
  void callCloses(boolean complete) {
    message.close(complete);
    if (message.kind(item()) == CUSTOM) {
      putTarget(INPUT_DONE, NO_INDEX, out);
      out.put(INPUT_FIELD);
    } else {
      putTarget(ARGUMENTS_DONE, NO_INDEX, out);
      out.put(NAME);
      message.putName(item(), out);
      out.put(ARGUMENTS_FIELD);
    }
    message.putText(item(), out);
    out.put(ResponsesItems.QUOTE);
    close();
    putItem(ITEM_DONE, false);
  }

  @Override
  void ended(FinishReason reason) {
    putResponse(reason == FinishReason.LENGTH ? INCOMPLETE : COMPLETED, reason, null);
  }

  @Override
  boolean closesWhenFailed() {
    return true;
  }

  @Override
  void failed(WireError error) {
    putResponse(FAILED, null, error);
  }

  @Override
  void keepAlive() {
    out.put(Sse.COMMENT);
    out.event();
  }
}
