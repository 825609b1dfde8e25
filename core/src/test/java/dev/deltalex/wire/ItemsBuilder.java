package dev.deltalex.wire;

import dev.deltalex.wire.ReadMessage.Item;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.ArrayList;
import java.util.List;

/** Puts items together from deltas; neighbours of one kind are one run. */
final class ItemsBuilder {
  private final List<Item> items = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Kind open = Kind.CALL;
  private boolean isOpen;
  private String id = "";
  private String name = "";

  void text(Kind kind, String delta) {
    if (!isOpen || open != kind) {
      close();
      open(kind, "", "");
    }
    text.append(delta);
  }

  void call(String callId, String callName) {
    close();
    open(Kind.CALL, callId, callName);
  }

  void arguments(String delta) {
    if (!isOpen || open != Kind.CALL) {
      throw new AssertionError("arguments outside a call: " + delta);
    }
    text.append(delta);
  }

  private void open(Kind kind, String callId, String callName) {
    isOpen = true;
    open = kind;
    id = callId;
    name = callName;
  }

  void close() {
    if (isOpen) {
      items.add(new Item(open, text.toString(), id, name));
      text.setLength(0);
      isOpen = false;
    }
  }

  List<Item> items() {
    close();
    return List.copyOf(items);
  }
}
