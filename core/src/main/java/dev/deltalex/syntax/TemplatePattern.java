package dev.deltalex.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * The subset of regular expressions that a declaration can express: literals, alternations of
 * literals, optional literals, whitespace, and named groups of free text between literals. It is
 * read as its alternatives, each a sequence of items.
 */
final class TemplatePattern {
  /** Alternatives of a pattern; each becomes a literal or a form of calls. */
  private static final int MAX_ALTERNATIVES = 16;

  /** Nesting of groups. */
  private static final int MAX_DEPTH = 8;

  private static final String GROUP = "(?P<";
  private static final String PLAIN_GROUP = "(?:";
  private static final String KEPT_ESCAPES = "nrtfv";
  private static final String KEPT = "\n\r\t\f\u000B";

  private final String pattern;
  private final String path;
  private int at;
  private int depth;

  private TemplatePattern(SyntaxNode node) {
    pattern = node.text();
    path = node.path();
  }

  /** A part of an alternative. */
  sealed interface Item permits Text, Blanks, Group {}

  /** Fixed text. */
  record Text(String text) implements Item {}

  /** Whitespace between literals. */
  record Blanks(Extent extent) implements Item {}

  /** How much whitespace there may be. */
  enum Extent {
    /** Any. */
    ANY,
    /** One line feed. */
    LINE,
    /** Some chars only, or so many of them. */
    OTHER
  }

  /** Free text with a name. */
  record Group(String name) implements Item {}

  /**
   * The alternatives of a pattern.
   *
   * @throws SyntaxException with the node's path, if it is not in the subset
   */
  static List<List<Item>> read(SyntaxNode node) {
    TemplatePattern reader = new TemplatePattern(node);
    List<List<Item>> all = reader.alternatives();
    if (reader.at < reader.pattern.length()) {
      throw reader.refusal(reader.at, reader.at + 1, "closes no group");
    }
    return all.stream().map(TemplatePattern::joined).toList();
  }

  private SyntaxException refusal(int from, int to, String why) {
    String shown = pattern.substring(from, Math.min(to, pattern.length()));
    return new SyntaxException(
        path,
        "'"
            + shown
            + "' at char "
            + (from + 1)
            + " "
            + why
            + "; a pattern may have literals, alternations of literals, \\s*, and named groups"
            + " between literals");
  }

  private boolean isNext(String text) {
    return pattern.startsWith(text, at);
  }

  private List<List<Item>> alternatives() {
    List<List<Item>> all = new ArrayList<>(sequence());
    while (isNext("|")) {
      at++;
      all.addAll(sequence());
      checkCount(all);
    }
    return all;
  }

  private void checkCount(List<List<Item>> all) {
    if (all.size() > MAX_ALTERNATIVES) {
      throw new SyntaxException(
          path, "a pattern of more than " + MAX_ALTERNATIVES + " alternatives");
    }
  }

  /** The alternatives of items up to the end of the pattern, of the group or of the alternative. */
  private List<List<Item>> sequence() {
    List<List<Item>> all = List.of(List.of());
    while (at < pattern.length() && !isNext("|") && !isNext(")")) {
      List<List<Item>> next = quantified();
      List<List<Item>> longer = new ArrayList<>();
      for (List<Item> before : all) {
        for (List<Item> behind : next) {
          List<Item> both = new ArrayList<>(before);
          both.addAll(behind);
          longer.add(both);
        }
      }
      checkCount(longer);
      all = longer;
    }
    return all;
  }

  private List<List<Item>> quantified() {
    int from = at;
    if (isNext(GROUP)) {
      return List.of(List.of(group()));
    }
    if (isNext("(")) {
      return repeated(from, plainGroup());
    }
    if (isNext("\\s")) {
      at += 2;
      if (!isNext("*") && !isNext("+")) {
        throw refusal(from, at + 1, "is one char of whitespace");
      }
      return blanks(Extent.ANY);
    }
    char c = literalChar();
    if (Character.isWhitespace(c) && (isNext("?") || isNext("*") || isNext("+"))) {
      return blanks(c == '\n' && isNext("?") ? Extent.LINE : Extent.OTHER);
    }
    return repeated(from, List.of(List.of(new Text(String.valueOf(c)))));
  }

  private List<List<Item>> blanks(Extent extent) {
    at++;
    if (isNext("?") || isNext("+")) {
      at++;
    }
    return List.of(List.of(new Blanks(extent)));
  }

  /** A quantifier behind a literal or a group of literals, of which {@code ?} is read. */
  private List<List<Item>> repeated(int from, List<List<Item>> once) {
    if (isNext("*") || isNext("+") || isNext("{")) {
      throw refusal(from, at + 1, "repeats a literal");
    }
    if (!isNext("?")) {
      return once;
    }
    at++;
    if (isNext("?") || isNext("+")) {
      throw refusal(from, at + 1, "is an optional literal that prefers to be left out");
    }
    List<List<Item>> optional = new ArrayList<>(once);
    optional.add(List.of());
    return optional;
  }

  private List<List<Item>> plainGroup() {
    int from = at;
    at += isNext(PLAIN_GROUP) ? PLAIN_GROUP.length() : 1;
    if (isNext("?")) {
      throw refusal(from, at + 2, "is a lookaround, flag, back-reference or atomic group");
    }
    if (++depth > MAX_DEPTH) {
      throw refusal(from, at, "nests groups deeper than " + MAX_DEPTH);
    }
    List<List<Item>> all = alternatives();
    if (!isNext(")")) {
      throw refusal(from, at, "is a group that nothing closes");
    }
    at++;
    depth--;
    return all;
  }

  private char literalChar() {
    int from = at;
    char c = pattern.charAt(at++);
    if (c == '\\') {
      if (at == pattern.length()) {
        throw refusal(from, at, "escapes nothing");
      }
      char escaped = pattern.charAt(at++);
      int kept = KEPT_ESCAPES.indexOf(escaped);
      if (kept >= 0) {
        return KEPT.charAt(kept);
      }
      if (escaped >= 128 || Character.isLetterOrDigit(escaped)) {
        throw refusal(from, at, "is not a literal outside of a named group");
      }
      return escaped;
    }
    if (c == '.' || c == '[') {
      int end = c == '.' ? at : classEnd(from);
      throw refusal(from, Math.max(at, end), "is free text outside of a named group");
    }
    if (c == '^' || c == '$') {
      throw refusal(from, at, "is a place in the text, not a literal");
    }
    if (c == '*' || c == '+' || c == '?') {
      throw refusal(from, at, "repeats nothing");
    }
    return c;
  }

  // ---- named groups

  /** A named group whose text is free: {@code (?P<name>\w+)}. */
  private Group group() {
    int from = at;
    int named = at + GROUP.length();
    int nameEnd = pattern.indexOf('>', named);
    if (nameEnd <= named) {
      throw refusal(from, named, "has no name");
    }
    at = nameEnd + 1;
    int atoms = 0;
    while (at < pattern.length() && !isNext(")")) {
      freeText(from);
      atoms++;
    }
    if (atoms == 0 || !isNext(")")) {
      throw refusal(from, at, "must hold classes of chars, such as \\w+, and nothing else");
    }
    at++;
    if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
      throw refusal(from, at + 1, "is a named group that may be missing or repeat");
    }
    return new Group(pattern.substring(named, nameEnd));
  }

  /** A class of chars with its quantifier. */
  private void freeText(int group) {
    int from = at;
    boolean any = isNext(".");
    if (isNext("[")) {
      at = classEnd(from);
      if (at < 0) {
        throw refusal(from, pattern.length(), "is a class of chars that nothing closes");
      }
      any = pattern.substring(from, at).equals("[\\s\\S]");
    } else if (any || isNext("\\w") || isNext("\\S") || isNext("\\d")) {
      at += any ? 1 : 2;
    } else {
      throw refusal(group, at + 1, "must hold classes of chars, such as \\w+, and nothing else");
    }
    boolean repeats = isNext("*") || isNext("+");
    at += repeats ? 1 : 0;
    boolean lazy = repeats && isNext("?");
    at += lazy ? 1 : 0;
    if (isNext("{") || isNext("?") || isNext("+")) {
      throw refusal(from, at + 1, "counts chars, which is not read");
    }
    if (any && repeats && !lazy) {
      throw refusal(from, at, "takes as much as it can; with ? behind it, it ends at the literal");
    }
  }

  /** Where a class of chars ends, behind its bracket; -1 if nothing closes it. */
  private int classEnd(int open) {
    int i = open + (pattern.startsWith("[^", open) ? 2 : 1);
    for (int first = i; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.charAt(i) == ']' && i > first) {
        return i + 1;
      }
    }
    return -1;
  }

  // ---- items

  /** Joins fixed text, which the reader has found char by char. */
  private static List<Item> joined(List<Item> items) {
    List<Item> all = new ArrayList<>();
    for (Item item : items) {
      int last = all.size() - 1;
      if (item instanceof Text next && last >= 0 && all.get(last) instanceof Text before) {
        all.set(last, new Text(before.text() + next.text()));
      } else {
        all.add(item);
      }
    }
    return all;
  }
}
