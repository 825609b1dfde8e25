package dev.deltalex.scan;

/** One char at a time: the specification that every other scanner is tested against. */
public final class ScalarCharScanner extends CharScanner {
  /** The only one. */
  public static final ScalarCharScanner INSTANCE = new ScalarCharScanner();

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** By char below 128: 0 if it stands for itself, the letter of its escape, or 'u'. */
  private static final byte[] LETTERS = letters();

  private ScalarCharScanner() {}

  @Override
  public String name() {
    return "scalar";
  }

  /** Whether JSON must escape {@code c}. */
  public static boolean mustEscape(char c) {
    return c < 128 && LETTERS[c] != 0;
  }

  /** Writes {@code c}, escaped where JSON needs it; up to 6 chars; returns the index behind. */
  public static int escapeChar(char c, char[] out, int at) {
    int letter = c < 128 ? LETTERS[c] : 0;
    if (letter == 0) {
      out[at] = c;
      return at + 1;
    }
    out[at] = '\\';
    out[at + 1] = (char) letter;
    if (letter != 'u') {
      return at + 2;
    }
    out[at + 2] = '0';
    out[at + 3] = '0';
    out[at + 4] = (char) HEX[c >> 4];
    out[at + 5] = (char) HEX[c & 15];
    return at + LONGEST_ESCAPE;
  }

  @Override
  public int findStop(char[] a, int from, int to, StopSet stops) {
    if (stops.count > 1) {
      return findStopOfMany(a, from, to, stops);
    }
    if (stops.count == 0) {
      return to;
    }
    char stop = stops.stop0;
    for (int i = from; i < to; i++) {
      if (a[i] == stop && stops.followedLegally(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  private static int findStopOfMany(char[] a, int from, int to, StopSet stops) {
    char stop0 = stops.stop0;
    char stop1 = stops.stop1;
    char stop2 = stops.stop2;
    char stop3 = stops.stop3;
    for (int i = from; i < to; i++) {
      char c = a[i];
      if ((c == stop0 || c == stop1 || c == stop2 || c == stop3)
          && stops.followedLegallyIn(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int findEscape(char[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (mustEscape(a[i])) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int findStopOrEscape(char[] a, int from, int to, StopSet stops) {
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (mustEscape(c) || stops.contains(c) && stops.followedLegallyIn(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int escape(char[] a, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (mustEscape(c)) {
        end = escapeChar(c, out, end);
      } else {
        out[end++] = c;
      }
    }
    return end;
  }

  @Override
  public long escapeToStop(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    int first = findStopOrEscape(a, from, to, stops);
    if (first == to || !mustEscape(a[first]) || stops.isCandidate(a, first, to)) {
      return answer(first, at);
    }
    int stop = findStop(a, first, to, stops);
    return answer(stop, escape(a, from, stop, out, at));
  }

  private static byte[] letters() {
    byte[] letters = new byte[128];
    for (int c = 0; c < 0x20; c++) {
      letters[c] = 'u';
    }
    letters['\b'] = 'b';
    letters['\t'] = 't';
    letters['\n'] = 'n';
    letters['\f'] = 'f';
    letters['\r'] = 'r';
    letters['"'] = '"';
    letters['\\'] = '\\';
    return letters;
  }
}
