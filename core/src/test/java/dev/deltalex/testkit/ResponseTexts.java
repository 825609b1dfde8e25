package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;

/**
 * Random responses together with what they were made from: reasoning, content and calls, with every
 * liberty of whitespace that a format leaves. How a call is written is the subclass's affair.
 */
abstract class ResponseTexts {
  private static final String[] PROSE = {
    "Let me see.",
    "I use <tool_call> for that",
    "a < b",
    "`<think>x",
    "x</parameter>y",
    "the <function=",
    "two\nlines",
    "\u00fc\ud83d\ude00",
    "end</tool_call>.",
    "<tool_cal",
    "</",
    "\"quoted\"",
    "1",
    "<b>bold</b>",
    "<function=nobody>"
  };
  private static final String[] THOUGHTS = {
    "hm",
    "a\nb",
    "1 < 2",
    "<b>",
    "</thin",
    "the <tool_call> tag",
    "</think_x>",
    "\ud83d\ude00",
    "  two  "
  };

  /** Responses of 100 that have a long part, if there is a place for one. */
  private static final int LONG = 10;

  final Pick pick;
  final ToolTexts.Tools tools;
  private final boolean inReasoning;
  final StringBuilder text = new StringBuilder();
  final Expected expected = new Expected();
  boolean known = true;
  private boolean wroteContent;
  private boolean proseLast;

  /** Whether the last wrapper has no closer, so that the first one in the text closes it. */
  boolean wrapperOpen;

  /** Whether one part of the response is to be longer than what is held. */
  private boolean longDue;

  ResponseTexts(Pick pick, ToolTexts.Tools tools, ParserOptions options) {
    this.pick = pick;
    this.tools = tools;
    inReasoning = options.initialState() == ParserOptions.InitialState.REASONING;
    longDue = pick.chance(LONG);
  }

  /** Whether this part is the long one. */
  final boolean isLong(int percent) {
    boolean takes = longDue && pick.chance(percent);
    longDue &= !takes;
    return takes;
  }

  /** A text and, if that can be known without parsing, what it was made from. */
  record Made(String text, Expected expected, boolean known) {}

  final Made make() {
    reasoning();
    answer();
    return new Made(text.toString(), expected, known);
  }

  private void reasoning() {
    if (!inReasoning && !pick.chance(30)) {
      return;
    }
    boolean opened = !inReasoning || pick.chance(30);
    if (!inReasoning && pick.chance(20)) {
      text.append(pick.of(" ", "\n"));
    }
    text.append(opened ? pick.of("<think>", "<think>", "<think >") : "");
    text.append(opened ? pick.of("", "\n", "\r\n") : "");
    StringBuilder thought = new StringBuilder("t");
    for (int pieces = pick.below(4); pieces > 0; pieces--) {
      thought.append(pick.of(THOUGHTS)).append(pick.of("", " ", "\n"));
    }
    thought.append(isLong(50) ? pick.longText() : "").append(".");
    text.append(thought);
    expected.addReasoning(thought.toString());
    text.append(pick.of("", "\n", "\r\n")).append("</think>").append(whitespace());
  }

  private void answer() {
    prose(40);
    int calls = pick.chance(40) ? pick.from(2, 4) : pick.chance(96) ? 1 : 0;
    while (calls > 0) {
      int inOne = pick.chance(25) ? Math.min(calls, pick.from(2, 3)) : 1;
      calls -= inOne;
      calls(inOne);
      trimSegment();
      proseLast = false;
      if (calls > 0) {
        prose(15);
      }
    }
    prose(25);
    if (!proseLast) {
      text.append(pick.of("", "", "\n")).append(pick.chance(10) ? whitespace() : "");
    }
  }

  /**
   * Prose begins and ends with a letter, so that whitespace at its edges is what is written here.
   */
  private void prose(int percent) {
    if (!pick.chance(percent)) {
      return;
    }
    StringBuilder words = new StringBuilder();
    if (wroteContent || text.isEmpty() || endsWithCall()) {
      words.append(pick.of("", "", " ", "\n"));
    }
    words.append("W");
    for (int pieces = pick.from(1, 3); pieces > 0; pieces--) {
      String piece = pick.of(PROSE);
      boolean closes = wrapperOpen && piece.contains("</tool_call>");
      words.append(closes ? "" : piece).append(pick.of("", " ", "\n"));
    }
    words.append(isLong(40) ? pick.longText() : "");
    words.append("w").append(pick.of("", "", " ", "\n\n"));
    text.append(words);
    expected.addContent(words.toString());
    wroteContent = true;
    proseLast = true;
  }

  private boolean endsWithCall() {
    return text.toString().endsWith("</tool_call>");
  }

  final String whitespace() {
    if (isLong(3)) {
      // More than is held back is text.
      known = false;
      return pick.longBlank();
    }
    StringBuilder out = new StringBuilder();
    for (int count = pick.below(4); count > 0; count--) {
      out.append(pick.of(" ", "\n", "\n", "\t", "\r\n"));
    }
    return out.toString();
  }

  /** Writes this many calls, in one wrapper if there are several. */
  abstract void calls(int count);

  /** Whitespace that ends up before prose would be part of it: prose brings its own. */
  private void trimSegment() {
    while (!text.isEmpty() && " \t\n\r".indexOf(text.charAt(text.length() - 1)) >= 0) {
      text.setLength(text.length() - 1);
    }
  }
}
