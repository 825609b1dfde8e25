package dev.deltalex.testkit;

import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text that generators of one response write together, and what it means. */
final class SyntaxOutput {
  /** Responses of 100 that have a long part, if there is a place for one. */
  private static final int LONG = 10;

  /** What a part of the text is. */
  enum Structure {
    LITERAL,
    JSON,
    NEWLINE_BEFORE_VALUE,
    NEWLINE_BEHIND_VALUE
  }

  /**
   * A part of the text that is structure, or JSON that contains structure.
   *
   * @param literal what {@link Structure#LITERAL} spells, else null
   */
  record Mark(Structure structure, @Nullable Literal literal, int from, int to) {}

  final Pick pick;
  final ToolTexts.Tools tools;
  final StringBuilder text = new StringBuilder();
  final Expected expected = new Expected();

  /** Whether {@link #expected} is what the text means. */
  boolean known = true;

  /** Whether one part of the response is to be longer than what is held. */
  private boolean longDue;

  /** Whether there was content. */
  boolean wroteContent;

  /** Whether what is written now is inside reasoning. */
  boolean inReasoning;

  /** Whether the last array of calls in a pair lacks its bracket: then a comma separates calls. */
  boolean inArray;

  /** Where structure is, in order; what whitespace and further closers are is not told. */
  final List<Mark> marks = new ArrayList<>();

  /** The literal that the generation prompt may end with, or null. */
  @Nullable Literal prompted;

  private int ids;

  private final Set<SyntaxLiberty> taken = EnumSet.noneOf(SyntaxLiberty.class);

  SyntaxOutput(Pick pick, ToolTexts.Tools tools) {
    this.pick = pick;
    this.tools = tools;
    longDue = pick.chance(LONG);
  }

  /** Whether a liberty is taken here, as in {@code percent} of 100 cases; notes it if so. */
  boolean takes(SyntaxLiberty liberty, int percent) {
    boolean takes = pick.chance(percent) && !SyntaxLiberty.SKIPPED.contains(liberty);
    if (takes) {
      taken.add(liberty);
    }
    return takes;
  }

  /** The liberties taken so far. */
  Set<SyntaxLiberty> taken() {
    return taken;
  }

  /** Whether this part is the long one. */
  boolean isLong(int percent) {
    boolean isLong = longDue && takes(SyntaxLiberty.LONG_PART, percent);
    longDue &= !isLong;
    return isLong;
  }

  /** Writes text. */
  void put(String more) {
    text.append(more);
  }

  /** Writes a literal; a tag now and then with blanks before its last char. */
  void literal(Literal literal) {
    int from = text.length();
    String whole = literal.text();
    Literal written = prompted;
    if (from == 0
        && written != null
        && whole.startsWith(written.text())
        && takes(SyntaxLiberty.PROMPTED, 50)) {
      prompted = null;
      text.append(whole.substring(written.text().length()));
      return;
    }
    int stem = whole.length() - 1;
    boolean tag = literal.kind() == Literal.Kind.TAG;
    boolean labelled = literal.label() > 0 && takes(SyntaxLiberty.LABEL, 60);
    boolean blanks = tag && !labelled && takes(SyntaxLiberty.BLANKS_IN_TAG, 4);
    text.append(whole, 0, stem).append(blanks ? pick.of(" ", "\t", "  ") : "");
    text.append(labelled ? pick.of(":s", ":s", ":opensource", ":6124c78e", ":a b", ":") : "");
    text.append(whole.charAt(stem));
    marks.add(new Mark(Structure.LITERAL, literal, from, text.length()));
  }

  /** Writes JSON. */
  void json(String json) {
    marked(Structure.JSON, json);
  }

  /** Writes the newline between a header and a value, or none. */
  void newlineBeforeValue(String newline) {
    marked(Structure.NEWLINE_BEFORE_VALUE, newline);
  }

  /** Writes the newline between a value and its closer. */
  void newlineBehindValue(String newline) {
    marked(Structure.NEWLINE_BEHIND_VALUE, newline);
  }

  private void marked(Structure structure, String more) {
    marks.add(new Mark(structure, null, text.length(), text.length() + more.length()));
    put(more);
  }

  /** Whitespace that is structure, or none; now and then more than is held back. */
  void whitespace() {
    if (isLong(3)) {
      // More than is held back is text.
      known = false;
      text.append(pick.longBlank());
    }
    for (int count = pick.below(4); count > 0; count--) {
      text.append(pick.of(" ", "\n", "\n", "\t", "\r\n"));
    }
  }

  /** Writes content. */
  void content(String more) {
    put(more);
    expected.addContent(more);
    wroteContent = true;
  }

  /** Spaces and tabs, or none. */
  void blanks() {
    put(pick.of("", " ", "\t", "  "));
  }

  /** A number that no other call of the response has. */
  int nextId() {
    return ids++;
  }
}
