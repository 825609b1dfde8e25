package dev.deltalex.batch;

import dev.deltalex.DeltaEvent;
import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Message;
import dev.deltalex.StreamControl;
import dev.deltalex.value.GrowableChars;
import dev.deltalex.value.JsonBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The message of a response, in arrays that are kept for the next one. */
final class FoldedResponse implements DeltaSink {
  /** Longer arrays are not kept for the next response. */
  private static final int KEPT = 1 << 20;

  private static final byte[] CONTENT = JsonBytes.ascii("\"content\":");
  private static final byte[] REASONING = JsonBytes.ascii(",\"reasoning\":");
  private static final byte[] CALLS = JsonBytes.ascii(",\"calls\":[");
  private static final byte[] NAME = JsonBytes.ascii("{\"name\":");
  private static final byte[] NEXT_NAME = JsonBytes.ascii(",{\"name\":");
  private static final byte[] ARGUMENTS = JsonBytes.ascii(",\"arguments\":");
  private static final byte[] COMPLETE = JsonBytes.ascii(",\"complete\":true}");
  private static final byte[] INCOMPLETE = JsonBytes.ascii(",\"complete\":false}");
  private static final byte[] FINISH = JsonBytes.ascii("],\"finish\":\"");
  private static final byte[] DIAGNOSTICS = JsonBytes.ascii("\",\"diagnostics\":[");
  private static final byte[] END = JsonBytes.ascii("]");
  private static final byte[] NOTHING = {};
  private static final byte[] COMMA = JsonBytes.ascii(",");

  /** A call; its arguments are chars of {@link #arguments}. */
  private record Call(int tool, String id, String name, int from, int to, boolean complete) {}

  private final GrowableChars reasoning = new GrowableChars();
  private final GrowableChars content = new GrowableChars();

  /** The arguments of all calls. */
  private final GrowableChars arguments = new GrowableChars();

  private final List<Call> calls = new ArrayList<>();
  private final List<DeltaEvent.Note> notes = new ArrayList<>();
  private FinishReason reason = FinishReason.CANCELLED;
  private long incomplete;
  private long repaired;

  // The open call.
  private int tool;
  private String id = "";
  private String name = "";
  private int argumentsFrom;
  private boolean inCall;
  private boolean isRepaired;

  @Override
  public void opened(StreamControl control) {
    reasoning.clear(KEPT);
    content.clear(KEPT);
    arguments.clear(KEPT);
    calls.clear();
    notes.clear();
    reason = FinishReason.CANCELLED;
    incomplete = 0;
    repaired = 0;
    inCall = false;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    reasoning.append(buffer, offset, offset + length);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    content.append(buffer, offset, offset + length);
  }

  @Override
  public void callOpened(
      int index, int toolOrdinal, CharSequence callId, CharSequence toolName, long sourceOffset) {
    tool = toolOrdinal;
    id = callId.toString();
    name = toolName.toString();
    argumentsFrom = arguments.length();
    inCall = true;
    isRepaired = false;
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    arguments.append(buffer, offset, offset + length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    calls.add(new Call(tool, id, name, argumentsFrom, arguments.length(), complete));
    incomplete += complete ? 0 : 1;
    repaired += complete && isRepaired ? 1 : 0;
    inCall = false;
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    notes.add(new DeltaEvent.Note(code, sourceOffset));
    isRepaired |= inCall && code != Diagnostic.UNDECLARED_TOOL;
  }

  @Override
  public void finished(FinishReason finishReason) {
    reason = finishReason;
  }

  /** The counts of this response, as one line. */
  BatchCounts.Row counts() {
    return new BatchCounts.Row(1, calls.size(), incomplete, repaired);
  }

  /** Whether the other has the same text, calls and finish reason. */
  boolean isSameAnswer(FoldedResponse other) {
    boolean same =
        reason == other.reason
            && isSame(reasoning, other.reasoning)
            && isSame(content, other.content)
            && isSame(arguments, other.arguments)
            && calls.size() == other.calls.size();
    for (int i = 0; i < calls.size() && same; i++) {
      Call one = calls.get(i);
      Call two = other.calls.get(i);
      same = one.to == two.to && one.complete == two.complete && one.name.equals(two.name);
    }
    return same;
  }

  private static boolean isSame(GrowableChars one, GrowableChars two) {
    return Arrays.equals(one.array(), 0, one.length(), two.array(), 0, two.length());
  }

  /** A copy. */
  Message message() {
    List<Message.Call> copies = new ArrayList<>();
    for (Call call : calls) {
      String json = new String(arguments.array(), call.from, call.to - call.from);
      copies.add(new Message.Call(call.tool, call.id, call.name, json, call.complete));
    }
    return new Message(reasoning.toString(), content.toString(), copies, notes, reason);
  }

  /** Writes the members of the message, without the braces around them. */
  void write(LineOutput out) {
    out.put(CONTENT).quote(content).put(REASONING).quote(reasoning).put(CALLS);
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      out.put(i == 0 ? NAME : NEXT_NAME).quote(call.name).put(ARGUMENTS);
      out.quote(arguments.array(), call.from, call.to);
      out.put(call.complete ? COMPLETE : INCOMPLETE);
    }
    out.put(FINISH).put(reason.name().toLowerCase(Locale.ROOT)).put(DIAGNOSTICS);
    for (int i = 0; i < notes.size(); i++) {
      out.put(i == 0 ? NOTHING : COMMA).quote(notes.get(i).code().name());
    }
    out.put(END);
  }
}
