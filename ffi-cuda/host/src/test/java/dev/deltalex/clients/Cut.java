package dev.deltalex.clients;

/** How a recorded output is divided into bursts. */
enum Cut {
  WHOLE("whole", "whole"),
  BURSTS("bursts", "burst:4"),
  CHARS("chars", "chars:1");

  /**
   * Maximum length of outputs that are divided into single chars; more than a thousand events test
   * nothing new.
   */
  private static final int MANY_CHARS = 4_096;

  /** Its name as part of a model's name. */
  final String word;

  private final String cuts;

  Cut(String word, String cuts) {
    this.word = word;
    this.cuts = cuts;
  }

  /** Its value in a script. */
  String cutsOf(String text) {
    return this == CHARS && text.length() > MANY_CHARS ? "chars:31" : cuts;
  }
}
