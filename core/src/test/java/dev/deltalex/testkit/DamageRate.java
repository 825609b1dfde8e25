package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how often damage changes a call unnoticed: {@code DamageRate FORMAT COUNT [SEED]} writes
 * correct texts with calls, damages one structural char of each (a char of a marker, a quote,
 * bracket, colon or comma of JSON, a newline that frames a value), and compares every call that
 * ends complete with what the undamaged text means: its name, and its arguments as JSON, one by
 * one.
 *
 * <p>The char is dropped, doubled, replaced by the char before or behind it, or swapped with the
 * next one. Damage is unnoticed if the parser raises no diagnostic, or only that a tool or
 * parameter is undeclared which the undamaged text has too. Some of it cannot be noticed: a newline
 * that is doubled is a value that begins with a newline. Prints the rate, and for each class of
 * damage and effect a count and the shortest text. The same seed gives the same texts.
 */
public final class DamageRate {
  private static final int TEXTS_PER_REQUEST = 16;
  private static final long ID_SEED = 42;
  private static final int LONGEST_SHOWN = 600;

  /** What was found of one kind. */
  private static final class Kind {
    private int count;
    private String shortest = "";
    private String example = "";
  }

  /** A call that differs, and how. */
  private record Difference(int call, String effect, String detail) {}

  private final WireFormat format;

  /** A seed for each text, so that a text that is left out does not change the others. */
  private final Pick seeds;

  private final StructurePlaces structure;
  private final Map<String, Kind> kinds = new TreeMap<>();
  private final EventLog log = new EventLog();

  /** What the parser reports of the undamaged text. */
  private int undeclaredTools;

  private int undeclaredParameters;

  private int texts;
  private int calls;
  private int changed;
  private int changedTexts;
  private int withoutDiagnostic;
  private int unnoticed;
  private int unnoticedTexts;

  DamageRate(WireFormat format, long seed) {
    this.format = format;
    seeds = new Pick(seed);
    structure = new StructurePlaces(format.syntax());
  }

  /** See the class comment. */
  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: DamageRate FORMAT COUNT [SEED]");
      System.exit(2);
    }
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    DamageRate rate = new DamageRate(Formats.byName(arguments[0]), seed);
    rate.run(Integer.parseInt(arguments[1]));
    System.out.print(rate.report());
  }

  /** Complete calls that differ from what was written, in texts without any diagnostic. */
  int unnoticed() {
    return unnoticed;
  }

  /** Damages texts until {@code count} were damaged. */
  void run(int count) {
    ParserOptions options = format.defaultOptions();
    while (texts < count) {
      ToolTexts.Tools tools = ToolTexts.next(new Pick(seeds.seed()));
      StreamSpec spec = StreamSpec.of(format).tools(tools.set()).options(options).build();
      try (StreamParser parser = spec.open(log)) {
        for (int i = 0; i < TEXTS_PER_REQUEST && texts < count; i++) {
          one(tools, options, (text, into) -> read(parser, text, into));
        }
      }
    }
  }

  private static void read(StreamParser parser, String text, EventLog into) {
    into.clear();
    parser.reset(into, ID_SEED);
    parser.feed(text);
    parser.finish(EndCause.STOP);
  }

  private void one(
      ToolTexts.Tools tools, ParserOptions options, BiConsumer<String, EventLog> reader) {
    Pick pick = new Pick(seeds.seed());
    SyntaxTexts.Marked marked = SyntaxTexts.marked(format.syntax(), pick, tools, options);
    SyntaxTexts.Made made = marked.made();
    List<StructurePlaces.Place> places =
        correct(made) ? structure.of(made.text(), marked.marks()) : List.of();
    if (!places.isEmpty() && readsAsWritten(made, reader)) {
      StructurePlaces.Place place = places.get(pick.below(places.size()));
      Damage damage = Damage.values()[pick.below(Damage.values().length)];
      String damaged = damage.of(made.text(), place.at());
      if (!damaged.equals(made.text())) {
        compare(made.expected(), damaged, place.role() + ", " + damage.words(), reader);
      }
    }
  }

  private static boolean correct(SyntaxTexts.Made made) {
    return made.known()
        && made.expected().callCount() > 0
        && !made.liberties().contains(SyntaxLiberty.DAMAGED_JSON);
  }

  private boolean readsAsWritten(SyntaxTexts.Made made, BiConsumer<String, EventLog> reader) {
    reader.accept(made.text(), log);
    undeclaredTools = log.count(Diagnostic.UNDECLARED_TOOL);
    undeclaredParameters = log.count(Diagnostic.UNDECLARED_PARAMETER);
    return log.diagnostics().size() == undeclaredTools + undeclaredParameters
        && made.expected().difference(log).isEmpty();
  }

  /** Whether the parser reports nothing that it does not report of the undamaged text. */
  private boolean silent() {
    int tools = log.count(Diagnostic.UNDECLARED_TOOL);
    int parameters = log.count(Diagnostic.UNDECLARED_PARAMETER);
    return tools <= undeclaredTools
        && parameters <= undeclaredParameters
        && log.diagnostics().size() == tools + parameters;
  }

  /** Reads a damaged text and counts what became of the calls that were written. */
  void compare(
      Expected expected, String damaged, String damage, BiConsumer<String, EventLog> reader) {
    reader.accept(damaged, log);
    texts++;
    List<EventLog.Call> found = log.calls();
    calls += (int) found.stream().filter(EventLog.Call::complete).count();
    List<Difference> all = differences(expected.calls(), found);
    boolean silent = silent();
    changed += all.size();
    changedTexts += all.isEmpty() ? 0 : 1;
    for (Difference difference : all) {
      withoutDiagnostic += noted(difference.call) ? 0 : 1;
      if (silent) {
        unnoticed++;
        note(damage + ": " + difference.effect, damaged, difference.detail);
      }
    }
    unnoticedTexts += silent && !all.isEmpty() ? 1 : 0;
  }

  private void note(String name, String text, String detail) {
    Kind kind = kinds.computeIfAbsent(name, key -> new Kind());
    kind.count++;
    if (kind.count == 1 || text.length() < kind.shortest.length()) {
      kind.shortest = text;
      kind.example = detail;
    }
  }

  /** Whether a diagnostic was raised for the call, by its place or while the call was open. */
  private boolean noted(int call) {
    int opened = -1;
    int closed = -1;
    for (int i = 0; i < log.size(); i++) {
      boolean own = log.number(i) == call;
      opened = own && log.kind(i) == EventLog.Kind.OPEN ? i : opened;
      closed = own && log.kind(i) == EventLog.Kind.CLOSE ? i : closed;
    }
    for (int i = 0; i < log.size(); i++) {
      boolean inside = log.source(i) >= log.source(opened) && log.source(i) <= log.source(closed);
      if (log.kind(i) == EventLog.Kind.DIAGNOSTIC && (inside || i > opened && i < closed)) {
        return true;
      }
    }
    return false;
  }

  // ---- comparing

  /** The complete calls of {@code found} that were not written so, in order. */
  private static List<Difference> differences(
      List<Expected.Call> written, List<EventLog.Call> found) {
    List<Difference> all = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < found.size(); i++) {
      EventLog.Call call = found.get(i);
      int same = next;
      while (same < written.size() && !same(written.get(same), call)) {
        same++;
      }
      if (same < written.size()) {
        next = same + 1;
      } else if (call.complete()) {
        Expected.Call meant = next < written.size() ? written.get(next++) : null;
        all.add(difference(i, meant, call));
      } else {
        next++;
      }
    }
    return all;
  }

  private static boolean same(Expected.Call written, EventLog.Call call) {
    return written.name().equals(call.name())
        && Json.canonicalMembers(written.arguments())
            .equals(Json.canonicalMembers(call.arguments()));
  }

  private static Difference difference(int i, Expected.@Nullable Call meant, EventLog.Call call) {
    String seen = shown(call.name() + " " + call.arguments());
    if (meant == null) {
      return new Difference(i, "a further call", "read  " + seen);
    }
    String written = shown(meant.name() + " " + meant.arguments());
    String detail = "meant " + written + "\nread  " + seen;
    if (!meant.name().equals(call.name())) {
      return new Difference(i, "another name", detail);
    }
    Map<String, String> before = Json.canonicalMembers(meant.arguments());
    Map<String, String> after = Json.canonicalMembers(call.arguments());
    return new Difference(i, effect(before, after), detail);
  }

  private static String effect(Map<String, String> before, Map<String, String> after) {
    boolean lost = !after.keySet().containsAll(before.keySet());
    boolean added = !before.keySet().containsAll(after.keySet());
    String value = "";
    for (Map.Entry<String, String> entry : after.entrySet()) {
      String old = before.get(entry.getKey());
      if (old != null && value.isEmpty() && !old.equals(entry.getValue())) {
        value = valueEffect(old, entry.getValue());
      }
    }
    if (lost && swallowed(before, after)) {
      return "the next element became part of the value";
    }
    String parameters =
        lost && added
            ? "a parameter with another name"
            : lost ? "a parameter is missing" : added ? "a further parameter" : "";
    return parameters + (parameters.isEmpty() || value.isEmpty() ? "" : ", ") + value;
  }

  /** Whether a value now contains the key of a parameter that is missing. */
  private static boolean swallowed(Map<String, String> before, Map<String, String> after) {
    for (Map.Entry<String, String> entry : after.entrySet()) {
      String old = before.getOrDefault(entry.getKey(), "");
      String now = entry.getValue();
      if (now.length() > old.length()) {
        for (String key : before.keySet()) {
          if (!after.containsKey(key) && now.contains(unquoted(ReferenceValue.string(key)))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static String valueEffect(String old, String now) {
    String before = unquoted(old);
    String after = unquoted(now);
    if (old.charAt(0) == '"' != (now.charAt(0) == '"')) {
      return "a value of another type";
    }
    if (after.length() > before.length() && after.contains(before)) {
      return after.startsWith(before) ? "a longer value" : "a value that begins earlier";
    }
    return after.length() < before.length() && before.contains(after)
        ? "a shorter value"
        : "another value";
  }

  private static String unquoted(String json) {
    return json.charAt(0) == '"' ? json.substring(1, json.length() - 1) : json;
  }

  // ---- printing

  private static String shown(String text) {
    StringBuilder out = new StringBuilder();
    boolean whole = text.length() <= LONGEST_SHOWN;
    JavaLiteral.append(whole ? text : text.substring(0, LONGEST_SHOWN), out);
    return out.append(whole ? "" : " and more").toString();
  }

  /** What was measured. */
  String report() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%s: %,d damaged texts, %,d complete calls in them%n"
                + "  changed: %,d calls in %,d texts%n"
                + "  changed without a diagnostic for the call: %,d%n"
                + "  changed without any diagnostic: %,d calls in %,d texts;"
                + " %.3f %% of the complete calls%n",
            format.name(),
            texts,
            calls,
            changed,
            changedTexts,
            withoutDiagnostic,
            unnoticed,
            unnoticedTexts,
            calls == 0 ? 0 : 100.0 * unnoticed / calls));
    Comparator<Map.Entry<String, Kind>> most = Comparator.comparingInt(e -> -e.getValue().count);
    kinds.entrySet().stream()
        .sorted(most.thenComparing(Map.Entry::getKey))
        .forEach(entry -> append(entry.getKey(), entry.getValue(), out));
    return out.toString();
  }

  private static void append(String name, Kind kind, StringBuilder out) {
    out.append(String.format("%7d  %s%n    text  ", kind.count, name));
    out.append(shown(kind.shortest)).append(String.format("%n"));
    kind.example
        .lines()
        .forEach(line -> out.append("    ").append(line).append(String.format("%n")));
  }
}
