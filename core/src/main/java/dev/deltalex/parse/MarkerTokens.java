package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.SnapshotIo;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which markers of a grammar have a special token of their own in a vocabulary. Immutable; making
 * one walks the whole vocabulary, so a workspace keeps those it has made.
 */
final class MarkerTokens {
  private final Grammar grammar;
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
    for (int i = 0; i < grammar.stateCount(); i++) {
      note(grammar.state(i).branches(), texts);
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      note(grammar.look(i).branches(), texts);
    }
  }

  /** The table of a snapshot, which does not say of which vocabulary. */
  private MarkerTokens(Grammar grammar) {
    this.grammar = grammar;
    this.vocabulary = null;
  }

  /**
   * A table in a snapshot: a bit for each marker of the grammar. {@code table} is what to write.
   */
  static MarkerTokens transfer(SnapshotIo io, Grammar grammar, @Nullable MarkerTokens table) {
    MarkerTokens to = io.isReading() || table == null ? new MarkerTokens(grammar) : table;
    for (int i = 0; i < grammar.stateCount(); i++) {
      to.transfer(io, grammar.state(i).branches());
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      to.transfer(io, grammar.look(i).branches());
    }
    return to;
  }

  private void transfer(SnapshotIo io, Branch[] branches) {
    for (int from = 0; from < branches.length; from += Byte.SIZE) {
      int to = Math.min(branches.length, from + Byte.SIZE);
      int bits = 0;
      for (int i = from; i < to; i++) {
        bits |= isSpecial(branches[i]) ? 1 << i - from : 0;
      }
      bits = io.number(bits, 0, 0xFF, "markers with tokens");
      for (int i = from; io.isReading() && i < to; i++) {
        if ((bits >>> i - from & 1) != 0) {
          special.add(branches[i]);
        }
      }
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
