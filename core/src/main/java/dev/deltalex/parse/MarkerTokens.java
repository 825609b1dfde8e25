package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.text.Vocabulary;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Which markers of a grammar have a special token of their own in a vocabulary. Immutable; making
 * one walks the whole vocabulary, so a workspace keeps those it has made.
 */
final class MarkerTokens {
  private final Grammar grammar;
  private final Vocabulary vocabulary;
  private final Set<Branch> special = Collections.newSetFromMap(new IdentityHashMap<>());

  MarkerTokens(Grammar grammar, Vocabulary vocabulary) {
    this.grammar = grammar;
    this.vocabulary = vocabulary;
    Set<String> texts = new HashSet<>();
    for (int token = 0; token < vocabulary.size(); token++) {
      if (Vocabulary.isSpecial(vocabulary.entry(token))) {
        texts.add(vocabulary.text(token));
      }
    }
    for (int i = 0; i < grammar.stateCount(); i++) {
      note(grammar.state(i).branches(), texts);
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      note(grammar.look(i).branches(), texts);
    }
  }

  private void note(Branch[] branches, Set<String> texts) {
    for (Branch branch : branches) {
      // The tail of a closer that may be damaged is no part of its literal.
      String literal = new String(branch.literal());
      if (texts.contains(literal) || texts.contains(literal + ">")) {
        special.add(branch);
      }
    }
  }

  boolean isFor(Grammar other, Vocabulary words) {
    return grammar == other && vocabulary == words;
  }

  /** Whether the marker has a token of its own. */
  boolean isSpecial(Branch branch) {
    return special.contains(branch);
  }
}
