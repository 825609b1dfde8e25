package dev.deltalex.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a generated text was made from, and so what a parser must find in it. */
public final class Expected {
  /** A call: its name, the JSON of its arguments, and the model's id where it is known. */
  record Call(String name, String arguments, @Nullable String id) {}

  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  private boolean markerInValue;

  void addContent(String text) {
    content.append(text);
  }

  void addReasoning(String text) {
    reasoning.append(text);
  }

  void addCall(String name, String arguments) {
    addCall(name, arguments, null);
  }

  /** A call to which the model gave an id, or null if that is not known. */
  void addCall(String name, String arguments, @Nullable String id) {
    calls.add(new Call(name, WholeText.ofJson(arguments), id));
  }

  void noteMarkerInValue() {
    markerInValue = true;
  }

  /** Whether some value contains a marker. */
  public boolean markerInValue() {
    return markerInValue;
  }

  /** Number of calls. */
  public int callCount() {
    return calls.size();
  }

  /** The calls, in order. */
  List<Call> calls() {
    return calls;
  }

  /** What differs from the log, in words; empty if nothing. */
  public String difference(EventLog log) {
    if (!log.content().contentEquals(content)) {
      return "content is not what the text was made from: expected " + content;
    }
    if (!log.reasoning().contentEquals(reasoning)) {
      return "reasoning is not what the text was made from: expected " + reasoning;
    }
    List<EventLog.Call> found = log.calls();
    if (found.size() != calls.size()) {
      return calls.size() + " calls expected";
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      EventLog.Call other = found.get(i);
      if (!other.complete() || !other.name().equals(call.name)) {
        return "call " + i + " should be complete and named " + call.name;
      }
      if (!Json.canonical(other.arguments()).equals(Json.canonical(call.arguments))) {
        return "call " + i + " expected with " + call.arguments;
      }
    }
    return "";
  }

  /**
   * What differs from the log in the ids of calls, in words; empty if nothing. For logs of parsers
   * that pass the model's ids on.
   */
  public String idDifference(EventLog log) {
    List<EventLog.Call> found = log.calls();
    for (int i = 0; i < Math.min(calls.size(), found.size()); i++) {
      String id = calls.get(i).id;
      if (id != null && !found.get(i).id().equals(id)) {
        return "call " + i + " should have the id " + id;
      }
    }
    return "";
  }
}
