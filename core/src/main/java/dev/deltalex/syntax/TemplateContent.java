package dev.deltalex.syntax;

import dev.deltalex.syntax.TemplatePattern.Blanks;
import dev.deltalex.syntax.TemplatePattern.Extent;
import dev.deltalex.syntax.TemplatePattern.Group;
import dev.deltalex.syntax.TemplatePattern.Item;
import dev.deltalex.syntax.TemplatePattern.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code content} of a template's field and its {@code content_args}. */
final class TemplateContent {
  /** What a template's field holds, as templates spell it. */
  enum Kind {
    TEXT,
    INT,
    FLOAT,
    BOOL,
    JSON,
    XML_INLINE,
    KV_LINES;

    /** Whether the text is the value, or a number or truth value that it spells. */
    boolean isScalar() {
      return ordinal() <= BOOL.ordinal();
    }

    String spelled() {
      return SyntaxNode.spelled(this).replace('_', '-');
    }
  }

  private static final String STRIP = "strip";
  private static final String UNQUOTED_KEYS = "unquoted_keys";
  private static final String STRING_DELIMS = "string_delims";
  private static final String ALLOW_NON_JSON = "allow_non_json";
  private static final String VALUE_PARSER = "value_parser";

  private final Kind kind;
  private final @Nullable SyntaxNode args;
  private final String path;

  private TemplateContent(Kind kind, @Nullable SyntaxNode args, String path) {
    this.kind = kind;
    this.args = args;
    this.path = path;
  }

  /** The content of a field, whose arguments are known ones. */
  static TemplateContent of(SyntaxNode field) {
    return of(field, "content", "content_args");
  }

  private static TemplateContent of(SyntaxNode owner, String name, String arguments) {
    SyntaxNode content = owner.field(name);
    Kind kind = content == null ? Kind.TEXT : kind(content);
    SyntaxNode args = owner.field(arguments);
    if (args != null) {
      switch (kind) {
        case TEXT -> args.object(STRIP);
        case INT, FLOAT, BOOL -> {
          if (!args.fields().isEmpty()) {
            throw new SyntaxException(args.path(), kind.spelled() + " has none; remove this field");
          }
        }
        case JSON -> args.object(UNQUOTED_KEYS, STRING_DELIMS, ALLOW_NON_JSON);
        case XML_INLINE -> args.object("tag_pattern", VALUE_PARSER, "merge_duplicates");
        case KV_LINES -> args.object("line_sep", "kv_sep", STRIP, VALUE_PARSER);
      }
    }
    return new TemplateContent(kind, args, content == null ? owner.path() : content.path());
  }

  private static Kind kind(SyntaxNode node) {
    List<String> known = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (node.isString() && node.text().equals(kind.spelled())) {
        return kind;
      }
      known.add(kind.spelled());
    }
    String found = node.text();
    throw new SyntaxException(
        node.path(), "expected one of " + String.join(", ", known) + ", found \"" + found + '"');
  }

  Kind kind() {
    return kind;
  }

  /** Where the kind is stated. */
  String path() {
    return path;
  }

  private @Nullable SyntaxNode argument(String name) {
    return args == null ? null : args.field(name);
  }

  private boolean flag(String name, boolean byDefault) {
    SyntaxNode node = argument(name);
    return node == null ? byDefault : node.flag();
  }

  /** Whether whitespace around text or values is not part of them. */
  boolean strips() {
    return kind != Kind.TEXT || flag(STRIP, true);
  }

  // ---- JSON

  /**
   * The literal around strings, if they are not in quotes; or null.
   *
   * @throws SyntaxException if the JSON of calls is not read as these arguments want it
   */
  @Nullable Literal quote() {
    SyntaxNode lenient = argument(ALLOW_NON_JSON);
    if (lenient != null && lenient.flag()) {
      throw new SyntaxException(
          lenient.path(), "what is not JSON cannot be a call's arguments; remove this field");
    }
    boolean unquoted = flag(UNQUOTED_KEYS, false);
    SyntaxNode pairs = argument(STRING_DELIMS);
    if (pairs == null) {
      return null;
    }
    if (pairs.items().size() != 1 || pairs.items().get(0).items().size() != 2) {
      throw new SyntaxException(pairs.path(), "only one pair, [[open, close]], is read");
    }
    List<SyntaxNode> pair = pairs.items().get(0).items();
    String open = pair.get(0).text();
    if (open.isBlank() || !open.equals(pair.get(1).text())) {
      throw new SyntaxException(
          pairs.path(), "the same literal must be before and behind a string");
    }
    if (!unquoted) {
      throw new SyntaxException(
          pairs.path(), "is read with keys that have no quotes only: \"unquoted_keys\": true");
    }
    return TemplateMarkers.literal(open);
  }

  // ---- tags

  /** The parameters between tags. */
  Tagged parameters() {
    SyntaxNode pattern = args == null ? null : args.field("tag_pattern");
    if (args == null || pattern == null) {
      throw new SyntaxException(path, "xml-inline needs content_args with a tag_pattern");
    }
    SyntaxNode merge = args.field("merge_duplicates");
    if (merge != null && merge.flag()) {
      throw new SyntaxException(
          merge.path(), "the first of several parameters with one name counts; remove this field");
    }
    List<List<Item>> alternatives = TemplatePattern.read(pattern);
    if (alternatives.size() != 1) {
      throw new SyntaxException(pattern.path(), "alternatives of a tag are not read; write one");
    }
    List<Item> items = TemplateMarkers.cut(alternatives.get(0));
    List<Part> open = new ArrayList<>();
    List<Extent> before = new ArrayList<>();
    int i = 0;
    for (; i < items.size() && !items.get(i).equals(new Group("value")); i++) {
      Item item = items.get(i);
      if (item instanceof Blanks blanks) {
        before.add(blanks.extent());
        continue;
      }
      before.clear();
      if (item instanceof Text text) {
        open.add(TemplateMarkers.literal(text.text()));
      } else if (item.equals(new Group("key"))) {
        open.add(Say.key());
      } else {
        throw shape(pattern);
      }
    }
    List<Extent> behind = new ArrayList<>();
    for (i++; i < items.size() && items.get(i) instanceof Blanks blanks; i++) {
      behind.add(blanks.extent());
    }
    boolean ends = i == items.size() - 1 && items.get(i) instanceof Text;
    boolean begins = open.size() > 2 && open.get(0) instanceof Literal;
    boolean named = open.indexOf(Say.key()) == 1 && open.lastIndexOf(Say.key()) == 1;
    if (!ends || !begins || !named) {
      throw shape(pattern);
    }
    Literal close = TemplateMarkers.literal(((Text) items.get(i)).text());
    String first = ((Literal) open.get(0)).text();
    String starts = "<[" + first.charAt(0) + close.text().charAt(0);
    for (int c = 1; c < first.length(); c++) {
      if (starts.indexOf(first.charAt(c)) >= 0) {
        throw new SyntaxException(
            pattern.path(), "'" + first + "' holds a char with which another marker may begin");
      }
    }
    return new Tagged(open, close, framing(before, behind, pattern.path()));
  }

  private static SyntaxException shape(SyntaxNode pattern) {
    return new SyntaxException(
        pattern.path(),
        "must be a literal, the group 'key', a literal, the group 'value' and a literal:"
            + " <p=(?P<key>\\w+)>(?P<value>.*?)</p>");
  }

  private Tagged.Framing framing(List<Extent> before, List<Extent> behind, String pattern) {
    SyntaxNode parser = argument(VALUE_PARSER);
    if (parser != null && values(parser).strips()) {
      return Tagged.Framing.TRIMMED;
    }
    if (before.equals(behind)) {
      if (before.isEmpty()) {
        return Tagged.Framing.VERBATIM;
      }
      if (before.equals(List.of(Extent.ANY))) {
        return Tagged.Framing.TRIMMED;
      }
      if (before.equals(List.of(Extent.LINE))) {
        return Tagged.Framing.ONE_NEWLINE;
      }
    }
    throw new SyntaxException(
        pattern, "whitespace around 'value' must be \\s* or \\n? on both sides, or on none");
  }

  /** The parser of values; the request's schema says what type each has. */
  private static TemplateContent values(SyntaxNode parser) {
    parser.object("name", "args");
    parser.required("name");
    TemplateContent values = of(parser, "name", "args");
    if (values.kind == Kind.XML_INLINE || values.kind == Kind.KV_LINES) {
      throw new SyntaxException(
          values.path, values.kind.spelled() + " inside of a value is not read; tags do not nest");
    }
    if (values.kind == Kind.JSON) {
      SyntaxNode delimiters = values.argument(STRING_DELIMS);
      if (delimiters != null) {
        throw new SyntaxException(delimiters.path(), "is not read inside of a value");
      }
      if (!values.flag(ALLOW_NON_JSON, false)) {
        throw new SyntaxException(
            values.path, "a value is raw text: json needs \"args\": {\"allow_non_json\": true}");
      }
    }
    return values;
  }
}
