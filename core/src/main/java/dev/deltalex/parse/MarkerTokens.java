package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.LookOp;
import dev.deltalex.syntax.Literal;
import dev.deltalex.text.Vocabulary;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Which markers of a grammar are special tokens of a vocabulary. Immutable; made once per {@link
 * StreamSpec}.
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
      // The char that ends a tag belongs to the tag even if another token contains it.
      note(look.edges(), look.op() == LookOp.HEADER ? 2 : 1, texts);
    }
  }

  /** A hash that distinguishes the tables of one grammar. */
  int fingerprint() {
    return fingerprint;
  }

  /** Stores which edges have a literal, of {@code least} chars or more, that is a token. */
  private void note(Edge[] edges, int least, Set<String> texts) {
    for (Edge edge : edges) {
      // The end of a closer that may be damaged is not part of its literal.
      String literal = new String(edge.literal());
      boolean special = texts.contains(literal) || texts.contains(literal + ">");
      special |= edge.label() > 0 && hasLabelled(edge, texts);
      // A line's end is no marker, even if the vocabulary has a token for it.
      special &= !literal.isBlank();
      if (special && literal.length() >= least) {
        this.special.add(edge);
        fingerprint = 31 * fingerprint + literal.hashCode();
      }
    }
  }

  /** Whether a token is the tag with a label. */
  private static boolean hasLabelled(Edge edge, Set<String> texts) {
    String labelled = new String(edge.literal(), 0, edge.body()) + Literal.LABEL_MARK;
    return texts.stream().anyMatch(text -> text.startsWith(labelled));
  }

  /** Whether the marker is a special token. */
  boolean isSpecial(Edge edge) {
    return special.contains(edge);
  }
}
