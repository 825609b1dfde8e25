package dev.deltalex.syntax;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.json.IndentedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a declaration as the JSON that {@link SyntaxReader} reads: indented, without the fields
 * that have their defaults. Thread-safe and stateless; not for the hot path.
 */
public final class SyntaxWriter {
  private SyntaxWriter() {}

  /**
   * The JSON of a declaration, which {@link SyntaxReader} reads as an equal one.
   *
   * @throws IllegalArgumentException if the reader would refuse it: {@link SyntaxCheck} finds
   *     problems, or it is beyond one of the reader's limits
   */
  public static String write(NamedSyntax declaration) {
    Syntax syntax = declaration.syntax();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", declaration.name());
    putList(root, "aliases", declaration.aliases());
    putList(root, "models", declaration.models());
    putList(root, "knownLimits", declaration.knownLimits());
    putList(root, "blocks", list(syntax.blocks(), SyntaxWriter::block));
    Messages messages = syntax.messages();
    if (messages != null) {
      root.put("messages", messages(messages));
    }
    putConstant(
        root, "callsInReasoning", syntax.callsInReasoning(), Syntax.PLAIN.callsInReasoning());
    putLiteral(root, "prompted", syntax.prompted());
    putList(root, "calls", list(syntax.calls(), SyntaxWriter::form));
    String json = IndentedJson.print(root);
    // The limits are the reader's: what it would refuse is not written.
    if (!SyntaxReader.read(json).equals(declaration)) {
      throw new IllegalStateException("the reader does not read this declaration back: " + json);
    }
    return json;
  }

  private static <T> List<Object> list(List<T> values, Function<T, Object> written) {
    List<Object> all = new ArrayList<>();
    values.forEach(value -> all.add(written.apply(value)));
    return all;
  }

  private static void putList(Map<String, Object> object, String field, List<?> values) {
    if (!values.isEmpty()) {
      object.put(field, values);
    }
  }

  private static void putFlag(Map<String, Object> object, String field, boolean value) {
    if (value) {
      object.put(field, true);
    }
  }

  private static void putConstant(
      Map<String, Object> object, String field, Enum<?> value, Enum<?> byDefault) {
    if (value != byDefault) {
      object.put(field, SyntaxNode.spelled(value));
    }
  }

  private static void putLiteral(
      Map<String, Object> object, String field, @Nullable Literal literal) {
    if (literal != null) {
      object.put(field, literal(literal));
    }
  }

  private static Object block(Block block) {
    Map<String, Object> object = new LinkedHashMap<>();
    Region kind = block.kind();
    Enum<?> spelled = kind == null ? SyntaxReader.BlockKind.DISCARDED : kind;
    object.put("kind", SyntaxNode.spelled(spelled));
    putList(object, "open", list(block.open(), SyntaxWriter::literal));
    putList(object, "close", list(block.close(), SyntaxWriter::literal));
    putConstant(object, "trim", block.trim(), Block.Trim.NOTHING);
    putLiteral(object, "label", block.label());
    return object;
  }

  private static Object messages(Messages messages) {
    Map<String, Object> object = new LinkedHashMap<>();
    putList(object, "start", list(messages.start(), SyntaxWriter::literal));
    Map<String, Object> fields = new LinkedHashMap<>();
    messages.fields().forEach((name, literal) -> fields.put(name, literal(literal)));
    if (!fields.isEmpty()) {
      object.put("fields", fields);
    }
    putLiteral(object, "end", messages.end());
    putList(object, "rules", list(messages.rules(), SyntaxWriter::rule));
    putList(object, "closers", list(messages.closers(), SyntaxWriter::literal));
    return object;
  }

  private static Object rule(Messages.Rule rule) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("field", rule.field());
    putList(object, "values", rule.values());
    putText(object, "prefix", rule.prefix());
    object.put("kind", SyntaxNode.spelled(rule.kind()));
    Diagnostic report = rule.report();
    if (report != null) {
      object.put("report", SyntaxNode.spelled(report));
    }
    return object;
  }

  private static Object form(CallForm form) {
    Map<String, Object> object = new LinkedHashMap<>();
    putList(object, "around", list(form.around(), SyntaxWriter::pair));
    putList(object, "header", list(form.header(), SyntaxWriter::part));
    putLiteral(object, "close", form.close());
    object.put("body", body(form.body()));
    putConstant(object, "between", form.between(), CallForm.Between.NOTHING);
    putConstant(object, "proof", form.proof(), CallForm.Proof.MARKED);
    return object;
  }

  private static Object pair(Pair pair) {
    Map<String, Object> object = new LinkedHashMap<>();
    putLiteral(object, "open", pair.open());
    putLiteral(object, "close", pair.close());
    putFlag(object, "optional", pair.optional());
    putFlag(object, "many", pair.many());
    return object;
  }

  private static Object literal(Literal literal) {
    String kind = SyntaxNode.spelled(literal.kind());
    if (literal.label() == 0) {
      return Map.of(kind, literal.text());
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(kind, literal.text());
    object.put("label", literal.label());
    return object;
  }

  private static Object part(Part part) {
    if (part instanceof Literal literal) {
      return literal(literal);
    }
    if (part instanceof Maybe maybe) {
      return Map.of("maybe", list(maybe.parts(), SyntaxWriter::part));
    }
    if (part instanceof Field field) {
      Map<String, Object> object = new LinkedHashMap<>();
      putText(object, "prefix", field.prefix());
      putText(object, "suffix", field.suffix());
      return Map.of(SyntaxNode.spelled(field.role()), object);
    }
    Attributes attributes = (Attributes) part;
    Map<String, Object> by = new LinkedHashMap<>();
    attributes.by().forEach((name, meaning) -> by.put(name, SyntaxNode.spelled(meaning)));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("by", by);
    if (!attributes.end().equals(Say.attributes().end())) {
      putLiteral(object, "end", attributes.end());
    }
    putFlag(object, "entities", attributes.entities());
    return Map.of("attributes", object);
  }

  private static void putText(Map<String, Object> object, String field, String text) {
    if (!text.isEmpty()) {
      object.put(field, text);
    }
  }

  private static Object body(Body body) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (body instanceof Tagged tagged) {
      object.put("open", list(tagged.open(), SyntaxWriter::part));
      putLiteral(object, "close", tagged.close());
      putConstant(object, "framing", tagged.framing(), Tagged.Framing.VERBATIM);
      putFlag(object, "cdata", tagged.cdata());
      putList(object, "whole", tagged.whole());
      putFlag(object, "orObject", tagged.orObject());
      return Map.of("tagged", object);
    }
    if (body instanceof Nested nested) {
      object.put("elements", list(nested.elements(), SyntaxWriter::element));
      putText(object, "item", nested.item());
      return Map.of("nested", object);
    }
    if (body instanceof Arguments arguments) {
      putList(object, "fences", list(arguments.fences(), SyntaxWriter::pair));
      putFlag(object, "emptyAtEnd", arguments.emptyAtEnd());
      putLiteral(object, "quote", arguments.quote());
      if (arguments.raw() != null) {
        object.put("raw", arguments.raw());
      }
      return Map.of("arguments", object);
    }
    if (body instanceof Keywords) {
      return Map.of("keywords", object);
    }
    ObjectShape shape = ((CallObject) body).shape();
    ObjectShape usual = shape.keyIsName() ? shape.nameAsKey() : ObjectShape.USUAL;
    putFlag(object, "keyIsName", shape.keyIsName());
    putKeys(object, "name", shape.name(), usual.name());
    putKeys(object, "arguments", shape.arguments(), usual.arguments());
    putKeys(object, "id", shape.id(), usual.id());
    List<String> others = usual.id(shape.id().toArray(new String[0])).other();
    putKeys(object, "other", shape.other(), others);
    return Map.of("objects", object);
  }

  private static Object element(Nested.Element element) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("open", list(element.open(), SyntaxWriter::part));
    object.put("close", list(element.close(), SyntaxWriter::part));
    return object;
  }

  private static void putKeys(
      Map<String, Object> object, String field, List<String> keys, List<String> usual) {
    if (!keys.equals(usual)) {
      object.put(field, keys);
    }
  }
}
