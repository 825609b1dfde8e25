package dev.deltalex.syntax;

import dev.deltalex.syntax.TemplateContent.Kind;
import dev.deltalex.syntax.TemplatePattern.Group;
import dev.deltalex.syntax.TemplatePattern.Item;
import dev.deltalex.syntax.TemplatePattern.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the forms of calls of a template's field {@code tool_calls}. */
final class TemplateCalls {
  /** A call's own closer and that of its pair. */
  private static final int BOTH_CLOSERS = 2;

  private final SyntaxNode field;
  private final TemplateContent content;
  private final TemplateTransform transform;
  private final boolean each;

  private TemplateCalls(SyntaxNode field) {
    this.field = field;
    content = TemplateContent.of(field);
    if (content.kind() != Kind.JSON && content.kind() != Kind.XML_INLINE) {
      throw new SyntaxException(
          content.path(),
          "calls must be json or xml-inline, not "
              + content.kind().spelled()
              + ": nothing says where a parameter begins in the other kinds");
    }
    SyntaxNode flag = field.field("transform_each");
    each = flag != null && flag.flag();
    transform = TemplateTransform.of(field);
    if (flag != null && each && content.kind() != Kind.JSON) {
      throw new SyntaxException(flag.path(), "lists of calls are json, not xml-inline");
    }
  }

  /**
   * Calls of a template.
   *
   * @param forms a form for each opener
   * @param openers the first literals of the openers
   * @param ends literals that may be in place of the closer: ends of the response
   */
  record Calls(List<CallForm> forms, List<Literal> openers, List<Literal> ends) {}

  static Calls of(SyntaxNode field) {
    return new TemplateCalls(field).calls();
  }

  private Calls calls() {
    List<List<Item>> openers = TemplateMarkers.alternatives(field, "open");
    if (openers == null) {
      throw new SyntaxException(field.path(), "calls need \"open\" or \"open_pattern\"");
    }
    List<List<Literal>> closers = closers();
    List<Literal> closer = closers.isEmpty() ? List.of() : closers.get(0);
    List<CallForm> forms = new ArrayList<>();
    List<Literal> firsts = new ArrayList<>();
    Set<String> literals = new HashSet<>();
    for (List<Item> opener : openers) {
      List<Item> markers = TemplateMarkers.cut(opener);
      CallForm form = form(markers, closer);
      if (forms.contains(form)) {
        continue;
      }
      List<String> own = texts(markers);
      for (String literal : own) {
        if (literals.contains(literal)) {
          throw new SyntaxException(
              openPath(),
              "'" + literal + "' is in two alternatives of the opener, which must differ");
        }
      }
      literals.addAll(own);
      firsts.add(TemplateMarkers.literal(own.get(0)));
      forms.add(form);
    }
    return new Calls(forms, firsts, ends(closers));
  }

  private static List<String> texts(List<Item> items) {
    List<String> all = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Text text) {
        all.add(text.text());
      }
    }
    return all;
  }

  /** JSON ends itself, so that any other literal may follow it. */
  private List<Literal> ends(List<List<Literal>> closers) {
    List<Literal> ends = new ArrayList<>();
    for (List<Literal> other : closers.subList(Math.min(1, closers.size()), closers.size())) {
      if (content.kind() != Kind.JSON || other.size() > 1) {
        throw new SyntaxException(
            closePath(),
            "several closers: one is read. The end of the response closes a call in any case, so"
                + " that the end-of-turn token need not be among them");
      }
      ends.addAll(other);
    }
    return ends;
  }

  private CallForm form(List<Item> opener, List<Literal> closers) {
    if (content.kind() == Kind.XML_INLINE) {
      return framed(opener, closers, null).tagged(content.parameters());
    }
    Literal quote = content.quote();
    boolean describes = opener.stream().noneMatch(item -> item instanceof Group);
    if (!describes) {
      CallForm.Frame frame = framed(opener, closers, quote);
      return quote == null ? frame.arguments() : frame.quoted(quote);
    }
    if (quote != null) {
      throw new SyntaxException(
          content.path(),
          "string_delims are read behind the tool's name only: capture it in open_pattern");
    }
    CallForm.Frame frame = Say.call();
    Pair.Option[] options = each ? new Pair.Option[] {Say.MANY} : new Pair.Option[0];
    for (String text : texts(opener)) {
      Literal literal = TemplateMarkers.literal(text);
      boolean outermost = frame.around().isEmpty() && !closers.isEmpty();
      frame = outermost ? frame.in(literal, closers.get(0), options) : frame.in(literal, options);
    }
    if (frame.around().isEmpty() || closers.size() > 1) {
      throw new SyntaxException(
          field.path(), "an object that describes a call is between one opener and one closer");
    }
    return frame.objects(each ? Say.COMMA_IN_BRACKETS : Say.NOTHING, shape());
  }

  // ---- objects that describe a call

  private ObjectShape shape() {
    ObjectShape shape = ObjectShape.USUAL;
    String id = transform.id();
    if (id != null) {
      shape = shape.id(key(id, "id"));
    }
    if (transform.whole()) {
      return shape;
    }
    String name = key(transform.name(), "name");
    String arguments = key(transform.arguments(), "arguments");
    if (name.equals("name") && arguments.equals("arguments")) {
      return shape;
    }
    List<String> other = new ArrayList<>(shape.other());
    other.removeAll(List.of(name, arguments));
    return new ObjectShape(List.of(name), List.of(arguments), shape.id(), other);
  }

  /** A key of the object, which {@code transform_each} makes a name of its own. */
  private String key(String place, String part) {
    String key = TemplateTransform.key(place);
    if (key == null && each && !place.equals(TemplateTransform.CONTENT)) {
      key = place.indexOf('.') < 0 ? place : null;
    }
    if (key == null) {
      throw new SyntaxException(
          transform.path(),
          "the "
              + part
              + " is \"{"
              + place
              + "}\", which neither is a key of the object, such as \"{content.name}\", nor a"
              + " named group of open_pattern");
    }
    return key;
  }

  // ---- calls whose header names the tool

  /** The pairs, header and closers around arguments. */
  private CallForm.Frame framed(List<Item> opener, List<Literal> closers, @Nullable Literal quote) {
    checkGroups(opener);
    List<Part> header = new ArrayList<>();
    List<Literal> pairs = new ArrayList<>();
    for (Item item : opener) {
      if (item instanceof Text text) {
        header.add(TemplateMarkers.literal(text.text()));
      } else if (item instanceof Group group) {
        header.add(group.name().equals(transform.name()) ? Say.name() : Say.id());
      }
    }
    // The last literal before the name is the header's, unless it alone opens the call.
    while (header.get(0) instanceof Literal first
        && (header.get(1) instanceof Literal || pairs.isEmpty() && element(first) == null)) {
      pairs.add(first);
      header.remove(0);
    }
    if (quote != null) {
      header.add(Say.token("{"));
    }
    CallForm.Frame frame = Say.call().header(header.toArray(new Part[0]));
    Literal last = closers.isEmpty() ? null : closers.get(closers.size() - 1);
    if (pairs.isEmpty()) {
      if (closers.size() > 1) {
        throw new SyntaxException(
            field.path(), "two closers, but only one opener before the tool's name");
      }
      return last == null ? frame : frame.close(last);
    }
    Literal own =
        closers.size() > 1
            ? closers.get(0)
            : header.get(0) instanceof Literal inner ? endTag(inner) : null;
    frame = own == null ? frame : frame.close(own);
    for (Literal pair : pairs) {
      boolean outermost = frame.around().isEmpty();
      frame = outermost && last != null ? frame.in(pair, last) : frame.in(pair);
    }
    return frame;
  }

  private void checkGroups(List<Item> opener) {
    if (opener.isEmpty() || !(opener.get(0) instanceof Text)) {
      throw new SyntaxException(openPath(), "a call must begin with a literal");
    }
    if (!transform.arguments().equals(TemplateTransform.CONTENT)) {
      throw new SyntaxException(
          transform.path(), "where the opener has the tool's name, arguments are \"{content}\"");
    }
    List<String> wanted = new ArrayList<>(List.of(transform.name()));
    if (transform.id() != null) {
      wanted.add(transform.id());
    }
    for (Item item : opener) {
      if (item instanceof Group group && !wanted.remove(group.name())) {
        throw new SyntaxException(
            openPath(),
            "the group '" + group.name() + "' is neither name nor id of the transform, or twice");
      }
    }
    if (!wanted.isEmpty()) {
      throw new SyntaxException(
          transform.path(),
          "open_pattern has no group '" + wanted.get(0) + "' in each of its alternatives");
    }
  }

  private String openPath() {
    SyntaxNode pattern = field.field("open_pattern");
    return pattern == null ? field.path() : pattern.path();
  }

  /** The end tag of an element inside of the pair, which templates leave out: they skip it. */
  private static @Nullable Literal endTag(Literal literal) {
    String element = element(literal);
    return element == null ? null : Say.tag("</" + element + '>');
  }

  /** The name of the element whose start tag a literal begins: {@code <function=}; or null. */
  private static @Nullable String element(Literal literal) {
    String text = literal.text();
    int end = 1;
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    boolean open = literal.kind() == Literal.Kind.TAG && text.indexOf('>') < 0;
    return open && end > 1 ? text.substring(1, end) : null;
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':' || c == '.';
  }

  private String closePath() {
    SyntaxNode pattern = field.field("close_pattern");
    return pattern == null ? field.required("close").path() : pattern.path();
  }

  /** The literals of each alternative, of which several are those of a call and its pair. */
  private List<List<Literal>> closers() {
    List<List<Item>> alternatives = TemplateMarkers.alternatives(field, "close");
    List<List<Literal>> all = new ArrayList<>();
    for (List<Item> items : alternatives == null ? List.<List<Item>>of() : alternatives) {
      List<Literal> closer = new ArrayList<>();
      for (Item item : TemplateMarkers.cut(items)) {
        if (item instanceof Text text) {
          closer.add(TemplateMarkers.literal(text.text()));
        } else if (item instanceof Group group) {
          throw new SyntaxException(
              closePath(), "the group '" + group.name() + "' behind a call is not read");
        }
      }
      if (closer.isEmpty() || closer.size() > BOTH_CLOSERS) {
        throw new SyntaxException(
            closePath(), "must be one literal, or two with whitespace between them");
      }
      if (!all.contains(closer)) {
        all.add(closer);
      }
    }
    return all;
  }
}
