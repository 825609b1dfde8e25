package dev.deltalex.clients;

import java.util.ArrayList;
import java.util.List;

/**
 * A message as a client put it together, or as it should be.
 *
 * @param parts in order; no two runs of text of one kind touch, none is empty
 * @param ends {@code stop}, {@code length} or {@code tool_calls}, in the words of chat completions
 */
record Reply(List<Part> parts, String ends) {
  Reply {
    List<Part> joined = new ArrayList<>();
    for (Part part : parts) {
      Part last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && !part.isCall() && last.kind() == part.kind()) {
        joined.set(joined.size() - 1, last.with(last.text() + part.text()));
      } else if (part.isCall() || !part.text().isEmpty()) {
        joined.add(part);
      }
    }
    parts = List.copyOf(joined);
  }

  /** What is left of it where a message has one text of each kind, and calls behind them. */
  Reply flat() {
    List<Part> sorted = new ArrayList<>();
    for (Part.Kind kind : Part.Kind.values()) {
      parts.stream().filter(part -> part.kind() == kind).forEach(sorted::add);
    }
    return new Reply(sorted, ends);
  }
}
