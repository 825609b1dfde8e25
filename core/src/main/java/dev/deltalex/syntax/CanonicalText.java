package dev.deltalex.syntax;

import dev.deltalex.Region;
import dev.deltalex.json.IndentedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses in a format, from its declaration alone: reasoning, content and calls, with all
 * optional pairs and with newlines where most chat templates have them. For examples, measurements
 * and training texts. Immutable and thread-safe; not for the hot path.
 */
public final class CanonicalText {
  private final Syntax syntax;

  /** The texts of a declaration. */
  public CanonicalText(Syntax syntax) {
    this.syntax = syntax;
  }

  // ---- text

  /**
   * Whether the generation prompt opens the reasoning: {@link #reasoning} then has no opener, and
   * its response begins in reasoning.
   */
  public boolean beginsInReasoning() {
    Block block = block(Region.REASONING);
    return block != null && block.open().isEmpty();
  }

  /** A segment of reasoning with its markers; empty if the format has none. */
  public String reasoning(String thought) {
    Messages messages = syntax.messages();
    if (messages != null) {
      Messages.Rule rule = rule(messages, Region.REASONING);
      return rule == null
          ? ""
          : message(messages, rule.field(), rule.values().get(0), thought, false);
    }
    Block block = block(Region.REASONING);
    return block == null ? "" : between(block, thought);
  }

  /** A segment of content, with its markers if the format has some. */
  public String content(String text) {
    Messages messages = syntax.messages();
    if (messages != null) {
      Messages.Rule rule = rule(messages, Region.CONTENT);
      String field = rule == null ? "" : rule.field();
      return message(messages, field, rule == null ? "" : rule.values().get(0), text, false);
    }
    Block block = block(Region.CONTENT);
    return block == null ? text : between(block, text);
  }

  private @Nullable Block block(Region kind) {
    return syntax.blocks().stream()
        .filter(block -> block.kind() == kind && !block.close().isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static String between(Block block, String text) {
    Literal close = block.close().get(0);
    boolean lines = block.trim() == Block.Trim.NEWLINE && close.kind() != Literal.Kind.TOKEN;
    String newline = lines ? "\n" : "";
    Literal label = block.label();
    String open = block.open().isEmpty() ? "" : block.open().get(0).text();
    String begin = label == null ? newline : label.text();
    return open + (open.isEmpty() ? "" : begin) + text + newline + close.text() + newline + newline;
  }

  // ---- messages

  private static Messages.@Nullable Rule rule(Messages messages, Region kind) {
    return messages.rules().stream()
        .filter(rule -> rule.kind() == kind && rule.report() == null && !rule.values().isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** A message with one field in its header, or none if {@code field} is empty. */
  private static String message(
      Messages messages, String field, String value, String body, boolean call) {
    StringBuilder out = new StringBuilder();
    messages.start().forEach(literal -> out.append(literal.text()));
    Literal before = messages.fields().get(field);
    if (before != null) {
      out.append(before.kind() == Literal.Kind.WORDS ? " " : "").append(before.text());
      out.append(value);
    }
    // A declaration lists the closer of calls last.
    List<Literal> closers = messages.closers();
    Literal close = closers.get(call ? closers.size() - 1 : 0);
    return out.append(messages.end().text()).append(body).append(close.text()).toString();
  }

  // ---- calls

  /**
   * A call.
   *
   * @param form one of the declaration's forms
   * @param name the tool's name
   * @param id the model's id of the call, for formats that have one; where an id contains the name,
   *     the part behind it
   * @param arguments names and values: maps, lists, strings, numbers, booleans and nulls
   * @throws IllegalArgumentException if calls of this form cannot be written
   */
  public String call(CallForm form, String name, String id, Map<String, ?> arguments) {
    String text = new Call(form, name, id, arguments).text();
    Messages messages = syntax.messages();
    if (messages == null) {
      return text;
    }
    for (Messages.Rule rule : messages.rules()) {
      if (rule.kind() == Region.CALL && syntax.isMessage(form)) {
        return message(messages, rule.field(), rule.prefix() + name, text, true);
      }
    }
    // Calls inside of messages: the tool is the recipient.
    String field = messages.rules().isEmpty() ? "" : messages.rules().get(0).field();
    return message(messages, field, name, text, false);
  }

  /** One call while it is written. */
  private static final class Call {
    private final CallForm form;
    private final String name;
    private final String id;
    private final Map<String, ?> arguments;
    private final StringBuilder out = new StringBuilder();

    Call(CallForm form, String name, String id, Map<String, ?> arguments) {
      this.form = form;
      this.name = name;
      this.id = id;
      this.arguments = arguments;
    }

    String text() {
      boolean afterWords = false;
      for (Pair pair : form.around()) {
        boolean words = pair.open().kind() == Literal.Kind.WORDS;
        // Words count at the start of a line; another pair is on a line of its own.
        out.append(words || afterWords && !endsLine() ? "\n" : "").append(pair.open().text());
        afterWords = words;
        newline(pair.open(), first());
      }
      boolean listed =
          form.body() instanceof Keywords && form.between() == CallForm.Between.COMMA_IN_BRACKETS;
      out.append(listed ? "[" : "");
      parts(form.header(), "", null);
      if (lastIsField(form.header())) {
        out.append('\n');
      }
      body();
      out.append(listed ? "]" : "");
      Literal last = close(form.close(), bodyEnd());
      for (int i = form.around().size() - 1; i >= 0; i--) {
        last = close(form.around().get(i).close(), last);
      }
      return out.toString();
    }

    /** Appends a closer, on a line of its own behind a tag or an object. Returns the last one. */
    private @Nullable Literal close(@Nullable Literal closer, @Nullable Literal before) {
      if (closer == null) {
        return before;
      }
      boolean object = before == null && form.body() instanceof CallObject;
      boolean line = isTag(closer) && (object || isTag(before)) || isFence(closer);
      out.append(line && !endsLine() ? "\n" : "");
      out.append(closer.text());
      return closer;
    }

    private boolean endsLine() {
      return out.length() > 0 && out.charAt(out.length() - 1) == '\n';
    }

    private static boolean isTag(@Nullable Literal literal) {
      return literal != null && literal.kind() == Literal.Kind.TAG;
    }

    private static boolean lastIsField(List<Part> parts) {
      return !parts.isEmpty() && parts.get(parts.size() - 1) instanceof Field;
    }

    /** What follows the pairs' openers: a literal, or null for text that the model chooses. */
    private @Nullable Part first() {
      return form.header().isEmpty() ? null : form.header().get(0);
    }

    private void newline(Literal before, @Nullable Part next) {
      boolean tags = next instanceof Literal literal && isTag(literal);
      if (isTag(before) && (tags || form.body() instanceof CallObject) || isFence(before)) {
        out.append('\n');
      }
    }

    /** Whether a literal opens or closes a Markdown fence, which is on a line of its own. */
    private static boolean isFence(Literal literal) {
      return literal.text().startsWith("```");
    }

    /** A header, or what is before the value of a parameter. */
    private void parts(List<Part> parts, String key, @Nullable Object value) {
      Part before = null;
      for (Part part : parts) {
        if (part instanceof Literal literal) {
          if (before instanceof Literal tag && isTag(tag) && isTag(literal)) {
            out.append('\n');
          }
          out.append(literal.text());
        } else if (part instanceof Field field) {
          field(field, key, value);
        } else if (part instanceof Attributes attributes) {
          attributes(attributes, key, value);
        } else if (part instanceof Maybe maybe
            && maybe.parts().stream().allMatch(p -> p instanceof Literal || p.equals(Say.type()))) {
          parts(maybe.parts(), key, value);
        }
        before = part;
      }
    }

    private void field(Field field, String key, @Nullable Object value) {
      switch (field.role()) {
        case NAME -> out.append(field.prefix()).append(name).append(field.suffix());
        case KEY -> out.append(field.prefix()).append(key).append(field.suffix());
        case TYPE -> out.append(type(value));
        case ID ->
            out.append(field.prefix())
                .append(field.holdsName() ? name + field.suffix() : "")
                .append(id);
      }
    }

    private void attributes(Attributes attributes, String key, @Nullable Object value) {
      attributes
          .by()
          .forEach((attribute, meaning) -> {
            String text =
                switch (meaning) {
                  case NAME -> name;
                  case ID -> id;
                  case KEY -> key;
                  case RAW -> String.valueOf(value instanceof String);
                  case TYPE -> form.body() instanceof Nested ? nestedType(value) : type(value);
                };
            // The elements of an array may have no name.
            if (meaning != Attributes.Meaning.KEY || !text.isEmpty()) {
              String spelled = attributes.entities() ? escaped(text) : text;
              out.append(' ').append(attribute).append("=\"").append(spelled).append('"');
            }
          });
      out.append(attributes.end().text());
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;")
          .replace("\"", "&quot;")
          .replace("<", "&lt;")
          .replace(">", "&gt;");
    }

    private static String nestedType(@Nullable Object value) {
      if (value instanceof String) {
        return "raw";
      }
      return value instanceof Map ? "dict" : value instanceof List ? "list" : "json";
    }

    private static String type(@Nullable Object value) {
      if (value instanceof String) {
        return "string";
      }
      if (value instanceof Number) {
        return "number";
      }
      if (value instanceof Boolean) {
        return "boolean";
      }
      return value == null ? "null" : value instanceof List ? "array" : "object";
    }

    // ---- bodies

    private void body() {
      Body body = form.body();
      if (body instanceof Tagged tagged) {
        tagged(tagged);
      } else if (body instanceof Nested nested) {
        boolean lines = isTag(lastOf(nested.elements().get(0)));
        arguments.forEach((key, value) -> {
          out.append(lines && !endsLine() ? "\n" : "");
          element(nested, key, value);
        });
      } else if (body instanceof CallObject object) {
        object(object.shape());
      } else if (body instanceof Keywords) {
        List<String> keywords = new ArrayList<>();
        arguments.forEach((key, value) -> keywords.add(key + "=" + SpelledValue.python(value)));
        // The header ends with the opening parenthesis.
        out.append(String.join(", ", keywords)).append(')');
      } else if (body instanceof Arguments given) {
        Literal quote = given.quote();
        if (quote == null) {
          arguments(given);
        } else {
          // The header ends with the bracket of the object.
          out.append(SpelledValue.quoted(arguments, quote.text()).substring(1));
        }
      } else {
        throw new IllegalArgumentException(
            "calls with a body of " + body.getClass().getSimpleName() + " cannot be written");
      }
    }

    /** The last literal of the body, or null if it ends with a bracket. */
    private @Nullable Literal bodyEnd() {
      if (arguments.isEmpty()) {
        return null;
      }
      if (form.body() instanceof Nested nested) {
        return lastOf(nested.elements().get(0));
      }
      return form.body() instanceof Tagged tagged ? tagged.close() : null;
    }

    private static Literal lastOf(Nested.Element element) {
      return (Literal) element.close().get(element.close().size() - 1);
    }

    /** An element of the first kind, and those in it. */
    private void element(Nested nested, String key, @Nullable Object value) {
      Nested.Element element = nested.elements().get(0);
      parts(element.open(), key, value);
      if (value instanceof Map<?, ?> map) {
        map.forEach((name, inner) -> element(nested, name.toString(), inner));
      } else if (value instanceof List<?> list) {
        list.forEach(inner -> element(nested, nested.item(), inner));
      } else {
        out.append(SpelledValue.text(value));
      }
      parts(element.close(), key, value);
    }

    private void tagged(Tagged tagged) {
      boolean lines = isTag(tagged.close());
      boolean framed = tagged.framing() == Tagged.Framing.ONE_NEWLINE;
      arguments.forEach((key, value) -> {
        if (lines && !endsLine()) {
          out.append('\n');
        }
        parts(tagged.open(), key, value);
        out.append(framed ? "\n" : "");
        out.append(SpelledValue.text(value));
        out.append(framed ? "\n" : "").append(tagged.close().text());
      });
    }

    private void arguments(Arguments given) {
      Pair fence = given.fences().isEmpty() ? null : given.fences().get(0);
      out.append(fence == null ? "" : fence.open().text() + "\n");
      out.append(IndentedJson.line(arguments));
      Literal close = fence == null ? null : fence.close();
      out.append(close == null ? "" : "\n" + close.text());
    }

    private void object(ObjectShape shape) {
      Map<String, Object> call = new LinkedHashMap<>();
      if (!shape.id().isEmpty()) {
        call.put(shape.id().get(0), id);
      }
      if (shape.keyIsName()) {
        call.put(name, arguments);
      } else {
        call.put(shape.name().get(0), name);
        call.put(shape.arguments().get(0), arguments);
      }
      List<Pair> pairs = form.around();
      boolean listed =
          form.between() == CallForm.Between.COMMA_IN_BRACKETS
              && !pairs.isEmpty()
              && pairs.get(pairs.size() - 1).many();
      out.append(listed ? "[" : "").append(IndentedJson.line(call)).append(listed ? "]" : "");
    }
  }
}
