package dev.deltalex.clients;

/**
 * A part of a message.
 *
 * @param name the tool's name; empty unless it is a call
 * @param text reasoning, content, or a call's arguments as JSON
 */
record Part(Kind kind, String name, String text) {
  enum Kind {
    REASONING,
    CONTENT,
    CALL
  }

  static Part reasoning(String text) {
    return new Part(Kind.REASONING, "", text);
  }

  static Part content(String text) {
    return new Part(Kind.CONTENT, "", text);
  }

  static Part call(String name, String arguments) {
    return new Part(Kind.CALL, name, arguments);
  }

  boolean isCall() {
    return kind == Kind.CALL;
  }

  Part with(String otherText) {
    return new Part(kind, name, otherText);
  }
}
