package dev.deltalex.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A message as a client has put it together.
 *
 * @param items runs of reasoning and content, and calls, in order
 * @param finish the protocol's word for why it ended; empty if it did not
 * @param error the message of the error that ended it, or empty
 */
record ReadMessage(List<Item> items, String finish, String error) {
  /** What an item is. */
  enum Kind {
    REASONING,
    CONTENT,
    CALL
  }

  /** A run's text, or a call's arguments, id and name. */
  record Item(Kind kind, String text, String id, String name) {
    static Item text(Kind kind, String text) {
      return new Item(kind, text, "", "");
    }
  }

  /** All text of a kind. */
  String text(Kind kind) {
    StringBuilder all = new StringBuilder();
    for (Item item : items) {
      all.append(item.kind() == kind ? item.text() : "");
    }
    return all.toString();
  }

  List<Item> calls() {
    List<Item> calls = new ArrayList<>(items);
    calls.removeIf(item -> item.kind() != Kind.CALL);
    return calls;
  }

  /** Reasoning, content and calls apart: all that a chat completion says. */
  ReadMessage grouped() {
    List<Item> grouped = new ArrayList<>();
    grouped.add(Item.text(Kind.REASONING, text(Kind.REASONING)));
    grouped.add(Item.text(Kind.CONTENT, text(Kind.CONTENT)));
    grouped.addAll(calls());
    return new ReadMessage(grouped, finish, error);
  }
}
