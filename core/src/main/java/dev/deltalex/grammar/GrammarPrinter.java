package dev.deltalex.grammar;

/**
 * Prints a grammar as a table: for documentation, for authors of formats, and as the input of the
 * fingerprint. Two grammars with equal prints parse every text alike.
 */
public final class GrammarPrinter {
  private static final String[] GUARDS = {
    "calls",
    "line start",
    "constrained",
    "named",
    "open key",
    "message",
    "special token",
    "declared",
    "nests",
    "inside"
  };

  private GrammarPrinter() {}

  /** One block per state, one block per lookahead, one line per edge. */
  public static String print(Grammar g) {
    StringBuilder out = new StringBuilder();
    places(g, out);
    for (Grammar.State s : g.states) {
      name(s.name(), out).append(": ").append(s.op()).append(' ').append(s.kind());
      out.append(' ').append(s.text());
      out.append(s.newlinePrefix() ? ", holds a newline" : "").append(s.quoted() ? ", quoted" : "");
      name(g.states[s.next()].name(), out.append(", else "));
      if (s.keys() != null) {
        name(s.keys().toString(), out.append(", keys "));
      }
      out.append('\n');
      for (Edge e : s.edges()) {
        edge(g, e, out);
      }
    }
    for (Grammar.Look l : g.looks) {
      name(l.name(), out.append("look ")).append(": ").append(l.op());
      MessageTable messages = l.header().messages();
      if (messages != null) {
        name(messages.toString(), out.append(' '));
      }
      out.append(l.otherwise() == Grammar.TEXT ? ", otherwise text" : "");
      if (l.op() == LookOp.HEADER) {
        name(header(l.header()), out.append(' '));
      }
      out.append(l.marksMarkerEnd() ? ", marker ends" : "");
      out.append(l.behindName() ? ", behind a name" : "");
      if (l.otherwise() >= 0) {
        name(g.looks[l.otherwise()].name(), out.append(", otherwise "));
      }
      out.append(l.otherwise() == Grammar.COUNTS ? ", otherwise counts" : "");
      out.append(", end of stream ").append(l.atEnd()).append('\n');
      for (Edge e : l.edges()) {
        edge(g, e, out);
      }
    }
    return out.toString();
  }

  private static void places(Grammar g, StringBuilder out) {
    name(g.states[g.startContent].name(), out.append("start CONTENT "));
    if (g.startReasoning >= 0) {
      name(g.states[g.startReasoning].name(), out.append("\nstart REASONING "));
    }
    for (int text = 0; text < g.plain.length; text++) {
      name(g.states[g.plain[text]].name(), out.append("\ntext ").append(text).append(' '));
      for (int level = 0; level < g.behind[text].length; level++) {
        int state = g.behind[text][level];
        if (state >= 0) {
          name(g.states[state].name(), out.append(", behind ").append(level).append(' '));
          out.append(g.leavesLevels() ? " in " + g.parents[level] : "");
        }
      }
    }
    out.append('\n');
  }

  private static String header(Header h) {
    return h.holds()
        + "/"
        + h.check()
        + "/"
        + h.prefix()
        + "/"
        + h.suffix()
        + (h.attributes() == null ? "" : "/" + h.attributes())
        + (h.first() ? "/first" : "")
        + (h.assigns() ? "/assigns" : "")
        + (h.item() == null ? "" : "/item " + h.item());
  }

  private static void edge(Grammar g, Edge e, StringBuilder out) {
    name(new String(e.literal()), out.append("  "));
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if ((e.guard() >>> bit & 1) != 0) {
        out.append(" [").append(bit < GUARDS.length ? GUARDS[bit] : "guard " + bit).append(']');
      }
    }
    if (e.look() >= 0) {
      name(g.looks[e.look()].name(), out.append(" if "));
    }
    out.append(" -> ").append(e.action());
    if (e.next() >= 0) {
      name(g.states[e.next()].name(), out.append(", "));
    }
    out.append(e.level() < 0 ? "" : ", level " + e.level());
    out.append(e.level() < Edge.KEEP ? ", leaves " + (Edge.KEEP - e.level()) : "");
    out.append(e.report() == null ? "" : ", " + e.report());
    out.append(" (").append(e.resume()).append(", prefix ").append(e.prefix()).append(')');
    out.append(e.closer() ? ", closer" : "");
    out.append(e.body() < e.literal().length ? ", tag" : "");
    out.append(e.label() > 0 ? ", label " + e.label() : "").append('\n');
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
