package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import java.util.List;

/** The printed form of an {@link EventLog}: one event a line. */
final class Transcript {
  private static final Diagnostic[] CODES = Diagnostic.values();
  private static final FinishReason[] REASONS = FinishReason.values();

  private Transcript() {}

  static String of(EventLog log, boolean offsets) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < log.size(); i++) {
      line(log, i, out);
      if (offsets && log.kind(i) != EventLog.Kind.FINISHED) {
        out.append(" @").append(log.source(i));
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** The diagnostics, sorted, one a line. */
  static String codes(EventLog log, boolean offsets) {
    List<String> lines = log.diagnostics();
    if (!offsets) {
      lines.replaceAll(line -> line.substring(0, line.indexOf('@')));
    }
    lines.sort(null);
    return String.join("\n", lines);
  }

  /** The events other than diagnostics, merged across them. */
  static String events(EventLog log, boolean offsets) {
    EventLog plain = new EventLog();
    for (int i = 0; i < log.size(); i++) {
      replay(log, i, plain);
    }
    return of(plain, offsets);
  }

  private static void replay(EventLog log, int i, EventLog to) {
    char[] chars = log.text(i).toCharArray();
    long source = log.source(i);
    int number = log.number(i);
    switch (log.kind(i)) {
      case REASONING -> to.reasoning(chars, 0, chars.length, source);
      case CONTENT -> to.content(chars, 0, chars.length, source);
      case ARGUMENTS -> to.arguments(number, chars, 0, chars.length, source);
      case OPEN -> to.callOpened(number, log.detail(i), "", log.text(i), source);
      case CLOSE -> to.callClosed(number, log.detail(i) != 0, source);
      case DIAGNOSTIC -> {}
      case FINISHED -> to.finished(REASONS[number]);
    }
  }

  private static void line(EventLog log, int i, StringBuilder out) {
    int number = log.number(i);
    int detail = log.detail(i);
    switch (log.kind(i)) {
      case REASONING -> JavaLiteral.append(log.text(i), out.append("R "));
      case CONTENT -> JavaLiteral.append(log.text(i), out.append("C "));
      case ARGUMENTS ->
          JavaLiteral.append(log.text(i), out.append("A ").append(number).append(' '));
      case OPEN -> {
        out.append("OPEN ").append(number).append(" tool ").append(detail).append(' ');
        JavaLiteral.append(log.text(i), out);
      }
      case CLOSE ->
          out.append("CLOSE ").append(number).append(detail != 0 ? " complete" : " incomplete");
      case DIAGNOSTIC -> out.append("D ").append(CODES[number]);
      case FINISHED -> out.append("FIN ").append(REASONS[number]);
    }
  }
}
