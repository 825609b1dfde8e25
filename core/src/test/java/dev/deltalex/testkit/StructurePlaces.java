package dev.deltalex.testkit;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The chars of a generated text that are structure, each with what it belongs to. */
final class StructurePlaces {
  /** A structural char. */
  record Place(int at, String role) {}

  private final Map<Literal, Set<String>> roles = new LinkedHashMap<>();
  private final boolean objects;

  StructurePlaces(Syntax syntax) {
    for (Block block : syntax.blocks()) {
      block.open().forEach(literal -> role(literal, "opener of a block"));
      block.close().forEach(literal -> role(literal, "closer of a block"));
    }
    Messages messages = syntax.messages();
    if (messages != null) {
      messages.start().forEach(literal -> role(literal, "header of a message"));
      messages.fields().values().forEach(literal -> role(literal, "header of a message"));
      role(messages.end(), "header of a message");
      messages.closers().forEach(literal -> role(literal, "closer of a message"));
    }
    boolean callObjects = false;
    for (CallForm form : syntax.calls()) {
      for (Pair pair : form.around()) {
        role(pair.open(), "opener of a wrapper");
        Literal close = pair.close();
        if (close != null) {
          role(close, "closer of a wrapper");
        }
      }
      parts(form.header(), "header of a call");
      if (form.body() instanceof Tagged tagged) {
        parts(tagged.open(), "header of a parameter");
        role(tagged.close(), "closer of a parameter");
      } else if (form.body() instanceof Nested nested) {
        for (Nested.Element element : nested.elements()) {
          parts(element.open(), "header of a parameter");
          parts(element.close(), "closer of a parameter");
        }
      }
      Literal close = form.close();
      if (close != null) {
        role(close, "closer of a call");
      }
      callObjects |= form.body() instanceof CallObject;
    }
    objects = callObjects;
  }

  private void role(Literal literal, String role) {
    roles.computeIfAbsent(literal, key -> new LinkedHashSet<>()).add(role);
  }

  private void parts(List<Part> parts, String role) {
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        role(literal, role);
      } else if (part instanceof Maybe maybe) {
        parts(maybe.parts(), role);
      } else if (part instanceof Attributes attributes) {
        role(attributes.end(), role);
      }
    }
  }

  /** All structural chars of a text, in order. */
  List<Place> of(String text, List<SyntaxOutput.Mark> marks) {
    List<Place> places = new ArrayList<>();
    String last = "";
    for (SyntaxOutput.Mark mark : marks) {
      Literal literal = mark.literal();
      if (literal != null) {
        // The end of a header belongs to what the header began with.
        Set<String> of = roles.getOrDefault(literal, Set.of("other marker"));
        last = of.contains(last) ? last : of.iterator().next();
        all(mark, last, places);
      } else {
        switch (mark.structure()) {
          case NEWLINE_BEFORE_VALUE -> all(mark, "newline before a value", places);
          case NEWLINE_BEHIND_VALUE -> all(mark, "newline behind a value", places);
          default -> json(text, mark.from(), mark.to(), places);
        }
      }
    }
    return places;
  }

  private static void all(SyntaxOutput.Mark mark, String role, List<Place> places) {
    for (int i = mark.from(); i < mark.to(); i++) {
      places.add(new Place(i, role));
    }
  }

  /** Quotes, brackets, colons and commas of strict JSON. */
  private void json(String text, int from, int to, List<Place> places) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        int end = stringEnd(text, i + 1);
        String of = isKey(text, end + 1) ? "a key" : "a string";
        places.add(new Place(i, "quote before " + of + where(depth)));
        places.add(new Place(end, "quote behind " + of + where(depth)));
        i = end;
        continue;
      }
      depth += c == '{' || c == '[' ? 1 : 0;
      switch (c) {
        case '{', '[' -> places.add(new Place(i, "opening bracket" + where(depth)));
        case '}', ']' -> places.add(new Place(i, "closing bracket" + where(depth)));
        case ':' -> places.add(new Place(i, "colon" + where(depth)));
        case ',' -> places.add(new Place(i, "comma" + where(depth)));
        default -> {}
      }
      depth -= c == '}' || c == ']' ? 1 : 0;
    }
  }

  private String where(int depth) {
    return objects && depth == 1 ? " of the call" : " of the arguments";
  }

  private static int stringEnd(String text, int from) {
    int i = from;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static boolean isKey(String text, int from) {
    int i = Blanks.past(text, from);
    return i < text.length() && text.charAt(i) == ':';
  }
}
