package dev.deltalex.grammar;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Keywords;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the tables of a declaration. The nesting of the declaration determines which literals
 * may follow a closer, what a closer closes, and where a call may open.
 *
 * <p>{@link TextLayout} lays out content and blocks, {@link FormWays} and {@link OpenerLayout} the
 * ways in which calls open, {@link CallLayout} the inside of tagged calls and the states after
 * calls, {@link ValueLayout} and {@link NestedLayout} their parameters, {@link RawLayout} text in
 * place of arguments, {@link FollowLayout} what may follow a closer, {@link JsonLayout} calls
 * written as JSON, {@link KeywordLayout} calls as Python spells them.
 */
public final class Layout {
  final GrammarBuilder g = new GrammarBuilder();
  final Syntax syntax;
  final Levels levels;
  final FormWays ways;
  final OpenerLayout openers;
  final JsonLayout json;
  final KeywordLayout keywords;
  final FollowLayout follow;
  final CallLayout calls;
  final ValueLayout values;
  final NestedLayout nested;
  final RawLayout raw;
  final TextLayout texts;

  /** The layout of messages, or null if the text does not come in messages. */
  final @Nullable MessageLayout messages;

  private Layout(Syntax declared) {
    Messages header = declared.messages();
    syntax =
        header == null
            ? declared
            : new Syntax(
                MessageLayout.blocks(header),
                declared.calls(),
                header,
                declared.callsInReasoning(),
                null);
    messages = header == null ? null : new MessageLayout(this, header);
    levels = new Levels(syntax.calls());
    ways = new FormWays(this);
    openers = new OpenerLayout(this);
    json = new JsonLayout(this);
    keywords = new KeywordLayout(this);
    follow = new FollowLayout(this);
    calls = new CallLayout(this);
    values = new ValueLayout(this);
    nested = new NestedLayout(this);
    raw = new RawLayout(this);
    texts = new TextLayout(this);
  }

  /**
   * The tables of a declaration.
   *
   * @throws IllegalArgumentException naming every problem, if the declaration is invalid
   */
  public static Grammar of(Syntax syntax) {
    refuseUnsupported(syntax);
    Layout layout = new Layout(syntax);
    if (layout.messages != null) {
      layout.messages.add();
    } else {
      layout.texts.add();
    }
    if (!syntax.calls().isEmpty()) {
      layout.calls.add();
      layout.json.add();
    }
    return layout.g.build();
  }

  /** Refuses what a declaration can say and the interpreter does not read: it would be ignored. */
  private static void refuseUnsupported(Syntax syntax) {
    for (CallForm form : syntax.calls()) {
      if (form.body() instanceof Arguments arguments && arguments.emptyAtEnd()) {
        throw new IllegalArgumentException("Arguments.emptyAtEnd is not supported: use false");
      }
      for (Part part : form.header()) {
        if (part instanceof Attributes attributes && typesValues(attributes)) {
          throw new IllegalArgumentException(
              "attributes of the meanings RAW and TYPE are supported in parameters only");
        }
      }
      for (List<Part> open : openers(form)) {
        for (Part part : open.subList(0, Math.max(0, open.size() - 1))) {
          if (part instanceof Attributes attributes && typesValues(attributes)) {
            // The type is no state of a stream: between two deltas it would be lost.
            throw new IllegalArgumentException(
                "attributes of the meanings RAW and TYPE must be the last part before a value");
          }
        }
      }
    }
    refuseMixedEntities(syntax);
  }

  private static void refuseMixedEntities(Syntax syntax) {
    boolean entities = false;
    boolean verbatim = false;
    for (CallForm form : syntax.calls()) {
      List<Part> parts = new ArrayList<>(form.header());
      openers(form).forEach(parts::addAll);
      for (Part part : parts) {
        List<Part> inner = part instanceof Maybe maybe ? maybe.parts() : List.of(part);
        entities |= inner.stream().anyMatch(Layout::hasEntities);
        verbatim |= inner.stream().anyMatch(held -> holdsName(held) && !hasEntities(held));
      }
      verbatim |= form.body() instanceof Nested nested && hasNamedCloser(nested);
      verbatim |= form.body() instanceof Keywords;
    }
    if (entities && (verbatim || syntax.messages() != null)) {
      // A name that was read is only known by its place in the text.
      throw new IllegalArgumentException(
          "attributes with entities: all names and keys of headers must be in such attributes");
    }
  }

  private static boolean hasEntities(Part part) {
    return part instanceof Attributes attributes && attributes.entities();
  }

  private static boolean holdsName(Part part) {
    return part instanceof Attributes || part instanceof Field;
  }

  private static boolean hasNamedCloser(Nested nested) {
    return nested.elements().stream().anyMatch(Nested.Element::isNamed);
  }

  /** What is before each kind of values between tags. */
  private static List<List<Part>> openers(CallForm form) {
    if (form.body() instanceof Tagged tagged) {
      return List.of(tagged.open());
    }
    return form.body() instanceof Nested nested
        ? nested.elements().stream().map(Nested.Element::open).toList()
        : List.of();
  }

  private static boolean typesValues(Attributes attributes) {
    return attributes.by().containsValue(Attributes.Meaning.RAW)
        || attributes.by().containsValue(Attributes.Meaning.TYPE);
  }

  /** A name for a state of a form; names of the first form's states have no number. */
  String numbered(String place, CallForm form) {
    int at = syntax.calls().indexOf(form);
    return at == 0 ? place : place + '_' + (at + 1);
  }

  /** The closers of a call of a form and of the pairs around it, innermost first. */
  List<Literal> closers(CallForm form) {
    Messages header = syntax.messages();
    if (header != null && syntax.isMessage(form)) {
      return header.closers();
    }
    List<Literal> closers = new ArrayList<>();
    if (form.close() != null) {
      closers.add(form.close());
    }
    for (int i = form.around().size() - 1; i >= 0; i--) {
      Literal closer = form.around().get(i).close();
      if (closer != null) {
        closers.add(closer);
      }
    }
    return closers;
  }

  /** The closer of a call of a form. */
  Literal callCloser(CallForm form) {
    List<Literal> closers = closers(form);
    if (closers.isEmpty()) {
      throw new IllegalArgumentException("a call without pairs needs a closer: add .close(…)");
    }
    return closers.get(0);
  }

  /** The level that remains around a call after a closer of its form. */
  int levelBehind(CallForm form, Literal closer) {
    if (closer.equals(form.close())) {
      return form.mayHoldObject() ? Edge.KEEP - 1 : Edge.KEEP;
    }
    for (int i = form.around().size() - 1; i >= 0; i--) {
      if (closer.equals(form.around().get(i).close())) {
        return levelAround(form, i);
      }
    }
    return 0;
  }

  /** The level that remains around a call where the pair at a place ends, or would begin again. */
  int levelAround(CallForm form, int place) {
    if (!Levels.varies(form)) {
      return levels.of(form, place);
    }
    int own = Levels.ownCloser(form) == null ? 0 : 1;
    return Edge.KEEP - own - (form.around().size() - place);
  }

  /** The closers of each form's call and pairs, outermost first, then that of its values. */
  Set<Literal> allClosers() {
    Set<Literal> all = new LinkedHashSet<>();
    for (CallForm form : syntax.calls()) {
      List<Literal> closers = closers(form);
      for (int i = closers.size() - 1; i >= 0; i--) {
        all.add(closers.get(i));
      }
      if (form.body() instanceof Tagged tagged) {
        all.add(tagged.close());
      } else if (form.body() instanceof Nested nested) {
        nested.elements().stream()
            .filter(element -> !element.isNamed())
            .forEach(element -> all.add((Literal) element.close().get(0)));
      }
    }
    return all;
  }

  /**
   * Whether a closer that closes nothing is consumed behind a call; that of a Markdown fence, with
   * which its opener begins, may open another one.
   */
  boolean isOrphan(Literal closer) {
    for (CallForm form : syntax.calls()) {
      for (Pair pair : form.around()) {
        if (closer.equals(pair.close()) && EdgeBuilder.closesBefore(closer, pair.open())) {
          return false;
        }
      }
    }
    return true;
  }

  boolean isPairOpener(@Nullable Literal literal) {
    for (CallForm form : syntax.calls()) {
      for (Pair pair : form.around()) {
        if (pair.open().equals(literal)) {
          return true;
        }
      }
    }
    return false;
  }
}
