package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Surrogates;

/**
 * Where the text of a {@link JsonValue} goes: out, or for a while to {@code pending}. Knows
 * strings: control chars, surrogates, both quotes; their escapes are read by {@link JsonEscapes}.
 *
 * <p>A raw high surrogate waits for its partner, which must be raw, too. A lone one becomes U+FFFD.
 */
final class JsonText {
  private static final char[] NOTHING = {};

  private JsonText() {}

  /** The output differs from the source: said once, at the first place where it does. */
  static void markRepaired(JsonState v) {
    if (!v.reported) {
      v.reported = true;
      v.out.diagnostic(Diagnostic.VALUE_REPAIRED, v.valueAt);
    }
  }

  /** What waits, from index 0 on. */
  static char[] pending(JsonState v) {
    return v.pending == null ? NOTHING : v.pending;
  }

  /** Adds a char to pending. */
  static void hold(JsonState v, char c, long at) {
    char[] slab = v.pending;
    int length = v.pendingLength;
    if (slab == null || length == 0 || length == slab.length) {
      slab = room(v, 1, at);
    }
    slab[length] = c;
    v.pendingLength = length + 1;
  }

  /** Pending with room for {@code more} chars, the first of which stands at {@code at}. */
  private static char[] room(JsonState v, int more, long at) {
    int needed = v.pendingLength + more;
    char[] slab = v.pending;
    if (slab == null) {
      slab = v.arrays.acquire(needed);
      v.pending = slab;
    } else if (slab.length < needed) {
      slab = v.arrays.grow(slab, v.pendingLength, needed);
      v.pending = slab;
    }
    if (v.pendingLength == 0) {
      v.pendingSource = at;
    }
    return slab;
  }

  /** Puts the first {@code chars} of pending out and forgets all of it. */
  static void release(JsonState v, int from, int chars) {
    char[] slab = v.pending;
    if (slab != null && !v.suppressed && chars > from) {
      v.out.arguments(v.call, slab, from, chars, v.pendingSource);
      v.out.pin();
    }
    drop(v);
  }

  /** Puts pending out. */
  static void release(JsonState v) {
    release(v, 0, v.pendingLength);
  }

  /** Forgets pending. */
  static void drop(JsonState v) {
    v.pendingLength = 0;
    char[] slab = v.pending;
    if (slab != null) {
      v.arrays.release(slab);
      v.pending = null;
    }
  }

  /** Puts JSON text out. */
  static void raw(JsonState v, char[] a, int from, int to, long at) {
    if (!v.suppressed) {
      v.out.arguments(v.call, a, from, to, at);
    }
  }

  /** Puts one char of JSON text out. */
  static void raw(JsonState v, char c, long at) {
    if (!v.suppressed) {
      v.out.argument(v.call, c, at);
    }
  }

  /**
   * Puts text that stands inside a string out, escaped; {@code at} is the offset of {@code from}.
   */
  static void text(JsonState v, char[] a, int from, int to, long at) {
    int start = from;
    int end = to;
    if (start == end) {
      return;
    }
    if (v.high != 0) {
      pair(v, a[start], at);
      if (Character.isLowSurrogate(a[start])) {
        start++;
      }
      v.high = 0;
    }
    if (end > start && Character.isHighSurrogate(a[end - 1])) {
      end--;
      v.high = a[end];
    }
    if (end > start && !v.suppressed) {
      v.out.escaped(v.call, a, start, end, at + (start - from));
    }
  }

  /** Puts the waiting high surrogate out, with its partner if that is what came. */
  private static void pair(JsonState v, char next, long at) {
    if (v.suppressed) {
      return;
    }
    if (Character.isLowSurrogate(next)) {
      v.out.argument(v.call, v.high, next, at - 1);
    } else {
      v.out.argument(v.call, Surrogates.REPLACEMENT, at - 1);
    }
  }

  /** The text ends: a surrogate that waits is a lone one, and a cut escape is forgotten. */
  static void endText(JsonState v, long at) {
    loneChar(v, at);
    JsonEscapes.end(v, at);
  }

  /** The raw high surrogate before offset {@code at}, if one waits, is a lone one. */
  private static void loneChar(JsonState v, long at) {
    if (v.high != 0 && v.highSpelling == 0) {
      v.high = 0;
      put(v, Surrogates.REPLACEMENT, at - 1);
    }
  }

  /**
   * Reads {@code a[from, to)} inside a string up to its end. Returns the index of the closing
   * quote, or {@code to}. {@code origin} is the offset of {@code a[0]}.
   */
  static int string(JsonState v, CharScanner scanner, char[] a, int from, int to, long origin) {
    char quote = v.quote;
    int i = from;
    while (i < to) {
      if (v.escapeLength > 0) {
        i = JsonEscapes.read(v, a, i, origin);
        continue;
      }
      if (v.highSpelling != 0 && a[i] != '\\') {
        JsonEscapes.lone(v, origin + i);
      }
      int end = v.toPending ? i : runEnd(scanner, a, i, to, quote);
      if (end > i) {
        text(v, a, i, end, origin + i);
        i = end;
        continue;
      }
      char c = a[i];
      if (c == quote) {
        endText(v, origin + i);
        return i;
      }
      if (c != '\\') {
        ordinary(v, a, i, origin);
        i++;
        continue;
      }
      loneChar(v, origin + i);
      if (i + 1 < to && !v.toPending && JsonEscapes.isShort(a[i + 1])) {
        JsonEscapes.lone(v, origin + i);
        // Nothing of it can be missing: it goes on as it lies, one span with the text around it.
        raw(v, a, i, i + 2, origin + i);
        i += 2;
      } else {
        v.escapeLength = 1;
        i++;
      }
    }
    return to;
  }

  /** Where a run of chars that need no attention ends; control chars are escaped by the output. */
  private static int runEnd(CharScanner scanner, char[] a, int from, int to, char quote) {
    int i = scanner.findEscape(a, from, to);
    if (quote == '\'') {
      int single = from;
      while (single < i && a[single] != '\'') {
        single++;
      }
      i = single;
    }
    return i;
  }

  /** One char of a string that is no quote and no backslash, but may need an escape. */
  private static void ordinary(JsonState v, char[] a, int i, long origin) {
    char c = a[i];
    if (c < ' ' || c == '"') {
      markRepaired(v);
    }
    if (v.toPending) {
      holdEscaped(v, c, origin + i);
    } else {
      text(v, a, i, i + 1, origin + i);
    }
  }

  /**
   * Adds a char of a string to pending, escaped where JSON needs it; of a surrogate pair both with
   * the second.
   */
  static void holdEscaped(JsonState v, char c, long at) {
    char high = v.high;
    if (high != 0 && Character.isLowSurrogate(c)) {
      v.high = 0;
      hold(v, high, at - 1);
      hold(v, c, at);
      return;
    }
    loneChar(v, at);
    if (Character.isHighSurrogate(c)) {
      v.high = c;
    } else if (Character.isLowSurrogate(c)) {
      hold(v, Surrogates.REPLACEMENT, at);
    } else if (JsonEscaper.mustEscape(c)) {
      char[] slab = room(v, CharScanner.LONGEST_ESCAPE, at);
      v.pendingLength = JsonEscaper.escapeChar(c, slab, v.pendingLength);
    } else {
      hold(v, c, at);
    }
  }

  /** Puts a char of JSON text that stands in a string out, or to pending while a key waits. */
  static void put(JsonState v, char c, long at) {
    if (v.toPending) {
      hold(v, c, at);
    } else {
      raw(v, c, at);
    }
  }
}
