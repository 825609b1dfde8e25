package dev.deltalex.choose;

import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the format that a chat template has the model write, by the markers in the template's text.
 * The template is not executed. A format counts if all markers of one of its forms are there, and
 * gives way to one of which these and more are there. If markers of yet another format are there,
 * the answer is not conclusive.
 */
public final class ChatTemplates {
  private static final int MAX_NAMED = 4;

  private final List<FormatMarkers> formats;

  /** Templates of the models that write one of these formats. */
  public ChatTemplates(List<WireFormat> formats) {
    this.formats = formats.stream().map(FormatMarkers::of).toList();
  }

  /** The formats that the template allows. */
  public Finding find(String template) {
    Objects.requireNonNull(template, "template");
    String text = TemplateText.of(template);
    Map<FormatMarkers, Evidence> evidence = new LinkedHashMap<>();
    for (FormatMarkers markers : formats) {
      Evidence found = best(markers, text);
      if (!found.isEmpty()) {
        evidence.put(markers, found);
      }
    }
    if (evidence.isEmpty()) {
      return withoutCalls(text);
    }
    List<FormatMarkers> best = byFraming(strongest(evidence), text);
    Set<String> shared = new LinkedHashSet<>();
    best.forEach(m -> shared.addAll(evidence.getOrDefault(m, Evidence.NONE).texts()));
    Map<FormatMarkers, String> others = others(best, text);
    List<WireFormat> candidates = new ArrayList<>(formatsOf(best));
    String why = "the template has " + quoted(List.copyOf(shared));
    if (!others.isEmpty()) {
      candidates.addAll(formatsOf(List.copyOf(others.keySet())));
      why += ", and of other formats " + quoted(others.values().stream().distinct().toList());
    } else if (best.size() > 1) {
      why += ", as several formats have";
    }
    return Finding.of(candidates, why);
  }

  private static List<WireFormat> formatsOf(List<FormatMarkers> markers) {
    return markers.stream().map(FormatMarkers::format).toList();
  }

  /** The evidence of the form that has most. */
  private Evidence best(FormatMarkers markers, String text) {
    Evidence best = Evidence.NONE;
    if (markers.isMarked(text)) {
      for (int i = 0; i < markers.forms().size(); i++) {
        Evidence found = markers.evidence(i, text);
        if (found.size() > best.size() && (i == 0 || !isMainFormOfAnother(markers, i))) {
          best = found;
        }
      }
    }
    return best;
  }

  /** A declaration's first form is what its models are trained to write. */
  private boolean isMainFormOfAnother(FormatMarkers markers, int form) {
    Set<Marker> wanted = markers.forms().get(form);
    if (wanted.stream().allMatch(Marker::isCommon)) {
      return false;
    }
    return formats.stream()
        .anyMatch(other ->
            other != markers && !other.forms().isEmpty() && other.forms().get(0).equals(wanted));
  }

  private static List<FormatMarkers> strongest(Map<FormatMarkers, Evidence> evidence) {
    List<FormatMarkers> strongest = new ArrayList<>();
    evidence.forEach((markers, found) -> {
      boolean exceeded = evidence.values().stream().anyMatch(found::isExceededBy);
      if (!exceeded) {
        strongest.add(markers);
      }
    });
    return strongest;
  }

  /** Of formats with the same markers: whether the template adds newlines around values. */
  private static List<FormatMarkers> byFraming(List<FormatMarkers> formats, String text) {
    if (formats.size() < 2) {
      return formats;
    }
    List<FormatMarkers> fitting =
        formats.stream()
            .filter(markers -> {
              CallForm form = markers.format().syntax().calls().get(0);
              return !(form.body() instanceof Tagged tagged) || isFramed(tagged, text);
            })
            .toList();
    return fitting.isEmpty() ? formats : fitting;
  }

  private static boolean isFramed(Tagged tagged, String text) {
    boolean newline = text.contains('\n' + tagged.close().text());
    return switch (tagged.framing()) {
      case ONE_NEWLINE -> newline;
      case VERBATIM -> !newline;
      case TRIMMED -> true;
    };
  }

  /** Formats of whose calls markers are in the text that none of {@code best} has. */
  private Map<FormatMarkers, String> others(List<FormatMarkers> best, String text) {
    Map<FormatMarkers, String> others = new LinkedHashMap<>();
    for (FormatMarkers other : formats) {
      if (best.contains(other) || !other.isMarked(text)) {
        continue;
      }
      for (Set<Marker> form : other.forms()) {
        for (Marker marker : form) {
          if (!marker.isCommon() && isForeign(marker, best, text)) {
            others.putIfAbsent(other, marker.text());
          }
        }
      }
    }
    return others;
  }

  private static boolean isForeign(Marker marker, List<FormatMarkers> best, String text) {
    if (marker.isIn(text) && best.stream().noneMatch(own -> own.knows(marker.text()))) {
      return true;
    }
    // With a prefix, too: <acme_arg_key> is not of a format that has JSON in <acme_tool_call>.
    String name = marker.text();
    boolean tag = name.startsWith("<") && name.endsWith(">") && name.indexOf('_') > 0;
    String prefixed = '_' + name.substring(1);
    return tag && text.contains(prefixed) && best.stream().noneMatch(own -> own.knows(prefixed));
  }

  private Finding withoutCalls(String text) {
    List<String> near = partial(text);
    if (!near.isEmpty() || text.contains("tool")) {
      return Finding.none(near, "the template has no format's markers of calls");
    }
    Map<FormatMarkers, Evidence> evidence = new LinkedHashMap<>();
    for (FormatMarkers markers : formats) {
      Evidence found = markers.reasoning(text);
      if (markers.forms().isEmpty() && markers.isMarked(text) && !found.isEmpty()) {
        evidence.put(markers, found);
      }
    }
    if (evidence.isEmpty()) {
      return Finding.none(List.of(), "the template has no markers of calls or reasoning");
    }
    List<FormatMarkers> best = strongest(evidence);
    return Finding.of(formatsOf(best), "the template has markers of reasoning, and no tools");
  }

  /** The formats of whose calls some markers are in the text. */
  private List<String> partial(String text) {
    List<String> names = new ArrayList<>();
    for (FormatMarkers markers : formats) {
      boolean some =
          markers.forms().stream()
              .anyMatch(form -> form.stream().anyMatch(m -> !m.isCommon() && m.isIn(text)));
      if (some && names.size() < MAX_NAMED) {
        names.add(markers.format().name());
      }
    }
    return names;
  }

  private static String quoted(List<String> texts) {
    List<String> first = texts.subList(0, Math.min(MAX_NAMED, texts.size()));
    String rest = texts.size() > first.size() ? " and more" : "";
    return '"' + String.join("\", \"", first).replace("\n", "\\n") + '"' + rest;
  }
}
