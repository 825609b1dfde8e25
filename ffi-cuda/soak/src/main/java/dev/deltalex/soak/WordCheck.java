package dev.deltalex.soak;

import dev.deltalex.soak.Transcript.Kind;
import java.util.BitSet;

/** Checks the words of a stream. Not thread-safe. */
final class WordCheck {
  /** Maximum length of a word; a longer one is damaged. */
  private static final int LONGEST = 128;

  private final Transcript transcript;
  private final BitSet seen;
  private final StringBuilder word = new StringBuilder();
  private Kind kind = Kind.CONTENT;

  /** Number of chars before and after the words in the open call's arguments. */
  private int opened;

  private int closed;
  private int highest = -1;
  private long duplicated;
  private long reordered;
  private long damaged;

  WordCheck(Transcript transcript) {
    this.transcript = transcript;
    this.seen = new BitSet(transcript.words().size());
  }

  /** Called at the beginning of a call. */
  void call(String name) {
    endRun();
    opened = 0;
    closed = 0;
    if (!name.equals(Transcript.TOOL)) {
      damaged++;
    }
  }

  /** Called with the next text of a kind. */
  void text(Kind of, String text) {
    if (of != kind) {
      endRun();
      kind = of;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (of == Kind.ARGUMENTS && isFrame(c)) {
        continue;
      }
      if (c == ' ' || c == '\n') {
        endWord();
      } else if (word.length() == LONGEST) {
        damaged++;
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
  }

  /** Whether a char of arguments is not part of a word; words contain no quotes and braces. */
  private boolean isFrame(char c) {
    if (opened < Transcript.ARGUMENTS_OPEN.length()) {
      damaged += c == Transcript.ARGUMENTS_OPEN.charAt(opened++) ? 0 : 1;
      return true;
    }
    if (c != '"' && c != '}') {
      return false;
    }
    endWord();
    boolean expected =
        closed < Transcript.ARGUMENTS_CLOSE.length()
            && c == Transcript.ARGUMENTS_CLOSE.charAt(closed);
    closed++;
    damaged += expected ? 0 : 1;
    return true;
  }

  /** Called at the end of a complete stream. */
  void end() {
    endRun();
  }

  private void endRun() {
    endWord();
    if (kind == Kind.ARGUMENTS
        && (opened != Transcript.ARGUMENTS_OPEN.length()
            || closed != Transcript.ARGUMENTS_CLOSE.length())) {
      damaged++;
    }
    kind = Kind.CONTENT;
  }

  private void endWord() {
    if (word.isEmpty()) {
      return;
    }
    int number = number();
    if (number < 0 || !transcript.words().get(number).contentEquals(word)) {
      damaged++;
    } else if (transcript.kind(number) != kind) {
      damaged++;
    } else if (seen.get(number)) {
      duplicated++;
    } else {
      seen.set(number);
      reordered += number < highest ? 1 : 0;
      highest = Math.max(highest, number);
    }
    word.setLength(0);
  }

  /** The number of the word, or -1 if it has no valid one. */
  private int number() {
    int number = 0;
    int digits = 0;
    while (digits < word.length() && word.charAt(digits) >= '0' && word.charAt(digits) <= '9') {
      number = 10 * number + word.charAt(digits++) - '0';
      if (number >= transcript.words().size()) {
        return -1;
      }
    }
    return digits == 0 ? -1 : number;
  }

  /** Number of received words. */
  long came() {
    return seen.cardinality();
  }

  /**
   * Number of missing words before the last received one, or before the end of a complete stream.
   */
  long lost(boolean whole) {
    return (whole ? transcript.words().size() : highest + 1) - came();
  }

  long duplicated() {
    return duplicated;
  }

  long reordered() {
    return reordered;
  }

  /** Number of words that are not of this stream, or of the wrong kind. */
  long damaged() {
    return damaged;
  }
}
