package dev.deltalex.grammar;

import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Say;

/** Formats that no declaration leads to: what tables of any kind may ask of the interpreter. */
public final class HandMadeTables {
  private HandMadeTables() {}

  private static Literal literal(String text) {
    boolean tag = text.startsWith("<") && (text.endsWith(">") || text.endsWith("="));
    return tag && !text.contains("|") ? Say.tag(text) : Say.token(text);
  }

  private static GrammarBuilder content(String name) {
    GrammarBuilder g = new GrammarBuilder();
    g.starts(name, null);
    g.text(name);
    g.behind(0, 0, name);
    return g;
  }

  /** Content up to a marker, then reasoning; {@code look} must follow the marker unless empty. */
  public static WireFormat parted(String marker, String look) {
    GrammarBuilder g = content("IN_CONTENT");
    EdgeBuilder edge = GrammarBuilder.on(literal(marker), Action.GO).to("IN_REASONING");
    g.state("IN_CONTENT", Op.TEXT, TextKind.CONTENT, 0)
        .add(look.isEmpty() ? edge : edge.look("LOOK"));
    g.state("IN_REASONING", Op.TEXT, TextKind.REASONING, 1);
    g.text("IN_REASONING");
    if (!look.isEmpty()) {
      g.look("LOOK", LookOp.MARKER, AtEnd.REJECT).accept(literal(look));
    }
    return DeclaredFormat.ofTables("parted", g.build());
  }

  /** Content from which {@code <br>} vanishes. */
  public static WireFormat lineBreaks() {
    GrammarBuilder g = content("IN_CONTENT");
    g.state("IN_CONTENT", Op.TEXT, TextKind.CONTENT, 0)
        .add(GrammarBuilder.on(literal("<br>"), Action.DISCARD));
    return DeclaredFormat.ofTables("plain", g.build());
  }

  /** Content whose states follow one another, a marker each: {@code <m0>}, {@code <m1>}, …. */
  public static WireFormat chain(String name, int states) {
    GrammarBuilder g = content("S0");
    for (int i = 0; i < states; i++) {
      var state = g.state("S" + i, Op.TEXT, TextKind.CONTENT, 0);
      if (i < states - 1) {
        state.add(GrammarBuilder.on(literal("<m" + i + ">"), Action.GO).to("S" + (i + 1)));
      }
    }
    return DeclaredFormat.ofTables(name, g.build());
  }
}
