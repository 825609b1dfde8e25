package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import java.util.Arrays;

/**
 * A finished response that is one call with one long argument behind a known opener: the opener and
 * the closer are compared, the argument is searched once and goes out as it is, or is escaped 1,024
 * chars at a time.
 */
public final class FinishedCallFloor {
  /** Chars that are escaped at a time, and the clean ones that are worth a call of their own. */
  private static final int PIECE = 1024;

  private static final String ID = "call_0123456789abcdefABCDEF01";

  private final char[] opener;
  private final char[] closer;
  private final String name;
  private final char[] jsonHead;
  private final char[] jsonTail = "\"}".toCharArray();
  private final char[] out = new char[2 * PIECE + Kernels.SLACK];

  /**
   * A reader of such responses.
   *
   * @param jsonHead the arguments up to the long one
   */
  public FinishedCallFloor(String opener, String closer, String name, String jsonHead) {
    this.opener = opener.toCharArray();
    this.closer = closer.toCharArray();
    this.name = name;
    this.jsonHead = jsonHead.toCharArray();
  }

  /** Reads a response; false if only a parser can judge it. */
  public boolean read(char[] a, int from, int to, DeltaSink sink) {
    int first = from + opener.length;
    int end = to - closer.length;
    if (!Arrays.equals(a, from, first, opener, 0, opener.length)
        || !Arrays.equals(a, end, to, closer, 0, closer.length)) {
      return false;
    }
    sink.callOpened(0, 0, ID, name, 0);
    sink.arguments(0, jsonHead, 0, jsonHead.length, 0);
    int i = first;
    while (i < end) {
      int clean = Kernels.findEscapeOrAngle(a, i, end);
      if (clean == end || clean - i > PIECE) {
        sink.arguments(0, a, i, clean - i, i);
        i = clean;
      } else {
        int next = Math.min(end, i + PIECE);
        int length = Kernels.escape(a, i, next, out, 0);
        if (length < 0) {
          return false;
        }
        sink.arguments(0, out, 0, length, i);
        i = next;
      }
    }
    sink.arguments(0, jsonTail, 0, jsonTail.length, end);
    sink.callClosed(0, true, end);
    sink.finished(FinishReason.TOOL_CALLS);
    return true;
  }
}
