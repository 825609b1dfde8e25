package dev.deltalex.syntax;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a declaration from JSON, which has the words of the declaration in Java:
 *
 * <pre>{@code
 * {
 *   "name": "acme",
 *   "aliases": ["acme-2"],
 *   "models": ["Acme 2"],
 *   "blocks": [{"kind": "reasoning", "open": [{"tag": "<r>"}], "close": [{"tag": "</r>"}]}],
 *   "callsInReasoning": "ends_reasoning",
 *   "calls": [{
 *     "around": [{"open": {"token": "<|call|>"}, "close": {"token": "<|end|>"}, "optional": true}],
 *     "header": [{"name": {}}, {"maybe": [{"token": "[ID]"}, {"id": {}}]}, {"token": "|"}],
 *     "body": {"arguments": {}}
 *   }]
 * }
 * }</pre>
 *
 * <p>Fields are called as the components of the records, whose javadoc says what they mean.
 *
 * <ul>
 *   <li>A literal is {@code {"tag": …}}, {@code {"token": …}} or {@code {"words": …}}; a tag may
 *       have a {@code "label"}, the most chars of one.
 *   <li>A part of a header is a literal, {@code {"maybe": […]}}, {@code {"name": {}}}, {@code
 *       {"id": {}}} or {@code {"key": {}}}, these with {@code "prefix"} and {@code "suffix"} if
 *       they have one, or {@code {"attributes": {"by": {"index": "id"}, "end": …, "entities":
 *       true}}}.
 *   <li>A body is {@code {"tagged": {"open": […], "close": …, "framing": …, "cdata": true, "whole":
 *       […]}}}, {@code {"nested": {"elements": [{"open": […], "close": […]}], "item": …}}}, {@code
 *       {"arguments": {"fences": […], "emptyAtEnd": true, "quote": …, "raw": …}}}, {@code
 *       {"keywords": {}}} or {@code {"objects": {"name": […], "arguments": […], "id": […], "other":
 *       […]}}}, whose keys are the usual ones where they are left out; or {@code {"objects":
 *       {"keyIsName": true}}}.
 *   <li>The kind of a block is {@code "reasoning"}, {@code "content"} or {@code "discarded"}.
 *       Constants are in lower case.
 * </ul>
 *
 * <p>Only the name, the kind of a block, openers, and body and closer where the records need them
 * are required. A document is small and flat: 65,536 chars, 16 levels, 64 elements in a list and
 * 256 chars in a string at most. Thread-safe and stateless; not for the hot path.
 */
public final class SyntaxReader {
  /** What a block is, as documents spell it. */
  enum BlockKind {
    REASONING,
    CONTENT,
    DISCARDED
  }

  private SyntaxReader() {}

  /**
   * Reads a document.
   *
   * @throws SyntaxException if it is not JSON, has fields that are unknown, repeated, missing or of
   *     the wrong type, is beyond a limit, or has problems that {@link SyntaxCheck} finds
   */
  public static NamedSyntax read(CharSequence json) {
    SyntaxNode root =
        SyntaxNode.read(json)
            .object(
                "name",
                "aliases",
                "models",
                "knownLimits",
                "blocks",
                "messages",
                "callsInReasoning",
                "prompted",
                "calls");
    String name = name(root.required("name"));
    List<String> aliases = list(root.field("aliases"), SyntaxReader::name);
    List<String> models = list(root.field("models"), SyntaxReader::name);
    List<String> knownLimits = list(root.field("knownLimits"), SyntaxReader::name);
    SyntaxNode calls = root.field("callsInReasoning");
    Syntax syntax =
        new Syntax(
            list(root.field("blocks"), SyntaxReader::block),
            list(root.field("calls"), SyntaxReader::form),
            messages(root.field("messages")),
            calls == null
                ? Syntax.PLAIN.callsInReasoning()
                : calls.constant(CallsInReasoning.values()),
            optional(root.field("prompted")));
    List<String> problems =
        SyntaxCheck.problems(syntax, i -> "$.blocks[" + i + "]", i -> "$.calls[" + i + "]");
    if (!problems.isEmpty()) {
      throw unusable(problems);
    }
    return new NamedSyntax(name, aliases, models, knownLimits, syntax);
  }

  /** The first problem begins with its path, which {@code ,} or {@code :} ends. */
  private static SyntaxException unusable(List<String> problems) {
    String first = problems.get(0);
    int end = first.indexOf(']') + 1;
    String rest = first.substring(end);
    if (end == 0) {
      String where = first.startsWith("prompted") ? "$.prompted" : "$.messages";
      return new SyntaxException(where, String.join("; ", problems));
    }
    List<String> all = new ArrayList<>(problems);
    all.set(0, rest.startsWith(": ") ? rest.substring(2) : rest.substring(", ".length()));
    return new SyntaxException(first.substring(0, end), String.join("; ", all));
  }

  private static String name(SyntaxNode node) {
    String name = node.text();
    if (name.isBlank()) {
      throw new SyntaxException(node.path(), "a name needs a char that is not whitespace");
    }
    return name;
  }

  private static <T> List<T> list(@Nullable SyntaxNode node, Function<SyntaxNode, T> element) {
    List<T> all = new ArrayList<>();
    if (node != null) {
      node.items().forEach(item -> all.add(element.apply(item)));
    }
    return all;
  }

  private static boolean flag(@Nullable SyntaxNode node) {
    return node != null && node.flag();
  }

  private static Block block(SyntaxNode node) {
    node.object("kind", "open", "close", "trim", "label");
    SyntaxNode trim = node.field("trim");
    return new Block(
        switch (node.required("kind").constant(BlockKind.values())) {
          case REASONING -> Region.REASONING;
          case CONTENT -> Region.CONTENT;
          case DISCARDED -> null;
        },
        list(node.field("open"), SyntaxReader::literal),
        list(node.field("close"), SyntaxReader::literal),
        trim == null ? Block.Trim.NOTHING : trim.constant(Block.Trim.values()),
        optional(node.field("label")));
  }

  private static @Nullable Messages messages(@Nullable SyntaxNode node) {
    if (node == null) {
      return null;
    }
    node.object("start", "fields", "end", "rules", "closers");
    Map<String, Literal> fields = new LinkedHashMap<>();
    SyntaxNode named = node.field("fields");
    if (named != null) {
      named.fields().forEach((name, literal) -> fields.put(name, literal(literal)));
    }
    return new Messages(
        list(node.required("start"), SyntaxReader::literal),
        fields,
        literal(node.required("end")),
        list(node.field("rules"), SyntaxReader::rule),
        list(node.required("closers"), SyntaxReader::literal));
  }

  private static Messages.Rule rule(SyntaxNode node) {
    node.object("field", "values", "prefix", "kind", "report");
    SyntaxNode prefix = node.field("prefix");
    SyntaxNode report = node.field("report");
    return new Messages.Rule(
        node.required("field").text(),
        list(node.field("values"), SyntaxNode::text),
        prefix == null ? "" : prefix.text(),
        node.required("kind").constant(Region.REASONING, Region.CONTENT, Region.CALL),
        report == null ? null : report.constant(Diagnostic.values()));
  }

  private static CallForm form(SyntaxNode node) {
    node.object("around", "header", "body", "close", "between", "proof");
    SyntaxNode between = node.field("between");
    SyntaxNode proof = node.field("proof");
    return new CallForm(
        list(node.field("around"), SyntaxReader::pair),
        list(node.field("header"), SyntaxReader::part),
        body(node.required("body")),
        closer(node),
        between == null ? CallForm.Between.NOTHING : between.constant(CallForm.Between.values()),
        proof == null ? CallForm.Proof.MARKED : proof.constant(CallForm.Proof.values()));
  }

  private static Pair pair(SyntaxNode node) {
    node.object("open", "close", "optional", "many");
    boolean optional = flag(node.field("optional"));
    return new Pair(
        literal(node.required("open")), closer(node), optional, flag(node.field("many")));
  }

  private static @Nullable Literal closer(SyntaxNode node) {
    return optional(node.field("close"));
  }

  private static @Nullable Literal optional(@Nullable SyntaxNode node) {
    return node == null ? null : literal(node);
  }

  private static Literal literal(SyntaxNode node) {
    SyntaxNode label = node.field("label");
    if (label == null) {
      return literal(node, node.choice("tag", "token", "words"));
    }
    node.object("tag", "label");
    return Say.tag(node.required("tag").text()).labelled(label.number());
  }

  private static Literal literal(SyntaxNode node, String kind) {
    String text = node.required(kind).text();
    return switch (kind) {
      case "tag" -> Say.tag(text);
      case "token" -> Say.token(text);
      default -> Say.words(text);
    };
  }

  private static Part part(SyntaxNode node) {
    if (node.field("label") != null) {
      return literal(node);
    }
    String kind =
        node.choice("tag", "token", "words", "name", "id", "key", "type", "attributes", "maybe");
    SyntaxNode value = node.required(kind);
    return switch (kind) {
      case "name" -> field(value, Field.Role.NAME);
      case "id" -> field(value, Field.Role.ID);
      case "key" -> field(value, Field.Role.KEY);
      case "type" -> field(value, Field.Role.TYPE);
      case "attributes" -> attributes(value);
      case "maybe" -> new Maybe(list(value, SyntaxReader::part));
      default -> literal(node, kind);
    };
  }

  private static Field field(SyntaxNode node, Field.Role role) {
    node.object("prefix", "suffix");
    SyntaxNode prefix = node.field("prefix");
    SyntaxNode suffix = node.field("suffix");
    return new Field(
        role, prefix == null ? "" : prefix.text(), suffix == null ? "" : suffix.text());
  }

  private static Attributes attributes(SyntaxNode node) {
    node.object("by", "end", "entities");
    Map<String, Attributes.Meaning> by = new LinkedHashMap<>();
    node.required("by")
        .fields()
        .forEach((name, meaning) -> by.put(name, meaning.constant(Attributes.Meaning.values())));
    SyntaxNode end = node.field("end");
    return new Attributes(
        by, end == null ? Say.attributes().end() : literal(end), flag(node.field("entities")));
  }

  private static Body body(SyntaxNode node) {
    String kind = node.choice("tagged", "nested", "arguments", "objects", "keywords");
    SyntaxNode value = node.required(kind);
    return switch (kind) {
      case "tagged" -> tagged(value);
      case "nested" -> {
        value.object("elements", "item");
        SyntaxNode item = value.field("item");
        yield new Nested(
            list(value.required("elements"), SyntaxReader::element),
            item == null ? "" : item.text());
      }
      case "arguments" -> {
        value.object("fences", "emptyAtEnd", "quote", "raw");
        SyntaxNode raw = value.field("raw");
        List<Pair> fences = list(value.field("fences"), SyntaxReader::pair);
        yield new Arguments(
            fences,
            flag(value.field("emptyAtEnd")),
            optional(value.field("quote")),
            raw == null ? null : raw.text());
      }
      case "keywords" -> {
        value.object();
        yield new Keywords();
      }
      default -> new CallObject(shape(value));
    };
  }

  private static Tagged tagged(SyntaxNode node) {
    node.object("open", "close", "framing", "cdata", "whole", "orObject");
    SyntaxNode framing = node.field("framing");
    return new Tagged(
        list(node.required("open"), SyntaxReader::part),
        literal(node.required("close")),
        framing == null ? Tagged.Framing.VERBATIM : framing.constant(Tagged.Framing.values()),
        flag(node.field("cdata")),
        list(node.field("whole"), SyntaxNode::text),
        flag(node.field("orObject")));
  }

  private static Nested.Element element(SyntaxNode node) {
    node.object("open", "close");
    return new Nested.Element(
        list(node.required("open"), SyntaxReader::part),
        list(node.required("close"), SyntaxReader::part));
  }

  /** Keys that are left out are the usual ones; an id's key is no longer one of the others. */
  private static ObjectShape shape(SyntaxNode node) {
    node.object("name", "arguments", "id", "other", "keyIsName");
    boolean keyIsName = flag(node.field("keyIsName"));
    ObjectShape usual = ObjectShape.USUAL;
    if (keyIsName) {
      usual = usual.nameAsKey();
    }
    List<String> id = keys(node.field("id"), usual.id());
    return new ObjectShape(
        keys(node.field("name"), usual.name()),
        keys(node.field("arguments"), usual.arguments()),
        id,
        keys(node.field("other"), usual.id(id.toArray(new String[0])).other()),
        keyIsName);
  }

  private static List<String> keys(@Nullable SyntaxNode node, List<String> usual) {
    return node == null ? usual : list(node, SyntaxNode::text);
  }
}
