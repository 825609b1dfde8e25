package dev.deltalex.syntax;

import dev.deltalex.syntax.TemplateContent.Kind;
import dev.deltalex.syntax.TemplatePattern.Group;
import dev.deltalex.syntax.TemplatePattern.Item;
import dev.deltalex.syntax.TemplatePattern.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    if (each && content.kind() != Kind.JSON) {
      throw new SyntaxException(flag(flag).path(), "lists of calls are json, not xml-inline");
    }
  }

  private static SyntaxNode flag(@Nullable SyntaxNode node) {
    return Objects.requireNonNull(node);
  }

  /** The forms, one for each opener and closer. */
  static List<CallForm> of(SyntaxNode field) {
    return new TemplateCalls(field).forms();
  }

  private List<CallForm> forms() {
    List<List<Item>> openers = TemplateMarkers.alternatives(field, "open");
    if (openers == null) {
      throw new SyntaxException(field.path(), "calls need \"open\" or \"open_pattern\"");
    }
    List<List<Item>> closers = TemplateMarkers.alternatives(field, "close");
    List<CallForm> all = new ArrayList<>();
    for (List<Item> opener : openers) {
      for (List<Item> closer : closers == null ? List.<List<Item>>of(List.of()) : closers) {
        CallForm form = form(TemplateMarkers.cut(opener), closers(closer));
        if (!all.contains(form)) {
          all.add(form);
        }
      }
    }
    return all;
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
    for (Item item : opener) {
      if (item instanceof Text text) {
        Literal literal = TemplateMarkers.literal(text.text());
        Literal closer = closers.isEmpty() ? null : closers.get(0);
        boolean outermost = frame.around().isEmpty() && closer != null;
        Pair.Option[] options = each ? new Pair.Option[] {Say.MANY} : new Pair.Option[0];
        frame =
            outermost ? frame.in(literal, closer, options) : frame.in(literal, options);
      }
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
  private CallForm.Frame framed(
      List<Item> opener, List<Literal> closers, @Nullable Literal quote) {
    checkGroups(opener);
    List<Part> header = new ArrayList<>();
    Literal pair = null;
    for (Item item : opener) {
      if (item instanceof Text text) {
        header.add(TemplateMarkers.literal(text.text()));
      } else if (item instanceof Group group) {
        header.add(group.name().equals(transform.name()) ? Say.name() : Say.id());
      }
    }
    if (header.size() > 2
        && header.get(0) instanceof Literal first
        && header.get(1) instanceof Literal) {
      pair = first;
      header.remove(0);
    }
    if (quote != null) {
      header.add(Say.token("{"));
    }
    CallForm.Frame frame = Say.call().header(header.toArray(new Part[0]));
    Literal last = closers.isEmpty() ? null : closers.get(closers.size() - 1);
    if (pair == null) {
      if (closers.size() > 1) {
        throw new SyntaxException(
            field.path(), "two closers, but only one opener before the tool's name");
      }
      return last == null ? frame : frame.close(last);
    }
    Literal own = closers.size() > 1 ? closers.get(0) : endTag((Literal) header.get(0));
    frame = own == null ? frame : frame.close(own);
    return last == null ? frame.in(pair) : frame.in(pair, last);
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
    String text = literal.text();
    int end = 1;
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    boolean open = literal.kind() == Literal.Kind.TAG && text.indexOf('>') < 0;
    return open && end > 1 ? Say.tag("</" + text.substring(1, end) + '>') : null;
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':' || c == '.';
  }

  private List<Literal> closers(List<Item> items) {
    List<Literal> all = new ArrayList<>();
    for (Item item : TemplateMarkers.cut(items)) {
      if (item instanceof Text text) {
        all.add(TemplateMarkers.literal(text.text()));
      } else if (item instanceof Group group) {
        throw new SyntaxException(
            field.required("close_pattern").path(),
            "the group '" + group.name() + "' behind a call is not read");
      }
    }
    if (all.isEmpty() && !items.isEmpty() || all.size() > BOTH_CLOSERS) {
      throw new SyntaxException(
          field.path(), "a call has one closer, or two with whitespace between them");
    }
    return all;
  }
}
