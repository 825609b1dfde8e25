package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.LookOp;
import dev.deltalex.text.Vocabulary;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Which markers of a grammar have a special token of their own in a vocabulary. Immutable; made
 * once per {@link StreamSpec}.
 */
final class MarkerTokens {
  private final Set<Edge> special = Collections.newSetFromMap(new IdentityHashMap<>());

  private int fingerprint = 1;

  MarkerTokens(Grammar grammar, Vocabulary vocabulary) {
    Set<String> texts = vocabulary.specialTexts();
    for (int i = 0; i < grammar.stateCount(); i++) {
      note(grammar.state(i).edges(), 1, texts);
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      Grammar.Look look = grammar.look(i);
      // The char that ends a tag is part of the tag, whatever token it arrives in.
      note(look.edges(), look.op() == LookOp.HEADER ? 2 : 1, texts);
    }
  }

  /** Tells tables of one grammar apart. */
  int fingerprint() {
    return fingerprint;
  }

  /** Notes the edges whose literal, of {@code least} chars or more, is a token. */
  private void note(Edge[] edges, int least, Set<String> texts) {
    for (Edge edge : edges) {
      // The tail of a closer that may be damaged is no part of its literal.
      String literal = new String(edge.literal());
      boolean special = texts.contains(literal) || texts.contains(literal + ">");
      if (special && literal.length() >= least) {
        this.special.add(edge);
        fingerprint = 31 * fingerprint + literal.hashCode();
      }
    }
  }

  /** Whether the marker has a token of its own. */
  boolean isSpecial(Edge edge) {
    return special.contains(edge);
  }
}
