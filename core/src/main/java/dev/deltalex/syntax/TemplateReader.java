package dev.deltalex.syntax;

import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a template's fields into blocks and forms of calls. */
final class TemplateReader {
  private static final String TEMPLATE = "response_template";
  private static final String SCHEMA = "response_schema";
  private static final String FIELDS = "fields";
  private static final String ANCHOR = "start_anchor";
  private static final String ANCHOR_PATTERN = "start_anchor_pattern";
  private static final String VERSION = "version";
  private static final String DEFAULTS = "defaults";

  /** Keys of a response_schema, which is a JSON schema. */
  private static final Set<String> SCHEMA_KEYS =
      Set.of("properties", "x-regex", "x-regex-iterator", "x-parser", "$schema");

  private static final String CALLS = "tool_calls";
  private static final String CONTENT = "content";
  private static final Set<String> REASONING = Set.of("thinking", "reasoning", "reasoning_content");

  private static final int MAX_FIELDS = 16;
  private static final int MAX_SHOWN = 60;

  private final List<Block> blocks = new ArrayList<>();
  private final List<String> blockPaths = new ArrayList<>();
  private final List<CallForm> calls = new ArrayList<>();
  private final List<String> limits = new ArrayList<>();

  /** The paths of fields, by the texts of what opens them. */
  private final Map<String, String> openers = new HashMap<>();

  /** Literals that end leftover text or a response, with the paths of their fields. */
  private final Map<Literal, String> ends = new LinkedHashMap<>();

  private boolean hasLeftover;

  private TemplateReader() {}

  static ResponseTemplate read(CharSequence json) {
    SyntaxNode template = template(json);
    for (String key : template.fields().keySet()) {
      if (SCHEMA_KEYS.contains(key)) {
        throw schema(template.path());
      }
    }
    template.object(VERSION, DEFAULTS, ANCHOR, ANCHOR_PATTERN, FIELDS);
    SyntaxNode version = template.field(VERSION);
    if (version != null && version.number() != 1) {
      throw new SyntaxException(version.path(), "only version 1 is read");
    }
    SyntaxNode defaults = template.field(DEFAULTS);
    if (defaults != null) {
      defaults(defaults);
    }
    List<String> anchors = TemplateMarkers.texts(template, ANCHOR);
    if (anchors.isEmpty()) {
      throw new SyntaxException(
          template.path(), "one of \"" + ANCHOR + "\" and \"" + ANCHOR_PATTERN + "\" is required");
    }
    TemplateReader reader = new TemplateReader();
    Syntax syntax = reader.fields(template.required(FIELDS));
    return new ResponseTemplate(template.path(), anchors, syntax, reader.limits);
  }

  // ---- the document

  private static SyntaxNode template(CharSequence json) {
    Set<String> wanted = Set.of(TEMPLATE, VERSION, DEFAULTS, ANCHOR, ANCHOR_PATTERN, FIELDS);
    SyntaxNode root = SyntaxNode.readFields(json, wanted::contains);
    SyntaxNode template = root.field(TEMPLATE);
    if (template != null && !template.isNull()) {
      return template;
    }
    if (root.field(FIELDS) != null) {
      return root;
    }
    SyntaxNode schema = root.field(SCHEMA);
    if (schema != null && !schema.isNull()) {
      throw schema(schema.path());
    }
    if (root.fields().keySet().stream().anyMatch(SCHEMA_KEYS::contains)) {
      throw schema(root.path());
    }
    throw new SyntaxException(
        root.path(),
        "no \""
            + TEMPLATE
            + "\" is in this document; transformers 5.13 and later write one to"
            + " tokenizer_config.json, if the model has one");
  }

  private static SyntaxException schema(String path) {
    return new SyntaxException(
        path,
        "this is a "
            + SCHEMA
            + ", the form with a regular expression for each value that transformers had before"
            + " 5.13; it is not read. Only a "
            + TEMPLATE
            + " is: look for a newer tokenizer_config.json of the model");
  }

  private static void defaults(SyntaxNode defaults) {
    for (Map.Entry<String, SyntaxNode> entry : defaults.fields().entrySet()) {
      SyntaxNode value = entry.getValue();
      boolean role = entry.getKey().equals("role");
      boolean text = entry.getKey().equals(CONTENT) || REASONING.contains(entry.getKey());
      boolean same = role && value.isString() && value.text().equals("assistant");
      if (!same && !(text && value.isString() && value.text().isEmpty())) {
        throw new SyntaxException(
            value.path(), "only \"role\": \"assistant\" and empty texts can be set beforehand");
      }
    }
  }

  // ---- the fields

  private Syntax fields(SyntaxNode fields) {
    Map<String, SyntaxNode> each = fields.fields();
    if (each.isEmpty() || each.size() > MAX_FIELDS) {
      throw new SyntaxException(
          fields.path(), "1 to " + MAX_FIELDS + " fields are allowed, not " + each.size());
    }
    each.forEach(this::field);
    addEnds();
    boolean reasons = blocks.stream().anyMatch(block -> block.kind() == Region.REASONING);
    Syntax syntax =
        new Syntax(
            blocks,
            calls,
            reasons && !calls.isEmpty()
                ? CallsInReasoning.LITERAL
                : Syntax.PLAIN.callsInReasoning());
    if (!hasLeftover) {
      limits.add("Text outside of the template's fields is content; the template drops it.");
    }
    check(syntax, fields.path() + '.' + CALLS);
    return syntax;
  }

  private void check(Syntax syntax, String callPath) {
    List<String> problems = SyntaxCheck.problems(syntax, blockPaths::get, i -> callPath);
    if (problems.isEmpty()) {
      return;
    }
    String first = problems.get(0);
    List<String> paths = new ArrayList<>(blockPaths);
    paths.add(callPath);
    for (String path : paths) {
      if (first.startsWith(path + ": ") || first.startsWith(path + ", ")) {
        throw new SyntaxException(path, first.substring(path.length() + 2));
      }
    }
    throw new SyntaxException("$", first);
  }

  private void field(String name, SyntaxNode field) {
    field.object(
        "open",
        "open_pattern",
        "close",
        "close_pattern",
        "repeats",
        "join",
        "optional",
        "content",
        "content_args",
        "transform",
        "transform_each");
    flag(field, "repeats");
    SyntaxNode optional = field.field("optional");
    if (optional != null && !optional.flag()) {
      limits.add("A response without the field '" + shown(name) + "' is not refused.");
    }
    if (name.equals(CALLS)) {
      refuse(field, "join", "calls are not joined; remove this field");
      TemplateCalls.Calls read = TemplateCalls.of(field);
      calls.addAll(read.forms());
      read.openers().forEach(literal -> opens(field, literal));
      read.ends().forEach(literal -> ends.putIfAbsent(literal, field.path()));
    } else {
      text(name, field);
    }
  }

  private static boolean flag(SyntaxNode field, String name) {
    SyntaxNode node = field.field(name);
    return node != null && node.flag();
  }

  private static void refuse(SyntaxNode field, String name, String why) {
    SyntaxNode node = field.field(name);
    if (node != null) {
      throw new SyntaxException(node.path(), why);
    }
  }

  private static String shown(String name) {
    return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
  }

  private void text(String name, SyntaxNode field) {
    TemplateContent content = TemplateContent.of(field);
    List<Literal> open = TemplateMarkers.literals(field, "open");
    List<Literal> close = TemplateMarkers.literals(field, "close");
    boolean isContent = name.equals(CONTENT);
    if (!isContent && !REASONING.contains(name)) {
      discarded(name, field, open, close);
      return;
    }
    if (!content.kind().isScalar()) {
      throw new SyntaxException(
          content.path(),
          content.kind().spelled() + " is not read here: text, int, float and bool are");
    }
    String whole = "text is passed on as the model writes it; remove this field";
    refuse(field, "transform", whole);
    refuse(field, "transform_each", whole);
    SyntaxNode join = field.field("join");
    if (join != null && !join.text().isEmpty()) {
      throw new SyntaxException(
          join.path(), "nothing is added between texts: only \"\" is read, or remove this field");
    }
    if (isContent && open.isEmpty()) {
      hasLeftover = true;
      close.forEach(literal -> ends.putIfAbsent(literal, field.path()));
      return;
    }
    if (open.isEmpty()) {
      throw new SyntaxException(
          field.path(),
          "field \"open\" is missing; only \"content\" may be what the other fields leave");
    }
    Block.Trim trim = content.strips() ? Block.Trim.NEWLINE : Block.Trim.NOTHING;
    Region region = isContent ? Region.CONTENT : Region.REASONING;
    add(field, new Block(region, open, close, trim));
  }

  private void add(SyntaxNode field, Block block) {
    block.open().forEach(literal -> opens(field, literal));
    blocks.add(block);
    blockPaths.add(field.path());
  }

  private void opens(SyntaxNode field, Literal literal) {
    String other = openers.putIfAbsent(literal.text(), field.path());
    if (other != null && !other.equals(field.path())) {
      throw new SyntaxException(
          field.path(), "'" + literal.text() + "' also opens " + other + "; a field needs its own");
    }
  }

  /**
   * Adds the literals behind which content goes on: they open content that nothing closes. The
   * closer of a block is consumed where the block is not open, too.
   */
  private void addEnds() {
    blocks.forEach(block -> block.close().forEach(ends::remove));
    ends.keySet().removeIf(literal -> openers.containsKey(literal.text()));
    if (!ends.isEmpty()) {
      List<Literal> literals = List.copyOf(ends.keySet());
      blocks.add(new Block(Region.CONTENT, literals, List.of(), Block.Trim.NOTHING));
      blockPaths.add(ends.values().iterator().next());
    }
  }

  private void discarded(String name, SyntaxNode field, List<Literal> open, List<Literal> close) {
    if (open.isEmpty() || close.isEmpty()) {
      throw new SyntaxException(
          field.path(),
          "\"open\" and \"close\" are required: the field is neither content, reasoning nor"
              + " tool_calls, and its text is discarded");
    }
    add(field, new Block(null, open, close, Block.Trim.NOTHING));
    limits.add(
        "The text of the field '" + shown(name) + "' is discarded: there is no event for it.");
  }
}
