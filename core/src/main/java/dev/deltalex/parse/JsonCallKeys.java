package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.value.JsonRepair;

/**
 * Reads the keys of a JSON object that may describe a call: which of the format's keys each is, by
 * the bits of those that still fit, so that no key is kept. Also where the model's id begins and
 * ends.
 */
abstract sealed class JsonCallKeys extends JsonCallState permits JsonCall {
  JsonCallKeys(Workspace work) {
    super(work);
  }

  /** A key begins at offset {@code at}. */
  final void beginKey(GrammarInterpreter g, char c, byte newPhase, long at) {
    phase = newPhase;
    quote = (byte) c;
    escape = false;
    keysFitting = g.keys().all();
    keyLength = 0;
    keyAt = (int) (at - objectOffset);
  }

  /** Reads on in a key in quotes; returns the index at which reading continues. */
  final int key(GrammarInterpreter g, char[] a, int from, int limit) {
    KeyTable keys = g.keys();
    int i = from;
    while (i < limit) {
      char c = a[i];
      if (escape) {
        escape = false;
      } else if (c == quote) {
        return endKey(g, a, i + 1);
      } else {
        escape = c == '\\';
      }
      addToKey(keys, c);
      if (isHopeless()) {
        return g.notACall(a, i);
      }
      i++;
    }
    return i;
  }

  /** As {@link #key}, without quotes. */
  final int keyToken(GrammarInterpreter g, State s, char[] a, int from, int limit) {
    KeyTable keys = g.keys();
    int i = from;
    while (i < limit && !JsonRepair.isDelimiter(a[i], s.stops())) {
      addToKey(keys, a[i]);
      if (isHopeless()) {
        return g.notACall(a, i);
      }
      i++;
    }
    return i < limit ? endKey(g, a, i) : i;
  }

  /** Whether a bare object's first key can be none that a call has: its text is held no longer. */
  private boolean isHopeless() {
    return bare && firstKey && keysFitting == 0;
  }

  private void addToKey(KeyTable keys, char c) {
    keysFitting = keys.fitting(keysFitting, keyLength, c);
    if (keyLength < Byte.MAX_VALUE) {
      // Longer than every known one is long enough.
      keyLength++;
    }
  }

  private int endKey(GrammarInterpreter g, char[] a, int i) {
    KeyTable keys = g.keys();
    if (keys.keyIsName() && nameTo == 0) {
      return endNameAsKey(g, a, i);
    }
    int known = keys.ordinal(keysFitting, keyLength);
    if (bare && firstKey && known < 0) {
      return g.notACall(a, i);
    }
    firstKey = false;
    kind = keys.kind(known);
    if (known < 0 && committed) {
      g.work.out.diagnostic(Diagnostic.UNKNOWN_KEY, objectOffset + keyAt);
    } else if (known < 0 && oddKeyAt == 0) {
      oddKeyAt = -keyAt;
    }
    argumentsKey |= kind == KeyTable.ARGUMENTS;
    boolean again =
        kind == KeyTable.NAME && nameTo > 0 || kind == KeyTable.ARGUMENTS && arguments != NONE;
    if (again) {
      kind = KeyTable.OTHER;
      if (committed) {
        g.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, objectOffset + keyAt);
      } else if (oddKeyAt == 0) {
        oddKeyAt = keyAt;
      }
    }
    if (kind == KeyTable.ID && (committed || idLength > 0)) {
      // The call was announced already, or has its id.
      kind = KeyTable.OTHER;
    }
    phase = COLON;
    return i;
  }

  /** The first key, which {@code a[i]} follows, is the tool's name; its value are the arguments. */
  private int endNameAsKey(GrammarInterpreter g, char[] a, int i) {
    ParserCore p = g.parser;
    int quotes = phase == KEY ? 1 : 0;
    int from = (int) (objectOffset - g.origin) + keyAt + quotes - p.holdStart;
    int to = i - quotes - p.holdStart;
    if (from == to || to - from > p.limits.maxNameChars()) {
      return g.notACall(a, i);
    }
    nameFrom = from;
    nameTo = to;
    firstKey = false;
    kind = KeyTable.ARGUMENTS;
    argumentsKey = true;
    phase = COLON;
    return i;
  }

  /** The model's id ends at a place in the hold; one that is empty or too long is none. */
  final void endId(ParserCore p, int to) {
    int length = to - idFrom;
    boolean fits = !committed && length > 0 && length <= p.limits.maxNameChars();
    idLength = fits ? (char) length : 0;
    idFrom = fits ? idFrom : 0;
  }
}
