package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.text.Vocabulary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which markers of a grammar have a special token of their own in a vocabulary. Immutable; making
 * one walks the whole vocabulary, so a workspace keeps those it has made.
 */
final class MarkerTokens {
  private final Grammar grammar;

  /** Null for a table of a snapshot, whose vocabulary may be another process's. */
  private final @Nullable Vocabulary vocabulary;

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
    for (Branch branch : branches(grammar)) {
      // The tail of a closer that may be damaged is no part of its literal.
      String literal = new String(branch.literal());
      if (texts.contains(literal) || texts.contains(literal + ">")) {
        special.add(branch);
      }
    }
  }

  /** The table of a snapshot. */
  MarkerTokens(Grammar grammar, DataInputStream in) throws IOException {
    this.grammar = grammar;
    this.vocabulary = null;
    for (Branch branch : branches(grammar)) {
      if (in.readBoolean()) {
        special.add(branch);
      }
    }
  }

  /** All markers, in the order that a snapshot has them in. */
  private static List<Branch> branches(Grammar grammar) {
    List<Branch> all = new ArrayList<>();
    for (int i = 0; i < grammar.stateCount(); i++) {
      Collections.addAll(all, grammar.state(i).branches());
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      Collections.addAll(all, grammar.look(i).branches());
    }
    return all;
  }

  void save(DataOutputStream out) throws IOException {
    for (Branch branch : branches(grammar)) {
      out.writeBoolean(special.contains(branch));
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
