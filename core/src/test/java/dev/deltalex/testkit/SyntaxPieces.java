package dev.deltalex.testkit;

import dev.deltalex.Region;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The literals of a declaration, their beginnings and damaged forms. */
public final class SyntaxPieces {
  private static final String[] PLAIN = {
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\n",
    "\r\n",
    " ",
    "\t",
    "`",
    "```\n",
    "<",
    ">",
    "</",
    "a",
    "W ",
    "f",
    "{\"name\": \"f\", \"arguments\": {",
    "\"a\": 1",
    "{\"a\": \"v\"}",
    "{}",
    "null",
    "1",
    "true",
    "\ud83d\ude00",
    "\ud83d",
    "\u0000"
  };

  /** Parts of Python calls. */
  private static final List<String> PYTHON =
      List.of(
          "f(",
          "f()",
          "[f(a=1)",
          "\n[f(a='v'), f()]",
          "\nf(a=\"v\")",
          "search(query='x')",
          "a=",
          ", b=",
          ")",
          "(",
          "=",
          "\"\"\"",
          "'''",
          "r'",
          "f\"",
          "\\x4",
          "\\u00",
          "\\ud83d",
          "\\ude00",
          "\\N",
          "\\7",
          "\\U0001F600",
          "True",
          "None",
          "1_0",
          "(1, 2)");

  private final Syntax syntax;
  private final Set<Literal> literals = new LinkedHashSet<>();

  /** The pieces of a declaration. */
  public SyntaxPieces(Syntax syntax) {
    this.syntax = syntax;
    for (Block block : syntax.blocks()) {
      literals.addAll(block.open());
      literals.addAll(block.close());
      Literal label = block.label();
      if (label != null) {
        literals.add(label);
      }
    }
    Messages messages = syntax.messages();
    if (messages != null) {
      literals.addAll(messages.start());
      literals.addAll(messages.fields().values());
      literals.add(messages.end());
      literals.addAll(messages.closers());
    }
    syntax.calls().forEach(this::form);
  }

  /** Headers of messages and their bodies, as a template writes them. */
  private static void messages(Messages messages, List<String> all) {
    String end = messages.end().text();
    String start = messages.start().stream().map(Literal::text).reduce("", String::concat);
    all.add(start);
    all.add(start + end);
    for (Messages.Rule rule : messages.rules()) {
      String value = rule.values().isEmpty() ? rule.prefix() + "f" : rule.values().get(0);
      String field = messages.fields().get(rule.field()).text() + value;
      all.add(start + ' ' + field + end);
      all.add(field + ' ');
      all.add(field + end);
      all.add(' ' + field + end + "{\"a\": 1}" + messages.closers().get(0).text());
    }
  }

  private void form(CallForm form) {
    pairs(form.around());
    parts(form.header());
    if (form.body() instanceof Tagged tagged) {
      parts(tagged.open());
      literals.add(tagged.close());
    } else if (form.body() instanceof Nested nested) {
      for (Nested.Element element : nested.elements()) {
        parts(element.open());
        parts(element.close());
      }
    } else if (form.body() instanceof Arguments arguments) {
      pairs(arguments.fences());
      Literal quote = arguments.quote();
      if (quote != null) {
        literals.add(quote);
      }
    }
    Literal close = form.close();
    if (close != null) {
      literals.add(close);
    }
  }

  private void pairs(List<Pair> pairs) {
    for (Pair pair : pairs) {
      literals.add(pair.open());
      Literal close = pair.close();
      if (close != null) {
        literals.add(close);
      }
    }
  }

  private void parts(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        literals.add(literal);
      } else if (part instanceof Maybe maybe) {
        parts(maybe.parts());
      } else if (part instanceof Attributes attributes) {
        literals.add(attributes.end());
      }
    }
  }

  /** Whether a literal closes a block. */
  boolean closesBlock(Literal literal) {
    return syntax.blocks().stream().anyMatch(block -> block.close().contains(literal));
  }

  /** Every literal of the declaration, once. */
  public List<Literal> literals() {
    return List.copyOf(literals);
  }

  /** For texts put together without plan: literals, beginnings, damaged forms, plain text. */
  public String[] dictionary() {
    List<String> all = new ArrayList<>(List.of(PLAIN));
    for (Literal literal : literals) {
      String text = literal.text();
      all.add(text);
      all.add(text + '\n');
      all.add(stem(text));
      all.add(half(text));
      all.add(stem(text) + " " + text.charAt(text.length() - 1));
      all.add(stem(text) + "s" + text.charAt(text.length() - 1));
      if (literal.label() > 0) {
        all.addAll(List.of(labelled(literal), labelled(literal), stem(text) + ":s"));
        all.add(
            stem(text) + ':' + "s".repeat(literal.label() + 1) + text.charAt(text.length() - 1));
      }
    }
    for (CallForm form : syntax.calls()) {
      all.add(opening(form, "f"));
      entities(form.header(), all);
      all.add(call(form, "search", "k", "v"));
      if (form.body() instanceof Tagged tagged) {
        all.add('\n' + plain(tagged.open(), "a"));
        if (tagged.open().stream().anyMatch(part -> part instanceof Maybe)) {
          all.add('\n' + plain(whole(tagged.open()), "a"));
          all.add(plain(whole(tagged.open()), "k").replace("string", "integer"));
        }
        String closer = tagged.close().text();
        if (tagged.cdata()) {
          all.addAll(List.of("<![CDATA[", "]]>", "]]>" + closer, "]]> " + stem(closer)));
          all.add(plain(tagged.open(), "a") + "<![CDATA[");
        }
        if (tagged.orObject()) {
          all.add(plain(form.header(), "search") + "{\"k\": ");
          all.add(plain(form.header(), "search") + "\n{\"k\": 1}\n");
        }
        for (String whole : tagged.whole()) {
          all.add(plain(tagged.open(), whole));
          all.add(plain(tagged.open(), whole) + "{\"a\": 1}" + closer);
        }
        all.add("</a>");
        all.add("</k" + closer.charAt(closer.length() - 1) + '\n');
        siblings(tagged.open(), all);
        siblings(form.header(), all);
        entities(tagged.open(), all);
        all.add(bare(form, tagged, "nobody"));
      }
      if (form.body() instanceof Nested nested) {
        elements(form, nested, all);
      }
    }
    Messages messages = syntax.messages();
    if (messages != null) {
      messages(messages, all);
    }
    if (syntax.calls().stream().anyMatch(SyntaxKeywordForms::isKeywords)) {
      all.addAll(PYTHON);
    }
    all.removeIf(String::isEmpty);
    return all.toArray(String[]::new);
  }

  /** Openers of which some spell the same name, and entities in no place. */
  private static void entities(List<Part> parts, List<String> all) {
    if (parts.stream().anyMatch(part -> part instanceof Attributes a && a.entities())) {
      for (String name : List.of("&#102;", "&#x61;", "&amp;#102;", "&quot;k&quot;", "&#xd83d;")) {
        all.add(plain(parts, name));
      }
      all.addAll(List.of("&amp;", "&lt", ";"));
    }
  }

  private static void elements(CallForm form, Nested nested, List<String> all) {
    for (Nested.Element element : nested.elements()) {
      for (String name : List.of("a", "k", "city", nested.item())) {
        String opener = plain(element.open(), name);
        String closer = plain(element.close(), name);
        all.addAll(List.of(opener, closer, opener, closer, opener + "1" + closer));
        all.add(opener + '\n' + opener);
        all.add(closer + '\n' + closer);
      }
      all.add(typed(element.open(), "k", "dict"));
      all.add(typed(element.open(), "k", "list"));
      all.add(typed(element.open(), "k", "raw"));
      all.add(typed(element.open(), "", "json"));
    }
    all.add(bare(form, nested, "nobody"));
  }

  /** An opener of an element whose attributes, if it has any, say this about its type. */
  private static String typed(List<Part> open, String key, String type) {
    StringBuilder out = new StringBuilder();
    for (Part part : open) {
      if (part instanceof Attributes attributes) {
        attributes
            .by()
            .forEach((name, meaning) -> {
              String value = meaning == Attributes.Meaning.KEY ? key : type;
              out.append(' ').append(name).append("=\"").append(value).append('"');
            });
        out.append(attributes.end().text());
      } else {
        out.append(plain(List.of(part), key));
      }
    }
    return out.toString();
  }

  /** A call without its pairs, whose parameter is an element. */
  private static String bare(CallForm form, Nested nested, String name) {
    Literal close = form.close();
    Nested.Element element = nested.elements().get(0);
    String parameter = plain(element.open(), "k") + 'v' + plain(element.close(), "k");
    return plain(form.header(), name) + '\n' + parameter + (close == null ? "" : close.text());
  }

  /** Other spellings of a header or parameter, and its damaged opener. */
  private static void siblings(List<Part> parts, List<String> all) {
    if (SyntaxHeader.hasSibling(parts)) {
      String tag = ((Literal) parts.get(0)).text();
      String stem = stem(tag);
      all.addAll(List.of(stem + " a>", stem + " name=\"f\">", stem + " name=\"a\">", stem + ' '));
      all.addAll(List.of(tag + "a=", tag + "a=x", tag + "a=\n", tag + "a = >\n"));
    }
  }

  /** A call without its pairs. */
  private static String bare(CallForm form, Tagged tagged, String name) {
    Literal close = form.close();
    String parameter = plain(tagged.open(), "k") + 'v' + tagged.close().text();
    return plain(form.header(), name) + '\n' + parameter + (close == null ? "" : close.text());
  }

  /** What is content between words. */
  String[] prose() {
    List<String> all =
        new ArrayList<>(
            List.of(
                "Let me see.",
                "a < b",
                "two\nlines",
                "\u00fc\ud83d\ude00",
                "</",
                "\"quoted\"",
                "1",
                "<b>bold</b>"));
    literals.forEach(literal -> all.add(half(literal.text())));
    boolean answers = syntax.blocks().stream().anyMatch(b -> b.kind() == Region.CONTENT);
    boolean quotes =
        !answers || !SyntaxLiberty.SKIPPED.contains(SyntaxLiberty.QUOTED_OPENER_BEFORE_BLOCK);
    for (Block block : syntax.blocks()) {
      if (quotes && block.kind() == Region.REASONING) {
        block.open().stream()
            .filter(SyntaxPieces::isTag)
            .forEach(l -> all.add("`" + l.text() + "x"));
      }
    }
    for (CallForm form : syntax.calls()) {
      mentioned(form, all);
    }
    return all.toArray(String[]::new);
  }

  /** A whole call of the first form, or a word if there is none. */
  static String mentioned(Syntax syntax) {
    return syntax.calls().isEmpty() ? "word" : call(syntax.calls().get(0), "f", "a", "1");
  }

  /** Openers that no header follows, and closers that no call is before. */
  private static void mentioned(CallForm form, List<String> all) {
    List<Literal> closers = new ArrayList<>();
    for (Pair pair : form.around()) {
      boolean closed = form.header().isEmpty() || !(form.header().get(0) instanceof Field);
      boolean mayBeMentioned =
          closed || !SyntaxLiberty.SKIPPED.contains(SyntaxLiberty.MENTIONED_OPENER);
      if (isTag(pair.open()) && mayBeMentioned) {
        all.add("I use " + pair.open().text() + " for that");
      }
      Literal close = pair.close();
      if (close != null) {
        closers.add(close);
      }
    }
    if (!form.header().isEmpty() && form.header().get(0) instanceof Literal literal) {
      if (isTag(literal)) {
        all.add("the " + literal.text() + '\n');
      }
    }
    Literal close = form.close();
    if (close != null) {
      closers.add(close);
    }
    if (form.body() instanceof Tagged tagged) {
      closers.add(tagged.close());
    } else if (form.body() instanceof Nested nested) {
      nested.elements().stream()
          .filter(element -> !element.isNamed())
          .forEach(element -> closers.add((Literal) element.close().get(0)));
    }
    closers.stream().filter(SyntaxPieces::isTag).forEach(l -> all.add("end" + l.text() + "."));
  }

  /** What is reasoning between words. */
  String[] thoughts() {
    List<String> all =
        new ArrayList<>(List.of("hm", "a\nb", "1 < 2", "<b>", "\ud83d\ude00", "  two  "));
    literals.forEach(literal -> all.add(half(literal.text())));
    for (Block block : syntax.blocks()) {
      List<Literal> closers = block.kind() == Region.REASONING ? block.close() : List.of();
      for (Literal close : closers) {
        if (isTag(close)) {
          all.add(stem(close.text()) + "_x>");
        }
      }
    }
    for (CallForm form : syntax.calls()) {
      for (Pair pair : form.around()) {
        if (isTag(pair.open())) {
          // A single word at a line's end may be a tool's name.
          boolean named = !form.header().isEmpty() && form.header().get(0) instanceof Field;
          all.add("the " + pair.open().text() + (named ? " tag of calls" : " tag"));
        }
      }
    }
    return all.toArray(String[]::new);
  }

  /** What is data in JSON strings. */
  String[] strings() {
    List<String> all = new ArrayList<>(List.of("</", "<", "{\"name\": \"f\""));
    for (Literal literal : literals) {
      all.add(literal.text());
      all.add("\"}}" + literal.text());
    }
    syntax.calls().forEach(form -> all.add(call(form, "f", "a", "1")));
    return all.toArray(String[]::new);
  }

  /** What is text in tagged values of a form as long as plain text is around it. */
  String[] values(CallForm form, Tagged tagged) {
    List<String> all = new ArrayList<>(List.of("<", "</"));
    for (Literal literal : literals) {
      all.add(literal.text());
      if (!literal.equals(tagged.close())) {
        all.add(stem(literal.text()));
      }
      all.add(half(literal.text()));
      if (literal.label() > 0) {
        all.add(labelled(literal));
      }
    }
    String close = tagged.close().text();
    if (isTag(tagged.close())) {
      all.add(stem(close) + " " + close.charAt(close.length() - 1));
      all.add(stem(close) + "_x" + close.charAt(close.length() - 1));
      all.add(stem(close) + "x".repeat(17));
    }
    if (form.header().get(0) instanceof Field) {
      // Whatever follows such an opener is a name.
      form.around().forEach(pair -> all.remove(pair.open().text()));
      form.around().forEach(pair -> all.remove(labelled(pair.open())));
    }
    all.add(plain(form.header(), "get_weather"));
    all.add(plain(tagged.open(), "k"));
    if (!form.around().isEmpty()) {
      all.add(call(form, "f", "a", "1"));
    }
    all.add("</k>");
    if (SyntaxHeader.hasSibling(tagged.open())) {
      all.add(stem(((Literal) tagged.open().get(0)).text()) + " name=\"k\">");
    }
    if (form.close() != null && form.header().get(0) instanceof Literal) {
      all.add(bare(form, tagged, "nobody"));
    }
    all.removeIf(String::isEmpty);
    return all.toArray(String[]::new);
  }

  /** What is text in elements of a form as long as plain text is around it. */
  String[] values(CallForm form, Nested nested) {
    List<String> all = new ArrayList<>(List.of("<", "</"));
    for (Literal literal : literals) {
      all.add(literal.text());
      all.add(half(literal.text()));
    }
    for (Nested.Element element : nested.elements()) {
      all.add(plain(element.open(), "k"));
      all.add(plain(element.close(), "k"));
      all.add(plain(element.open(), "k") + "v" + plain(element.close(), "nobody"));
    }
    all.add(plain(form.header(), "get_weather"));
    all.add(call(form, "f", "a", "1"));
    all.add(bare(form, nested, "nobody"));
    all.removeIf(String::isEmpty);
    return all.toArray(String[]::new);
  }

  private static boolean isTag(Literal literal) {
    return literal.kind() == Literal.Kind.TAG;
  }

  private static String stem(String literal) {
    return literal.substring(0, literal.length() - 1);
  }

  private static String labelled(Literal tag) {
    return stem(tag.text()) + ":s" + tag.text().charAt(tag.text().length() - 1);
  }

  private static String half(String literal) {
    return literal.substring(0, (literal.length() + 1) / 2);
  }

  // ---- plain renderings

  /** Parts with those that may be missing. */
  private static List<Part> whole(List<Part> parts) {
    List<Part> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part instanceof Maybe m ? m.parts() : List.of(part)));
    return all;
  }

  /** Header parts as a template writes them, without those that may be missing. */
  static String plain(List<Part> parts, String name) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        out.append(literal.text());
      } else if (part instanceof Field field) {
        boolean named = field.role() != Field.Role.ID || field.holdsName();
        String text = field.role() == Field.Role.TYPE ? "string" : named ? name : "7";
        out.append(field.prefix()).append(text);
        out.append(field.suffix()).append(field.suffix().isEmpty() ? "" : "0");
      } else if (part instanceof Attributes attributes) {
        for (Map.Entry<String, Attributes.Meaning> entry : attributes.by().entrySet()) {
          String value = entry.getValue() == Attributes.Meaning.ID ? "7" : name;
          out.append(' ').append(entry.getKey()).append("=\"").append(value).append('"');
        }
        out.append(attributes.end().text());
      }
    }
    return out.toString();
  }

  /** All before the body of a call. */
  static String opening(CallForm form, String name) {
    StringBuilder out = new StringBuilder();
    form.around().forEach(pair -> out.append(pair.open().text()));
    return out.append(plain(form.header(), name)).toString();
  }

  /** Arguments in the first fence of a declaration that has one. */
  private static String fenced(Arguments arguments, String json) {
    if (arguments.fences().isEmpty()) {
      return json;
    }
    Pair fence = arguments.fences().get(0);
    Literal close = fence.close();
    return '\n' + fence.open().text() + '\n' + json + '\n' + (close == null ? "" : close.text());
  }

  private static String object(CallForm form, String name, String json) {
    boolean keyIsName = form.body() instanceof CallObject object && object.shape().keyIsName();
    return keyIsName
        ? "{\"" + name + "\": " + json + "}"
        : "{\"name\": \"" + name + "\", \"arguments\": " + json + "}";
  }

  /** A whole call with one argument. */
  static String call(CallForm form, String name, String key, String value) {
    StringBuilder out = new StringBuilder(opening(form, name));
    Literal quote = form.body() instanceof Arguments a ? a.quote() : null;
    String json =
        quote == null
            ? "{\"" + key + "\": \"" + value + "\"}"
            : key + ":" + quote.text() + value + quote.text() + "}";
    if (SyntaxKeywordForms.isKeywords(form)) {
      out.append(key).append("='").append(value).append("')");
    } else if (form.body() instanceof Tagged tagged) {
      out.append('\n').append(plain(tagged.open(), key)).append('\n').append(value).append('\n');
      out.append(tagged.close().text()).append('\n');
    } else if (form.body() instanceof Nested nested) {
      Nested.Element element = nested.elements().get(0);
      out.append('\n').append(plain(element.open(), key)).append(value);
      out.append(plain(element.close(), key)).append('\n');
    } else {
      out.append(
          form.body() instanceof Arguments
              ? fenced((Arguments) form.body(), json)
              : object(form, name, json));
    }
    Literal close = form.close();
    out.append(close == null ? "" : close.text());
    for (int i = form.around().size() - 1; i >= 0; i--) {
      Literal closer = form.around().get(i).close();
      out.append(closer == null ? "" : closer.text());
    }
    return out.toString();
  }
}
