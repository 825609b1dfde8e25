package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.text.Vocabulary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * For policy {@code markersBySpelling} OFF: which markers are special tokens of the vocabulary, and
 * where such tokens stood lately. A marker that has a token of its own counts only where that token
 * stood.
 *
 * <p>Held text is read again at most once, so the latest tokens are enough to remember.
 */
final class TokenMarkers {
  private static final int REMEMBERED = 64;

  private final Grammar grammar;
  private final Vocabulary vocabulary;
  private final Map<Branch, Boolean> special = new IdentityHashMap<>();
  private final long[] offsets = new long[REMEMBERED];
  private int count;

  TokenMarkers(Grammar grammar, Vocabulary vocabulary) {
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
      // A closer's tail is read apart from its marker.
      String literal = new String(branch.literal());
      if (texts.contains(literal) || texts.contains(literal + ">")) {
        special.put(branch, true);
      }
    }
  }

  boolean isFor(Grammar other, Vocabulary words) {
    return grammar == other && vocabulary == words;
  }

  void clear() {
    count = 0;
  }

  /** A special token begins at {@code offset}. */
  void remember(long offset) {
    offsets[count++ % REMEMBERED] = offset;
    count = count == 2 * REMEMBERED ? REMEMBERED : count;
  }

  /** Whether the marker may count at {@code offset}. */
  boolean allows(Branch branch, long offset) {
    if (!special.containsKey(branch)) {
      return true;
    }
    for (int i = Math.min(count, REMEMBERED) - 1; i >= 0; i--) {
      if (offsets[i] == offset) {
        return true;
      }
    }
    return false;
  }

  void save(DataOutputStream out) throws IOException {
    int known = Math.min(count, REMEMBERED);
    out.writeByte(known);
    for (int i = 0; i < known; i++) {
      out.writeLong(offsets[i]);
    }
  }

  static long[] load(DataInputStream in) throws IOException {
    long[] known = new long[Snapshot.in(in.readByte(), 0, REMEMBERED, "the number of tokens")];
    for (int i = 0; i < known.length; i++) {
      known[i] = in.readLong();
    }
    return known;
  }
}
