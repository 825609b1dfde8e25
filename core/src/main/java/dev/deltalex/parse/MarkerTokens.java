package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.text.Vocabulary;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Which markers of a grammar have a special token of their own in a vocabulary. Immutable; made
 * once per {@link StreamSpec}.
 */
final class MarkerTokens {
  private final Set<Branch> special = Collections.newSetFromMap(new IdentityHashMap<>());

  private int fingerprint = 1;

  MarkerTokens(Grammar grammar, Vocabulary vocabulary) {
    Set<String> texts = vocabulary.specialTexts();
    for (int i = 0; i < grammar.stateCount(); i++) {
      note(grammar.state(i).branches(), texts);
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      note(grammar.look(i).branches(), texts);
    }
  }

  /** Tells tables of one grammar apart. */
  int fingerprint() {
    return fingerprint;
  }

  private void note(Branch[] branches, Set<String> texts) {
    for (Branch branch : branches) {
      // The tail of a closer that may be damaged is no part of its literal.
      String literal = new String(branch.literal());
      if (texts.contains(literal) || texts.contains(literal + ">")) {
        special.add(branch);
        fingerprint = 31 * fingerprint + literal.hashCode();
      }
    }
  }

  /** Whether the marker has a token of its own. */
  boolean isSpecial(Branch branch) {
    return special.contains(branch);
  }
}
