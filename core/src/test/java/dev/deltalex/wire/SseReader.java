package dev.deltalex.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events as bytes, read strictly: lines end with a line feed, an event is an optional
 * {@code event:} line and one {@code data:} line, and a blank line ends each, comments included.
 */
final class SseReader {
  static final String DONE = "[DONE]";

  /** One event; {@code name} is empty without an event line. */
  record Event(String name, byte[] data) {
    boolean isDone() {
      return Arrays.equals(data, DONE.getBytes(StandardCharsets.US_ASCII));
    }

    Map<String, @Nullable Object> json() {
      return JsonTree.object(data);
    }
  }

  private SseReader() {}

  /** The events; comments are left out. */
  static List<Event> events(byte[] bytes) {
    List<Event> events = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = end(bytes, at);
      if (bytes[at] != ':') {
        events.add(event(bytes, at, end));
      }
      at = end + 2;
    }
    return events;
  }

  /** The comments. */
  static List<String> comments(byte[] bytes) {
    List<String> comments = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = end(bytes, at);
      if (bytes[at] == ':') {
        comments.add(new String(bytes, at, end - at, StandardCharsets.UTF_8));
      }
      at = end + 2;
    }
    return comments;
  }

  private static int end(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    throw new AssertionError(
        "no blank line ends: "
            + new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
  }

  private static Event event(byte[] bytes, int from, int to) {
    String name = "";
    int at = from;
    if (begins(bytes, at, "event: ")) {
      int end = at;
      while (bytes[end] != '\n') {
        end++;
      }
      name = new String(bytes, at + 7, end - at - 7, StandardCharsets.US_ASCII);
      at = end + 1;
    }
    if (!begins(bytes, at, "data: ")) {
      throw new AssertionError(
          "no data: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    byte[] data = Arrays.copyOfRange(bytes, at + 6, to);
    for (byte b : data) {
      if (b == '\n' || b == '\r') {
        throw new AssertionError("a line end inside data");
      }
    }
    return new Event(name, data);
  }

  private static boolean begins(byte[] bytes, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
