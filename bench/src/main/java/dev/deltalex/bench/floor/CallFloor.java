package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;
import java.util.Arrays;

/**
 * Reads whole calls of Qwen3-Coder in exactly one spelling, of tools whose parameters are strings:
 * literals, names, an id, escapes and the callbacks, with nothing looked for that is not there.
 */
public final class CallFloor {
  private static final char[] OPENER = "<tool_call>\n<function=".toCharArray();
  private static final char[] PARAMETER = "<parameter=".toCharArray();
  private static final char[] VALUE_END = "\n</parameter>\n".toCharArray();
  private static final char[] CLOSER = "</function>\n</tool_call>".toCharArray();
  private static final char[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

  private static final String ID_PREFIX = "call_";
  private static final int ID_DIGITS = 24;

  /** Digits that one random number gives. */
  private static final int DIGITS = 9;

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  /** A tool: what is read for its name and the parameters, and what is written for them. */
  private static final class Tool {
    final char[] name;
    final char[][] parameters;
    final char[][] keys;

    Tool(String[] declared) {
      int n = declared.length - 1;
      name = (declared[0] + ">\n").toCharArray();
      parameters = new char[n][];
      keys = new char[n][];
      for (int i = 0; i < n; i++) {
        parameters[i] = (declared[i + 1] + ">\n").toCharArray();
        keys[i] = ("\"" + declared[i + 1] + "\":\"").toCharArray();
      }
    }
  }

  private final Tool[] tools;
  private final char[] json;
  private final char[] id = new char[ID_PREFIX.length() + ID_DIGITS];
  private final Span idSpan = new Span();
  private final Span nameSpan = new Span();
  private DeltaSink sink;
  private long consumed;
  private long seed;
  private int calls;

  /**
   * A stream.
   *
   * @param declared the name of each tool, followed by those of its parameters
   * @param longest chars of a call, at most
   */
  public CallFloor(DeltaSink sink, String[][] declared, int longest) {
    this.sink = sink;
    json = new char[2 * longest + Kernels.SLACK];
    ID_PREFIX.getChars(0, ID_PREFIX.length(), id, 0);
    tools = new Tool[declared.length];
    for (int i = 0; i < declared.length; i++) {
      tools[i] = new Tool(declared[i]);
    }
  }

  /** Begins the next stream. */
  public void reset(DeltaSink newSink, long idSeed) {
    sink = newSink;
    seed = idSeed;
    consumed = 0;
    calls = 0;
  }

  /** Reads the call {@code a[from, to)}; false if it is spelled in another way. */
  public boolean feed(char[] a, int from, int to) {
    if (!begins(a, from, to, OPENER)) {
      return false;
    }
    int nameFrom = from + OPENER.length;
    int index = 0;
    while (!begins(a, nameFrom, to, tools[index].name)) {
      if (++index == tools.length) {
        return false;
      }
    }
    Tool tool = tools[index];
    int i = nameFrom + tool.name.length;
    long origin = consumed - from;
    makeId();
    sink.callOpened(
        calls, index, idSpan.of(id, 0, id.length), nameSpan.of(a, nameFrom, i - 2), origin + from);
    int end = 0;
    json[end++] = '{';
    int given = 0;
    while (begins(a, i, to, PARAMETER)) {
      i += PARAMETER.length;
      int k = parameter(tool, a, i, to);
      if (k < 0 || (given & 1 << k) != 0) {
        return false;
      }
      if (given != 0) {
        json[end++] = ',';
      }
      given |= 1 << k;
      char[] key = tool.keys[k];
      System.arraycopy(key, 0, json, end, key.length);
      end += key.length;
      i += tool.parameters[k].length;
      int shift = end - i;
      i = valueEnd(a, i, to, end);
      if (i < 0) {
        return false;
      }
      end = i + shift + escapes;
      i += VALUE_END.length;
      json[end++] = '"';
    }
    if (!begins(a, i, to, CLOSER)) {
      return false;
    }
    json[end++] = '}';
    sink.arguments(calls, json, 0, end, origin + nameFrom);
    sink.callClosed(calls, true, origin + i);
    calls++;
    consumed = origin + i + CLOSER.length;
    return true;
  }

  private static int parameter(Tool tool, char[] a, int at, int to) {
    for (int k = 0; k < tool.parameters.length; k++) {
      if (begins(a, at, to, tool.parameters[k])) {
        return k;
      }
    }
    return -1;
  }

  /** Chars that {@link #valueEnd} has written in addition to those that it has read. */
  private int escapes;

  /** Writes a value to {@link #json}; returns the index of its closer, or -1. */
  private int valueEnd(char[] a, int from, int to, int at) {
    int end = at;
    int i = from;
    while (i < to) {
      int plain = Kernels.copyPlain(a, i, to, json, end);
      i += plain;
      end += plain;
      if (i == to) {
        return -1;
      }
      char c = a[i];
      if (c == '\n' && begins(a, i, to, VALUE_END)) {
        escapes = end - at - (i - from);
        return i;
      }
      if (c == '<') {
        json[end++] = c;
      } else {
        int letter = Kernels.kind(c);
        if (letter <= 1) {
          return -1;
        }
        json[end] = '\\';
        json[end + 1] = (char) letter;
        end += 2;
      }
      i++;
    }
    return -1;
  }

  private static boolean begins(char[] a, int at, int to, char[] literal) {
    int n = literal.length;
    return to - at >= n && Arrays.equals(a, at, at + n, literal, 0, n);
  }

  /**
   * Random digits: the generator is SplitMix64; the products of three random numbers do not wait
   * for each other.
   */
  private void makeId() {
    char[] out = id;
    int at = ID_PREFIX.length();
    long first = mix(seed + GAMMA);
    long second = mix(seed + 2 * GAMMA);
    long third = mix(seed + 3 * GAMMA);
    for (int i = at; i < at + DIGITS; i++) {
      out[i] = digit(first);
      out[i + DIGITS] = digit(second);
      first *= ALPHABET.length;
      second *= ALPHABET.length;
    }
    for (int i = at + 2 * DIGITS; i < at + ID_DIGITS; i++) {
      out[i] = digit(third);
      third *= ALPHABET.length;
    }
    seed += 3 * GAMMA;
  }

  private static char digit(long bits) {
    return ALPHABET[(int) Math.unsignedMultiplyHigh(bits, ALPHABET.length)];
  }

  private static long mix(long s) {
    long z = (s ^ s >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** A part of an array. */
  private static final class Span implements CharSequence {
    private char[] chars = {};
    private int from;
    private int to;

    Span of(char[] a, int first, int end) {
      chars = a;
      from = first;
      to = end;
      return this;
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      return chars[from + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Span().of(chars, from + start, from + end);
    }

    @Override
    public String toString() {
      return new String(chars, from, to - from);
    }
  }
}
