package dev.deltalex.bench.floor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes one delta of arguments as a server-sent event: what precedes the text of every such event,
 * texts that were escaped beforehand, and what follows. The buffer begins anew like that of a
 * server that has sent it.
 */
public final class EventFloor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Bytes of the texts that two stores copy, whatever they have. */
  private static final int SHORT = 16;

  /** Bytes after which the buffer begins anew. */
  private static final int EMPTIED_AT = 16 * 1024;

  private final byte[] head;
  private final byte[] tail;
  private final byte[] texts;
  private final int[] ends;
  private final byte[] out = new byte[2 * EMPTIED_AT];
  private int length;

  /**
   * A stream of events.
   *
   * @param head what every event begins with
   * @param tail what every event ends with
   * @param texts as they are written, one behind the other
   * @param ends the index behind each text; one more than texts, the first is 0
   */
  public EventFloor(byte[] head, byte[] tail, byte[] texts, int[] ends) {
    this.head = head;
    this.tail = tail;
    this.texts = Arrays.copyOf(texts, texts.length + SHORT);
    this.ends = ends;
  }

  /** Writes an event with one text. */
  public void write(int text) {
    byte[] o = out;
    int to = length;
    System.arraycopy(head, 0, o, to, head.length);
    to += head.length;
    to = copy(text, o, to);
    System.arraycopy(tail, 0, o, to, tail.length);
    to += tail.length;
    length = to > EMPTIED_AT ? 0 : to;
  }

  /** Writes an event with several texts. */
  public void write(int[] ids, int first, int end) {
    byte[] o = out;
    int to = length;
    System.arraycopy(head, 0, o, to, head.length);
    to += head.length;
    for (int i = first; i < end; i++) {
      to = copy(ids[i], o, to);
    }
    System.arraycopy(tail, 0, o, to, tail.length);
    to += tail.length;
    length = to > EMPTIED_AT ? 0 : to;
  }

  private int copy(int text, byte[] o, int to) {
    byte[] all = texts;
    int from = ends[text];
    int n = ends[text + 1] - from;
    if (n <= SHORT) {
      LONGS.set(o, to, (long) LONGS.get(all, from));
      LONGS.set(o, to + 8, (long) LONGS.get(all, from + 8));
    } else {
      System.arraycopy(all, from, o, to, n);
    }
    return to + n;
  }

  /** Where the next event begins. */
  public int length() {
    return length;
  }

  /** What was written up to {@link #length}. */
  public byte[] written() {
    return Arrays.copyOf(out, length);
  }
}
