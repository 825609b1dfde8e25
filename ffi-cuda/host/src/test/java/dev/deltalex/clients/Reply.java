package dev.deltalex.clients;

import java.util.ArrayList;
import java.util.List;

/**
 * A message of a client, or the expected one.
 *
 * @param parts the parts in order; not empty, and no two adjacent texts of one kind
 * @param ends {@code stop}, {@code length} or {@code tool_calls}, as in chat completions
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

  /** The message with one text of each kind and the calls after them. */
  Reply flat() {
    List<Part> sorted = new ArrayList<>();
    for (Part.Kind kind : Part.Kind.values()) {
      parts.stream().filter(part -> part.kind() == kind).forEach(sorted::add);
    }
    return new Reply(sorted, ends);
  }
}
