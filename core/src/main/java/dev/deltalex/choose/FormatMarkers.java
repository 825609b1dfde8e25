package dev.deltalex.choose;

import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The markers that the templates of a format's models contain, from its declaration.
 *
 * @param format the format
 * @param forms the markers of each form of calls: openers, headers, and what is before a value
 * @param fields markers of which a template has at least one, unless there are none
 * @param blocks the openers of reasoning and of content
 * @param marks the texts that the declaration states
 */
record FormatMarkers(
    WireFormat format,
    List<Set<Marker>> forms,
    Set<Marker> fields,
    Set<Marker> blocks,
    List<String> marks) {

  static FormatMarkers of(WireFormat format) {
    Set<Marker> outer = new LinkedHashSet<>();
    Set<Marker> fields = new LinkedHashSet<>();
    Messages messages = format.syntax().messages();
    if (messages != null) {
      messages.start().forEach(literal -> addToken(literal, outer));
      addToken(messages.end(), outer);
      messages.fields().values().forEach(literal -> addToken(literal, fields));
    }
    List<Set<Marker>> forms = new ArrayList<>();
    for (CallForm form : format.syntax().calls()) {
      Set<Marker> markers = new LinkedHashSet<>(outer);
      addForm(form, markers);
      forms.add(markers);
    }
    Set<Marker> blocks = new LinkedHashSet<>();
    for (Block block : format.syntax().blocks()) {
      if (!block.isDiscarded()) {
        block.open().forEach(literal -> add(Marker.of(literal), blocks));
      }
    }
    List<String> marks = DeclaredFormat.traitsOf(format).templateMarks();
    return new FormatMarkers(format, forms, fields, blocks, marks);
  }

  private static void addToken(Literal literal, Set<Marker> markers) {
    if (literal.kind() == Literal.Kind.TOKEN) {
      add(Marker.of(literal), markers);
    }
  }

  private static void addForm(CallForm form, Set<Marker> markers) {
    for (Pair pair : form.around()) {
      add(Marker.of(pair.open()), markers);
    }
    addParts(form.header(), markers);
    if (form.body() instanceof Tagged tagged) {
      addParts(tagged.open(), markers);
    }
    if (form.body() instanceof Arguments arguments) {
      Literal quote = arguments.quote();
      if (quote != null) {
        add(Marker.of(quote), markers);
      }
      arguments.fences().forEach(fence -> add(Marker.of(fence.open()), markers));
    }
  }

  /** Optional parts count for nothing. */
  private static void addParts(List<Part> parts, Set<Marker> markers) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Literal literal) {
        boolean attributes = i + 1 < parts.size() && parts.get(i + 1) instanceof Attributes;
        add(attributes ? Marker.withAttributes(literal) : Marker.of(literal), markers);
      }
    }
  }

  private static void add(Marker marker, Set<Marker> markers) {
    if (marker.isTelling()) {
      markers.add(marker);
    }
  }

  /** Whether the texts that the declaration states allow this template. */
  boolean isMarked(String template) {
    return marks.isEmpty() || marks.stream().anyMatch(template::contains);
  }

  /** The evidence in a template for the form {@code i} of calls; none if a marker is missing. */
  Evidence evidence(int i, String template) {
    boolean canLackMarkers = !marks.isEmpty() && isBare(format.syntax().calls().get(i));
    Set<Marker> form = forms.get(i);
    boolean complete = !form.isEmpty() && form.stream().allMatch(marker -> isIn(template, marker));
    boolean hasField = fields.isEmpty() || fields.stream().anyMatch(field -> field.isIn(template));
    if (!complete && !canLackMarkers && !(form.isEmpty() && !marks.isEmpty()) || !hasField) {
      return Evidence.NONE;
    }
    Set<String> found = new LinkedHashSet<>();
    collect(form, template, found);
    collect(fields, template, found);
    collect(blocks, template, found);
    return new Evidence(found, marksIn(template));
  }

  /** Whether templates may have its calls without markers; those between two always have these. */
  private static boolean isBare(CallForm form) {
    return form.proof() == CallForm.Proof.DECLARED
        && form.around().stream().allMatch(pair -> pair.optional() || pair.close() == null);
  }

  /** The evidence that its models reason as this format does. */
  Evidence reasoning(String template) {
    Set<String> found = new LinkedHashSet<>();
    collect(blocks, template, found);
    return found.isEmpty() ? Evidence.NONE : new Evidence(found, marksIn(template));
  }

  private Set<String> marksIn(String template) {
    Set<String> found = new LinkedHashSet<>(marks);
    found.removeIf(mark -> !template.contains(mark));
    return found;
  }

  private boolean isIn(String template, Marker marker) {
    return marker.isIn(template) || marks.stream().anyMatch(mark -> marker.isIn(template, mark));
  }

  private void collect(Set<Marker> markers, String template, Set<String> found) {
    for (Marker marker : markers) {
      if (isIn(template, marker)) {
        found.add(marker.text());
      }
    }
  }

  /** Whether a text is a marker of this format's calls, or part of one. */
  boolean knows(String marker) {
    return forms.stream()
        .anyMatch(form -> form.stream().anyMatch(own -> own.text().contains(marker)));
  }
}
