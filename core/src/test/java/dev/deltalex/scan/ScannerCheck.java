package dev.deltalex.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Holds a scanner against {@link NaiveScan} on texts made to be awkward. */
final class ScannerCheck {
  /** Chars that matter; and some whose low bits, low byte or sign look as if they did. */
  static final String ALPHABET =
      "aa  tfp/<<[}\"\\\b\t\n\f\r\u0000\u0001\u0002\u001c\u001f\u0080\u007f\u013c\u0222\u8022"
          + "\u805c\u820a\uff5c\u2581\ud83d\ude00\uffff";

  static final List<List<String>> LITERALS =
      List.of(
          List.of("<tool_call>", "</tool_call>", "<function=", "<parameter="),
          List.of("<"),
          List.of("tf", "tfa"),
          List.of("a "),
          List.of("<\uff5cbegin"),
          List.of("[TOOL]", "<tool"),
          List.of("\"", "\\", "\n", "}"),
          List.of("\uff5c\u2581", "\uffffa", "\u0000a"),
          List.of());

  private static final int[] LENGTHS = {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 300};
  private static final char GUARD = '\u4e2d';

  private ScannerCheck() {}

  /** Many texts; each cut and placed in many ways. */
  static void all(CharScanner scanner, long seed) {
    Random random = new Random(seed);
    for (int length : LENGTHS) {
      for (int text = 0; text < 40; text++) {
        // From nearly plain to nearly nothing plain.
        char[] a = text(random, length, 1 << text % 8);
        for (int cut = 0; cut < 12; cut++) {
          int from = random.nextInt(length + 1);
          int to = from + random.nextInt(length - from + 1);
          if (cut == 0) {
            from = 0;
            to = length;
          }
          // Vectors are stored only where there is room for them.
          int slack = cut % 2 == 0 ? cut * 7 % 70 : 300;
          one(scanner, a, from, to, LITERALS.get(random.nextInt(LITERALS.size())), slack);
        }
      }
    }
  }

  private static char[] text(Random random, int length, int sparse) {
    char[] a = new char[length];
    for (int i = 0; i < length; i++) {
      a[i] =
          random.nextInt(sparse) == 0
              ? ALPHABET.charAt(random.nextInt(ALPHABET.length()))
              : (char) ('a' + random.nextInt(26));
    }
    for (int pairs = random.nextInt(4); pairs > 0 && length > 1; pairs--) {
      int at = random.nextInt(length - 1);
      a[at] = '\ud83d';
      a[at + 1] = '\ude00';
    }
    return a;
  }

  /** Every method, on one run of one array; {@code slack} is spare room behind the output. */
  static void one(
      CharScanner scanner, char[] a, int from, int to, List<String> literals, int slack) {
    StopSet stops = StopSet.of(literals);
    int stop = NaiveScan.findStop(a, from, to, literals);
    int escape = NaiveScan.findEscape(a, from, to);
    same(scanner, "findStop", stop, scanner.findStop(a, from, to, stops), a, from, to, stops);
    same(scanner, "findEscape", escape, scanner.findEscape(a, from, to), a, from, to, stops);
    same(
        scanner,
        "findStopOrEscape",
        Math.min(stop, escape),
        scanner.findStopOrEscape(a, from, to, stops),
        a,
        from,
        to,
        stops);

    if (scanner.isPlain(a, from, to, stops)) {
      int most = Math.min(1024, Math.max(1, to - from));
      same(scanner, "length of isPlain", most, to - from, a, from, to, stops);
      same(scanner, "isPlain", to, Math.min(stop, escape), a, from, to, stops);
    }
    for (char one : new char[] {'<', '"'}) {
      if (scanner.isPlain(a, from, to, one)) {
        int most = Math.min(1024, Math.max(1, to - from));
        same(scanner, "length of isPlain", most, to - from, a, from, to, stops);
        int first = new String(a, from, to - from).indexOf(one);
        same(scanner, "isPlain with " + one, -1, first, a, from, to, stops);
        same(scanner, "isPlain of clean text", to, escape, a, from, to, stops);
      }
    }

    int at = slack % 5;
    char[] out = new char[at + CharScanner.LONGEST_ESCAPE * (to - from) + slack];
    Arrays.fill(out, GUARD);
    int end = scanner.escape(a, from, to, out, at);
    String whole = NaiveScan.escape(a, from, to);
    same(scanner, "escape", whole, new String(out, at, end - at), a, from, to, stops);

    byte[] bytes = new byte[at + CharScanner.LONGEST_ESCAPE * (to - from) + CharScanner.BYTE_SLACK];
    Arrays.fill(bytes, 0, at, (byte) GUARD);
    int last = scanner.escapeAscii(a, from, to, bytes, at);
    boolean ascii = whole.chars().allMatch(c -> c < 128);
    String escaped = last < 0 ? "none" : new String(bytes, at, last - at, StandardCharsets.UTF_8);
    same(scanner, "escapeAscii", ascii ? whole : "none", escaped, a, from, to, stops);
    same(
        scanner, "guard", (byte) GUARD, at == 0 ? (byte) GUARD : bytes[at - 1], a, from, to, stops);

    join(scanner, a, from, to, at);
    long answer = scanner.escapeToStop(a, from, to, stops, out, at);
    same(scanner, "source", stop, CharScanner.source(answer), a, from, to, stops);
    String part = escape < stop ? NaiveScan.escape(a, from, stop) : "";
    String written = new String(out, at, CharScanner.target(answer) - at);
    same(scanner, "escapeToStop", part, written, a, from, to, stops);
    same(scanner, "room before", GUARD, at == 0 ? GUARD : out[at - 1], a, from, to, stops);
  }

  /** Joins the run's halves, quarters and so on, and ids that have no piece. */
  private static void join(CharScanner scanner, char[] a, int from, int to, int at) {
    char[] pool = Arrays.copyOf(a, a.length + CharScanner.JOIN_SLACK);
    long flags = 0xABCL << 52;
    long[] spans = new long[8];
    int[] ids = {-1, 7, 3, 0, 8, 1, 1, 2, Integer.MAX_VALUE, 4, 5, Integer.MIN_VALUE, 6, 0};
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < spans.length; i++) {
      spans[i] = CharScanner.span(from, to - from >> i) | flags;
    }
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] >= 0 && ids[i] < spans.length) {
        expected.append(a, from, to - from >> ids[i]);
      }
    }
    char[] out = new char[at + expected.length() + CharScanner.JOIN_SLACK];
    Arrays.fill(out, GUARD);
    int end = scanner.join(ids, 1, ids.length, spans, pool, out, at);
    String joined = end < 0 ? "none" : new String(out, at, end - at);
    same(scanner, "join", expected.toString(), joined, a, from, to, StopSet.NONE);
    same(scanner, "room before", GUARD, at == 0 ? GUARD : out[at - 1], a, from, to, StopSet.NONE);
    if (!expected.isEmpty()) {
      char[] tight = new char[out.length - 1];
      int refused = scanner.join(ids, 1, ids.length, spans, pool, tight, at);
      same(scanner, "join of too much", -1, refused, a, from, to, StopSet.NONE);
    }
  }

  private static void same(
      CharScanner scanner,
      String what,
      Object expected,
      Object actual,
      char[] a,
      int from,
      int to,
      StopSet stops) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "%s.%s of [%d, %d) of '%s' (%d chars) with %s: expected %s, was %s"
              .formatted(
                  scanner.name(),
                  what,
                  from,
                  to,
                  NaiveScan.escape(a, 0, a.length),
                  a.length,
                  stops,
                  expected,
                  actual));
    }
  }

  /** Checks the vector scanners of the width that this JVM was started with. */
  public static void main(String[] args) {
    CharScanner walking = new VectorCharScanner(false);
    CharScanner expanding = new VectorCharScanner(true);
    all(walking, 1);
    all(expanding, 2);
    CharScanner warm = Scanners.warmUp();
    all(walking, 3);
    all(expanding, 4);
    System.out.println("checked " + walking + ", then " + warm);
  }
}
