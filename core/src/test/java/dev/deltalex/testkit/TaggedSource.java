package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The source of a call written in tags, read with its arguments at hand: each of them stands behind
 * its tag, strings char for char, and between them stand tags, whitespace and what was discarded
 * with a diagnostic.
 */
final class TaggedSource {
  private static final String TAG = "<parameter";
  private static final String CLOSER = "</parameter";
  private static final String[] MARKERS = {
    "</parameter>", "</function>", "</tool_call>", "<parameter=", "<function=", "<tool_call>"
  };

  /** Chars of damage that a closer may carry, and of blanks. */
  private static final int DAMAGE = 16;

  private static final int NONE = -1;

  /** Tags that are tried in vain: there may be as many ways as there are repeated parameters. */
  private static final int MOST_TRIED = 100;

  private final CallSource call;
  private final String text;
  private int pos;

  /** Tags that were tried in vain. */
  private int tried;

  /** Whether the value before {@link #pos} may have another spelling than its source. */
  private boolean coerced;

  TaggedSource(CallSource call) {
    this.call = call;
    text = call.text();
    pos = text.indexOf('>', call.opened()) + 1;
  }

  @Nullable String lost() {
    return members(1);
  }

  /** The members from {@code at} on in the arguments, and what is behind the last of them. */
  private @Nullable String members(int at) {
    String json = call.arguments();
    if (at >= json.length() || json.charAt(at) != '"') {
      return gap(call.closed());
    }
    int colon = JsonSpans.string(json, at);
    int end = JsonSpans.value(json, colon + 1);
    String key = JsonSpans.decoded(json.substring(at, colon));
    return member(key, json.substring(colon + 1, end), end + 1);
  }

  /**
   * Finds the tag behind which the value stands. The same tag with the same value may stand in a
   * value that was discarded: one that accounts for all of the call counts.
   */
  private @Nullable String member(String key, String json, int next) {
    String failure = null;
    int begun = pos;
    boolean before = coerced;
    for (int tag = text.indexOf(TAG, begun); tag >= 0; tag = text.indexOf(TAG, tag + 1)) {
      int from = behindTag(tag, key);
      from = from == NONE ? behindAssignment(tag, key) : from;
      if (from == NONE) {
        continue;
      }
      int end = valueEnd(from, json);
      boolean other = repaired(from) || end == NONE && !json.startsWith("\"");
      if (end != NONE || other) {
        pos = begun;
        coerced = before;
        String gap = gap(tag);
        pos = other ? from : end;
        coerced = other;
        String here = gap == null ? members(next) : gap;
        if (here == null || ++tried > MOST_TRIED) {
          return here;
        }
        failure = failure == null ? here : failure;
      }
    }
    return failure == null ? "the value of " + key + " is not what stands behind its tag" : failure;
  }

  /**
   * Where the value of the tag begins, behind its newline, if it is this parameter's; the tag may
   * have a sibling's spelling.
   */
  private int behindTag(int tag, String key) {
    int equals = Blanks.past(text, tag + TAG.length());
    int end = text.indexOf('>', equals);
    if (end < 0) {
      return NONE;
    }
    boolean own = text.charAt(equals) == '=';
    String name = SyntaxHeader.stripped(text.substring(own ? equals + 1 : equals, end));
    if (!own && !isSame(name, key)) {
      name = SyntaxHeader.stripped(name.replaceFirst("^name\\s*=", ""));
    }
    return isSame(name, key) ? end + 1 + newline(end + 1) : NONE;
  }

  /** Where the value begins behind the second equals sign of a tag, as a diagnostic says. */
  private int behindAssignment(int tag, String key) {
    int from = text.indexOf('=', tag) + 1;
    int second =
        from == 0 || !call.said(Diagnostic.RECOVERED, tag) ? NONE : text.indexOf('=', from);
    if (second < 0 || !isSame(SyntaxHeader.stripped(text.substring(from, second)), key)) {
      return NONE;
    }
    int end = second + 1;
    while (end < text.length() && " \t".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    boolean closed = end < text.length() && text.charAt(end) == '>' && end - second <= DAMAGE + 1;
    return closed ? end + 1 + newline(end + 1) : second + 1;
  }

  private static boolean isSame(String name, String key) {
    return WholeText.of(name).equals(WholeText.of(key));
  }

  private int newline(int p) {
    return call.framed() ? Blanks.newline(text, p) : 0;
  }

  private boolean repaired(int from) {
    return call.said(Diagnostic.VALUE_REPAIRED, from) || call.said(Diagnostic.DEPTH_LIMIT, from);
  }

  /** The end of the value that stands at {@code from} as a string or as JSON, or NONE. */
  private int valueEnd(int from, String json) {
    if (json.startsWith("\"")) {
      boolean open = !JsonPrefix.of(json).complete();
      int end = stringEnd(from, JsonSpans.decoded(json), open);
      if (end != NONE) {
        return end;
      }
    }
    for (int i = from; i <= text.length(); i++) {
      boolean ends = i == text.length() || text.charAt(i) == '<';
      String bare = ends ? ReferenceValue.trimmed(read(from, i)) : "";
      if (ends && WholeText.ofJson(bare).equals(WholeText.ofJson(json))) {
        return i;
      }
    }
    return NONE;
  }

  /** The end of a string at {@code from} that a tag or the end follows, behind one newline. */
  private int stringEnd(int from, String decoded, boolean open) {
    for (int i = from + decoded.length(); i <= text.length(); i++) {
      int p = i + newline(i);
      boolean ends = p == text.length() || text.charAt(p) == '<' || open && p == text.length() - 1;
      if (ends && WholeText.of(read(from, i)).equals(WholeText.of(decoded))) {
        return i;
      }
      if (!call.entities()) {
        return NONE;
      }
    }
    return NONE;
  }

  private String read(int from, int to) {
    if (!call.entities()) {
      return text.substring(from, to);
    }
    EntityReference entity = new EntityReference();
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(entity.add(text.charAt(i)));
    }
    return out.append(entity.end()).toString();
  }

  /** From {@link #pos} to {@code to} there is nothing that had to come out. */
  private @Nullable String gap(int to) {
    int p = pos;
    while (p < to && !coerced) {
      int next = Blanks.ws(text.charAt(p)) ? p + 1 : behindMarkup(p);
      if (next == NONE) {
        return call.said(pos, p) ? null : "the char at " + p + " vanished";
      }
      p = next;
    }
    return null;
  }

  /** Behind the closer at {@code p}, or behind a marker that the end cut. */
  private int behindMarkup(int p) {
    for (String marker : MARKERS) {
      if (marker.startsWith(text.substring(p))) {
        return text.length();
      }
      String stem = marker.substring(0, marker.length() - 1);
      if (text.startsWith(stem, p)) {
        return behindStem(p + stem.length(), stem);
      }
    }
    return NONE;
  }

  private int behindStem(int from, String stem) {
    boolean damaged = stem.equals(CLOSER);
    int q = from;
    for (int most = q + DAMAGE; q < text.length() && q < most; q++) {
      if (damaged ? "<>".indexOf(text.charAt(q)) >= 0 : " \t".indexOf(text.charAt(q)) < 0) {
        break;
      }
    }
    if (q == text.length()) {
      return q;
    }
    if (damaged && text.charAt(q) == '<') {
      return q;
    }
    return stem.startsWith("</") && text.charAt(q) == '>' ? q + 1 : NONE;
  }
}
