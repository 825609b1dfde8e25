package dev.deltalex.clients;

/** How a recorded output is cut into bursts. */
enum Cut {
  WHOLE("whole", "whole"),
  BURSTS("bursts", "burst:4"),
  CHARS("chars", "chars:1");

  /** Outputs longer than this are not cut into single chars: a thousand events say as much. */
  private static final int MANY_CHARS = 4_096;

  /** As part of a model's name. */
  final String word;

  private final String cuts;

  Cut(String word, String cuts) {
    this.word = word;
    this.cuts = cuts;
  }

  /** As a script spells it. */
  String cutsOf(String text) {
    return this == CHARS && text.length() > MANY_CHARS ? "chars:31" : cuts;
  }
}
