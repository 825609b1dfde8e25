package dev.deltalex.testkit;

import dev.deltalex.testkit.EventLog.Strength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what the engine said with what the reference says. */
final class Opinions {
  private Opinions() {}

  /** In words what differs, or null. Values that were rewritten may be spelled differently. */
  static @Nullable String difference(EventLog engine, EventLog reference) {
    if (engine.agrees(reference, Strength.OFFSETS)) {
      return null;
    }
    if (!engine.agrees(reference, Strength.MEANING)) {
      String one = outline(engine);
      String other = outline(reference);
      if (!one.equals(other)) {
        return "other events";
      }
      if (!Transcript.codes(engine, false).equals(Transcript.codes(reference, false))) {
        return "other diagnostics, engine ["
            + Transcript.codes(engine, false).replace('\n', ' ')
            + "] reference ["
            + Transcript.codes(reference, false).replace('\n', ' ')
            + "]";
      }
      return sameValues(engine, reference) ? offsets(engine, reference) : "other arguments";
    }
    return offsets(engine, reference);
  }

  private static @Nullable String offsets(EventLog engine, EventLog reference) {
    if (!Transcript.codes(engine, true).equals(Transcript.codes(reference, true))) {
      return "other offsets of diagnostics";
    }
    return outline(engine, true).equals(outline(reference, true)) ? null : "other offsets";
  }

  /** Whether only arguments, and what is said about values, differ. */
  static boolean agreeButForArguments(EventLog engine, EventLog reference) {
    return outline(engine).equals(outline(reference))
        && otherThanValues(engine).equals(otherThanValues(reference));
  }

  private static List<String> otherThanValues(EventLog log) {
    List<String> lines = log.diagnostics();
    lines.removeIf(line -> line.startsWith("VALUE_REPAIRED") || line.startsWith("COERCION_FAILED"));
    lines.sort(null);
    return lines;
  }

  private static String outline(EventLog log) {
    return outline(log, false);
  }

  private static String outline(EventLog log, boolean offsets) {
    return Transcript.events(log, offsets).replaceAll("(?m)^(A \\d+) \".*\"( @\\d+)?$", "$1$2");
  }

  private static boolean sameValues(EventLog engine, EventLog reference) {
    List<EventLog.Call> one = engine.calls();
    List<EventLog.Call> other = reference.calls();
    for (int i = 0; i < one.size(); i++) {
      String here = one.get(i).arguments();
      String there = other.get(i).arguments();
      if (!here.equals(there)
          && !Json.canonical(closed(here)).equals(Json.canonical(closed(there)))) {
        return false;
      }
    }
    return true;
  }

  private static String closed(String arguments) {
    return arguments + JsonPrefix.of(arguments).completion();
  }
}
