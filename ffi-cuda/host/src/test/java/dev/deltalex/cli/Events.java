package dev.deltalex.cli;

import dev.deltalex.DeltaSink;

/** Sends texts to a sink as spans within a larger buffer, so that a wrong offset is detected. */
final class Events {
  private Events() {}

  static void content(DeltaSink sink, String text) {
    sink.content(("##" + text + "##").toCharArray(), 2, text.length(), 0);
  }

  static void reasoning(DeltaSink sink, String text) {
    sink.reasoning(("##" + text + "##").toCharArray(), 2, text.length(), 0);
  }

  static void arguments(DeltaSink sink, int index, String text) {
    sink.arguments(index, ("##" + text + "##").toCharArray(), 2, text.length(), 0);
  }

  /** Sends the events of a call. */
  static void call(DeltaSink sink, int index, String name, String arguments) {
    sink.callOpened(index, 0, "call_x", name, 0);
    arguments(sink, index, arguments);
    sink.callClosed(index, true, 0);
  }
}
