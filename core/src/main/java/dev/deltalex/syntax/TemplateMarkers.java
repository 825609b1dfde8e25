package dev.deltalex.syntax;

import dev.deltalex.syntax.TemplatePattern.Blanks;
import dev.deltalex.syntax.TemplatePattern.Extent;
import dev.deltalex.syntax.TemplatePattern.Item;
import dev.deltalex.syntax.TemplatePattern.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The literals of a template: strings, lists of strings, and patterns without named groups. */
final class TemplateMarkers {
  /** A literal that an early version of these templates had for the end of the text. */
  private static final String END_OF_TEXT = "eos";

  private TemplateMarkers() {}

  /**
   * How a marker is declared: a tag, the beginning of one or its end as a tag, which may have
   * blanks before its last char; everything else is exact.
   */
  static Literal literal(String text) {
    boolean end = text.equals(">") || text.equals("\">") || text.equals("'>");
    return end || isTag(text) ? Say.tag(text) : Say.token(text);
  }

  /** Whether it is {@code <word>}, {@code </word>}, or begins so. */
  private static boolean isTag(String text) {
    int name = text.startsWith("</") ? 2 : 1;
    boolean named = text.length() > name && Character.isLetter(text.charAt(name));
    boolean other = text.indexOf('|') >= 0 || text.indexOf('\uFF5C') >= 0 || text.endsWith(" ");
    for (int i = 1; i < text.length() && !other; i++) {
      char c = text.charAt(i);
      other = c == '<' || c == '\n' || c == '>' && i < text.length() - 1;
    }
    return text.startsWith("<") && named && !other;
  }

  /**
   * The alternatives of {@code KEY} or {@code KEY_pattern} of an object; null if it has neither.
   *
   * @throws SyntaxException if it has both, or the pattern is not in the subset
   */
  static @Nullable List<List<Item>> alternatives(SyntaxNode owner, String key) {
    SyntaxNode literals = owner.field(key);
    SyntaxNode pattern = owner.field(key + "_pattern");
    if (literals != null && pattern != null) {
      throw new SyntaxException(
          pattern.path(), "there is '" + key + "' already; only one of them is allowed");
    }
    if (pattern != null) {
      return TemplatePattern.read(pattern);
    }
    return literals == null ? null : strings(literals);
  }

  private static List<List<Item>> strings(SyntaxNode node) {
    List<SyntaxNode> each = node.isList() ? node.items() : List.of(node);
    if (each.isEmpty()) {
      throw new SyntaxException(node.path(), "an empty list; leave the field out");
    }
    List<List<Item>> all = new ArrayList<>();
    for (SyntaxNode literal : each) {
      String text = literal.text();
      if (text.isBlank()) {
        throw new SyntaxException(literal.path(), "a literal needs a char that is not whitespace");
      }
      if (text.equals(END_OF_TEXT)) {
        throw new SyntaxException(
            literal.path(), "'eos' is not a literal of the text; leave the field out");
      }
      all.add(List.of(new Text(text)));
    }
    return all;
  }

  /**
   * The literals of {@code KEY} or {@code KEY_pattern}, without the whitespace around them, which
   * belongs to markers in any case; none if there is neither.
   */
  static List<Literal> literals(SyntaxNode owner, String key) {
    List<Literal> all = new ArrayList<>();
    for (String text : texts(owner, key)) {
      String stripped = text.strip();
      if (stripped.length() < 2) {
        SyntaxNode pattern = owner.field(key + "_pattern");
        SyntaxNode node = pattern == null ? owner.required(key) : pattern;
        throw new SyntaxException(
            node.path(), "a marker has two chars or more, not '" + stripped + "'");
      }
      Literal literal = literal(stripped);
      if (!all.contains(literal)) {
        all.add(literal);
      }
    }
    return all;
  }

  /** As {@link #literals}, with all whitespace of literals. */
  static List<String> texts(SyntaxNode owner, String key) {
    List<List<Item>> alternatives = alternatives(owner, key);
    List<String> all = new ArrayList<>();
    if (alternatives != null) {
      for (List<Item> items : alternatives) {
        all.add(text(items, owner, key));
      }
    }
    return all;
  }

  private static String text(List<Item> items, SyntaxNode owner, String key) {
    List<Item> inner = new ArrayList<>(items);
    while (!inner.isEmpty() && inner.get(0) instanceof Blanks) {
      inner.remove(0);
    }
    while (!inner.isEmpty() && inner.get(inner.size() - 1) instanceof Blanks) {
      inner.remove(inner.size() - 1);
    }
    if (inner.isEmpty()) {
      return "";
    }
    if (inner.size() > 1 || !(inner.get(0) instanceof Text text)) {
      SyntaxNode pattern = owner.required(key + "_pattern");
      throw new SyntaxException(
          pattern.path(),
          "has a named group, or whitespace inside of a marker; only literals and alternations of"
              + " literals are read here");
    }
    return text.text();
  }

  /**
   * Items of which every text is one marker: texts are cut where they hold a newline, since any
   * whitespace may be between the markers of a call.
   */
  static List<Item> cut(List<Item> items) {
    List<Item> all = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Text text) {
        lines(text.text(), all);
      } else {
        all.add(item);
      }
    }
    while (!all.isEmpty() && all.get(0) instanceof Blanks) {
      all.remove(0);
    }
    while (!all.isEmpty() && all.get(all.size() - 1) instanceof Blanks) {
      all.remove(all.size() - 1);
    }
    return all;
  }

  private static void lines(String text, List<Item> into) {
    boolean first = true;
    boolean whole = text.indexOf('\n') < 0;
    for (String line : text.split("\n", -1)) {
      if (!first) {
        into.add(new Blanks(Extent.LINE));
      }
      first = false;
      if (!line.isBlank()) {
        into.add(new Text(whole ? line : line.strip()));
      }
    }
  }
}
