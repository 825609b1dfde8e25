package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a header.
 *
 * <ul>
 *   <li>Whitespace is tolerated between two literals and in front of parts that may be missing.
 *   <li>A field ends at the first place where a literal that may follow it is whole: those of the
 *       parts behind it up to the first that may not be missing. If none is left, it also ends at a
 *       line's end and at what may follow the header, and has no bracket or brace.
 *   <li>The text of a field and the name in attributes have at most {@code Limits.maxNameChars}
 *       chars, entities as they are written, none of them {@code <}, {@code >} or a line's end;
 *       whitespace and quotes around it are not part of it. Whitespace with line ends may be before
 *       a literal of several chars at its end.
 *   <li>Attributes end at the first place where their end is whole; whitespace is in front of them,
 *       and may be around an {@code =}. A quotation mark that nothing closes is not part of the
 *       value.
 *   <li>A sibling's spelling of {@code <function=NAME>} is {@code <function NAME>} or {@code
 *       <function name="NAME">}: a blank instead of the equals sign, where it cannot be one of the
 *       blanks in front of that sign.
 *   <li>In a form with tagged parameters, a line's end behind a field ends the header.
 *   <li>{@code Maybe} is there if its first literal is; then all of it must be.
 * </ul>
 */
final class SyntaxHeader {
  /** A name, an equals sign, and a value in quotes or without; or a word that is no attribute. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "([^= \t\r\n]*)[ \t\r\n]*=[ \t\r\n]*"
              + "(\"[^\"]*\"?|'[^']*'?|[^ \t\r\n\"'][^ \t\r\n]*|)|[^= \t\r\n]+");

  private final SyntaxLook look;
  private final int nameLimit;
  private String name = "";
  private int nameLength;
  private boolean open;
  private Predicate<String> counts = any -> true;
  private Predicate<String> declared = any -> true;
  private int literalAt = NO;
  private boolean lineEnded;
  private boolean lineOpens;
  private boolean named;
  private boolean nameless;
  private @Nullable String type;

  SyntaxHeader(SyntaxLook look, int nameLimit) {
    this.look = look;
    this.nameLimit = nameLimit;
  }

  /** Sets whether the header ends where a line's end ends a field: tags follow. */
  void lineOpens(boolean opens) {
    lineOpens = opens;
  }

  /** The name or key of the last header that was read. */
  String name() {
    return name;
  }

  /** Whether the attributes say that the value is a string or that it is JSON; null if neither. */
  @Nullable Boolean string() {
    return type == null ? null : type.equals("string");
  }

  /** What the attributes say about the value: string, dict, list or json; null if nothing. */
  @Nullable String type() {
    return type;
  }

  /** Whether the field of the name ended without any char of one. */
  boolean nameless() {
    return nameless;
  }

  /** The place of the last literal in front of its first field or attributes, or NO. */
  int literalAt() {
    return literalAt;
  }

  /** Whether its last part was a field without a literal behind it. */
  boolean open() {
    return open;
  }

  /** Reads the parts from {@code p} on; {@code behind} may follow them. */
  int read(int p, List<Part> parts, List<Literal> behind) {
    return read(p, parts, behind, any -> true, any -> true);
  }

  /**
   * As above; nothing but the end of the text ends a field whose name does not count. With
   * whitespace in it, a name that ends at what may follow the header only counts if it is declared.
   */
  int read(
      int p,
      List<Part> parts,
      List<Literal> behind,
      Predicate<String> names,
      Predicate<String> declares) {
    counts = names;
    declared = declares;
    name = "";
    open = false;
    literalAt = NO;
    lineEnded = false;
    named = false;
    nameless = false;
    type = null;
    return parts(p, parts, new Ends(behind, true));
  }

  /** The literals at which a field ends; {@code open}: at a line's end, too. */
  private record Ends(List<Literal> literals, boolean open) {
    static Ends of(List<Part> parts, int from, Ends outer) {
      List<Literal> found = new ArrayList<>();
      for (Part part : parts.subList(from, parts.size())) {
        if (part instanceof Literal literal) {
          found.add(literal);
          return new Ends(found, false);
        }
        if (part instanceof Maybe maybe) {
          found.add((Literal) maybe.parts().get(0));
        }
      }
      found.addAll(outer.literals);
      return new Ends(found, outer.open);
    }
  }

  private int parts(int p, List<Part> parts, Ends outer) {
    int q = p;
    for (int i = 0; i < parts.size() && q >= 0; i++) {
      Part part = parts.get(i);
      boolean blanks = i > 0 && !(parts.get(i - 1) instanceof Field);
      named |= part instanceof Field || part instanceof Attributes;
      if (part instanceof Literal literal) {
        int at = blanks ? look.pastWhitespace(q) : q;
        literalAt = named ? literalAt : at;
        q = look.literal(at, literal);
      } else if (part instanceof Maybe && lineEnded) {
        continue;
      } else if (part instanceof Maybe maybe) {
        int from = look.pastWhitespace(q);
        int there = look.literal(from, (Literal) maybe.parts().get(0));
        boolean skipped = there == NO || there == END && look.see(from) == END;
        q = skipped ? q : parts(from, maybe.parts(), Ends.of(parts, i + 1, outer));
      } else if (part instanceof Field field) {
        q = field(q, field, Ends.of(parts, i + 1, outer));
      } else if (part instanceof Attributes attributes) {
        q = attributes(q, attributes);
        open = false;
      }
      open &= !(part instanceof Literal);
    }
    return q;
  }

  private int field(int from, Field field, Ends ends) {
    open = ends.open;
    for (int q = from; ; q++) {
      int c = look.see(q);
      boolean atEnd = c == END && ends.open && q > from;
      if (c < 0 && !atEnd) {
        return c;
      }
      boolean bracket = ends.open && "[]{}".indexOf(c) >= 0;
      boolean never = !plain(c) || bracket;
      for (Literal literal : ends.literals) {
        int end = c == literal.text().charAt(0) ? look.literal(q, literal) : NO;
        boolean named = ends.open && field.role() == Field.Role.NAME;
        boolean empty = named && stripped(look.text().substring(from, q)).isEmpty();
        // What begins a literal may be the first char of a name, unless no name has it.
        if (empty && (end >= 0 || end != NO && never)) {
          return NO;
        }
        if (end != NO) {
          return end < 0 ? end : counted(accepted(from, q, field), field, named);
        }
      }
      int behind = ends.open && c == '\r' ? look.at(q + 1, '\n') : 0;
      if (behind < 0) {
        return behind;
      }
      if (atEnd) {
        return accepted(from, q, field);
      }
      if (ends.open && (c == '\n' || c == '\r')) {
        lineEnded = lineOpens;
        return counted(accepted(from, q, field), field, true);
      }
      if (!ends.open && (c == '\n' || c == '\r')) {
        return behindLine(from, q, field, ends);
      }
      if (never || q - from >= nameLimit) {
        return NO;
      }
    }
  }

  /** The end of a field whose line ends before the literal of several chars behind it. */
  private int behindLine(int from, int lineEnd, Field field, Ends ends) {
    int q = look.pastWhitespace(lineEnd);
    int verdict = NO;
    for (Literal literal : ends.literals) {
      int end = literal.text().length() > 1 ? look.literal(q, literal) : NO;
      verdict = best(verdict, end);
    }
    return verdict < 0 ? verdict : counted(accepted(from, q, field), field, false);
  }

  /** The end of a field, if its name counts; {@code mayEnd}: also where no literal is. */
  private int counted(int end, Field field, boolean mayEnd) {
    boolean names = field.role() == Field.Role.NAME || field.holdsName();
    boolean plain = !mayEnd || name.chars().noneMatch(c -> Blanks.ws((char) c));
    return names && !(counts.test(name) && (plain || declared.test(name))) ? NO : end;
  }

  // ---- siblings

  /** Whether the parts are a tag that ends in an equals sign, a name, and one char. */
  static boolean hasSibling(List<Part> parts) {
    return parts.size() == 3
        && parts.get(0) instanceof Literal tag
        && tag.kind() == Literal.Kind.TAG
        && tag.text().matches("(?s)..+=")
        && parts.get(1) instanceof Field field
        && field.role() != Field.Role.ID
        && (field.prefix() + field.suffix()).isEmpty()
        && parts.get(2) instanceof Literal end
        && end.text().length() == 1;
  }

  /** The beginning of a sibling's spelling, blank included. */
  int siblingLiteral(int p, List<Part> parts) {
    if (!hasSibling(parts)) {
      return NO;
    }
    Literal tag = (Literal) parts.get(0);
    int own = look.literal(p, tag);
    if (own != NO) {
      return own < 0 ? own : NO;
    }
    String stem = tag.text().substring(0, tag.text().length() - 1);
    return look.literal(p, new Literal(stem + " ", Literal.Kind.TOKEN));
  }

  /** A header in a sibling's spelling. */
  int sibling(int p, List<Part> parts) {
    int from = siblingLiteral(p, parts);
    char last = from < 0 ? 0 : ((Literal) parts.get(2)).text().charAt(0);
    for (int q = from; from >= 0; q++) {
      int c = look.see(q);
      if (c == last) {
        String all = stripped(look.text().substring(from, q));
        String value = all.replaceFirst("(?s)^name[ \t\n\r]*=", "");
        name = stripped(value);
        open = false;
        return q + 1;
      }
      if (c < 0 || !plain(c) || q - from >= nameLimit) {
        return c < 0 ? c : NO;
      }
    }
    return from;
  }

  private static boolean plain(int c) {
    return c != '<' && c != '>' && c != '\n' && c != '\r';
  }

  private int accepted(int from, int to, Field field) {
    String all = stripped(look.text().substring(from, to));
    if (field.role() == Field.Role.ID && !field.holdsName()) {
      return to;
    }
    if (field.role() == Field.Role.TYPE) {
      type = all.isEmpty() ? null : named(all);
      return to;
    }
    int suffix = field.suffix().isEmpty() ? -1 : all.lastIndexOf(field.suffix());
    String rest = suffix < 0 ? all : all.substring(0, suffix);
    name = rest.startsWith(field.prefix()) ? rest.substring(field.prefix().length()) : rest;
    nameless = name.isEmpty();
    return to;
  }

  /** A name without the whitespace and quotes around it. */
  static String stripped(String raw) {
    int from = 0;
    int to = raw.length();
    while (from < to && " \t\n\r'\"".indexOf(raw.charAt(from)) >= 0) {
      from++;
    }
    while (from < to && " \t\n\r'\"".indexOf(raw.charAt(to - 1)) >= 0) {
      to--;
    }
    return raw.substring(from, to);
  }

  // ---- attributes

  private int attributes(int from, Attributes attributes) {
    int first = look.see(from);
    if (first >= 0 && !Blanks.ws((char) first) && look.literal(from, attributes.end()) == NO) {
      return NO;
    }
    for (int q = from; ; q++) {
      int c = look.see(q);
      if (c < 0) {
        return c;
      }
      int end = look.literal(q, attributes.end());
      if (end != NO) {
        named(look.text().substring(from, q), attributes);
        return end >= 0 && nameLength > nameLimit ? NO : end;
      }
      if (!plain(c)) {
        return NO;
      }
    }
  }

  /** Takes the name from the attributes; the last of several counts. */
  private void named(String all, Attributes attributes) {
    nameLength = 0;
    Matcher attribute = ATTRIBUTE.matcher(all);
    while (attribute.find()) {
      Attributes.Meaning meaning = attributes.by().get(attribute.group(1));
      if (meaning == Attributes.Meaning.NAME || meaning == Attributes.Meaning.KEY) {
        String value = stripped(attribute.group(2));
        name = attributes.entities() ? decoded(value) : value;
        nameLength = value.length();
      }
      if (meaning == Attributes.Meaning.RAW || meaning == Attributes.Meaning.TYPE) {
        String spelled = stripped(attribute.group(2));
        String value = attributes.entities() ? decoded(spelled) : spelled;
        type = meaning == Attributes.Meaning.RAW ? raw(value) : named(value);
      }
    }
  }

  private static String raw(String value) {
    return value.equals("true") ? "string" : "json";
  }

  private static String named(String type) {
    return switch (type) {
      case "string", "raw" -> "string";
      case "dict", "list" -> type;
      default -> "json";
    };
  }

  private static String decoded(String value) {
    EntityReference entity = new EntityReference();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      out.append(entity.add(value.charAt(i)));
    }
    return out.append(entity.end()).toString();
  }
}
