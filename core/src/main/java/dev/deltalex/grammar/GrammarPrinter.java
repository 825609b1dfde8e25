package dev.deltalex.grammar;

/**
 * Prints a grammar as a table, for documentation, for people who add a format, and for its
 * fingerprint: two grammars with the same print read every text alike.
 */
public final class GrammarPrinter {
  private static final String[] GUARDS = {"calls", "after newline", "constrained", "named"};

  private GrammarPrinter() {}

  /** One block a state, one block a look, one line a marker. */
  public static String print(Grammar g) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < g.states.length; i++) {
      Grammar.State s = g.states[i];
      name(s.name(), out).append(": ").append(s.op()).append(' ').append(s.kind());
      out.append(s.newlinePrefix() ? ", holds a newline" : "");
      name(g.states[s.next()].name(), out.append(", else "));
      for (Role role : Role.values()) {
        out.append(g.role(role) == i ? ", role " + role : "");
      }
      out.append('\n');
      for (Branch b : s.branches()) {
        branch(g, b, out);
      }
    }
    for (Grammar.Look l : g.looks) {
      name(l.name(), out.append("look ")).append(": ").append(l.op()).append(' ').append(l.check());
      out.append(l.marksUnit() ? ", unit ends" : "");
      if (l.next() >= 0) {
        name(g.looks[l.next()].name(), out.append(", then "));
      } else {
        out.append(l.op() == LookOp.MARKER ? "" : ", accepts");
      }
      out.append(l.then() == Action.NONE ? "" : ", " + l.then());
      out.append(", end of stream ").append(l.atEnd()).append('\n');
      for (Branch b : l.branches()) {
        branch(g, b, out);
      }
    }
    return out.toString();
  }

  private static void branch(Grammar g, Branch b, StringBuilder out) {
    name(new String(b.literal), out.append("  "));
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if ((b.guard >>> bit & 1) != 0) {
        out.append(" [").append(bit < GUARDS.length ? GUARDS[bit] : "guard " + bit).append(']');
      }
    }
    if (b.look >= 0) {
      name(g.looks[b.look].name(), out.append(" if "));
    }
    out.append(" -> ").append(b.action);
    if (b.next >= 0) {
      name(g.states[b.next].name(), out.append(", "));
    }
    out.append(" (").append(b.resume).append(", prefix ").append(b.prefix).append(')');
    out.append(b.closer ? ", closer" : "").append(b.tag ? ", tag" : "").append('\n');
  }

  /** A name or literal in visible ASCII without blanks, so that no two tables print alike. */
  private static StringBuilder name(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7F && c != '\\') {
        out.append(c);
      } else {
        String hex = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
      }
    }
    return out;
  }
}
