package dev.deltalex.grammar;

/** Prints a grammar as a table, for documentation and for people who add a format. */
public final class GrammarPrinter {
  private GrammarPrinter() {}

  /** One block a state, one block a look, one line a marker. */
  public static String print(Grammar g) {
    StringBuilder out = new StringBuilder();
    for (Grammar.State s : g.states) {
      out.append(s.name).append(": ").append(s.op).append(' ').append(s.kind);
      out.append(s.newlinePrefix ? ", holds a newline" : "");
      out.append(", else ").append(g.states[s.next].name).append('\n');
      for (Branch b : s.branches) {
        branch(g, b, out);
      }
    }
    for (Grammar.Look l : g.looks) {
      out.append("look ").append(l.name).append(": ").append(l.op);
      if (l.op == LookOp.NAME) {
        out.append(' ').append(l.check);
      }
      out.append(l.marksUnit ? ", unit ends" : "");
      if (l.op != LookOp.MARKER) {
        out.append(", then ").append(l.next < 0 ? "ACCEPT" : g.looks[l.next].name);
      }
      out.append(l.then == Action.NONE ? "" : ", " + l.then);
      out.append(", end of stream ").append(l.atEnd).append('\n');
      for (Branch b : l.branches) {
        out.append("  ").append(b.literal).append(" -> ");
        out.append(b.look < 0 ? "ACCEPT" : g.looks[b.look].name);
        out.append(b.action == Action.NONE ? "" : ", " + b.action).append('\n');
      }
    }
    return out.toString();
  }

  private static void branch(Grammar g, Branch b, StringBuilder out) {
    out.append("  ").append(b.literal);
    if ((b.guard & Guard.CALLS) != 0) {
      out.append(" [calls]");
    }
    if ((b.guard & Guard.AFTER_NEWLINE) != 0) {
      out.append(" [after newline]");
    }
    if (b.look >= 0) {
      out.append(" if ").append(g.looks[b.look].name);
    }
    out.append(" -> ").append(b.action);
    if (b.next >= 0) {
      out.append(", ").append(g.states[b.next].name);
    }
    out.append(" (").append(b.resume).append(", prefix ").append(b.prefix).append(")\n");
  }
}
