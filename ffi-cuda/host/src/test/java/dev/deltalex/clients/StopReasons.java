package dev.deltalex.clients;

/** Converts reasons to those of chat completions. */
final class StopReasons {
  private StopReasons() {}

  static String ofMessages(String reason) {
    return switch (reason) {
      case "end_turn" -> "stop";
      case "max_tokens" -> "length";
      case "tool_use" -> "tool_calls";
      default -> reason;
    };
  }
}
