package dev.deltalex.testkit;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events of one stream as one array of chars, so that two logs, or a log and the beginning of
 * another, compare in one step. Adjacent spans that continue each other are one event, as in {@link
 * EventLog}.
 */
final class LifeLog implements DeltaSink {
  private static final EventLog.Kind[] KINDS = EventLog.Kind.values();
  private static final int HEADER = 7;

  private char[] chars = new char[256];
  private int length;
  private int[] starts = new int[16];
  private int size;
  private final List<String> ids = new ArrayList<>();

  /** Offset behind the last span, where another of its kind would continue it. */
  private long spanEnd;

  void clear() {
    length = 0;
    size = 0;
    ids.clear();
    spanEnd = 0;
  }

  void copyOf(LifeLog other) {
    if (chars.length < other.length) {
      chars = new char[other.chars.length];
    }
    System.arraycopy(other.chars, 0, chars, 0, other.length);
    length = other.length;
    starts = Arrays.copyOf(other.starts, other.starts.length);
    size = other.size;
    ids.clear();
    ids.addAll(other.ids);
    spanEnd = other.spanEnd;
  }

  /** Chars of the log: grows with every event. */
  int length() {
    return length;
  }

  /** Whether this is how {@code other} begins. */
  boolean begins(LifeLog other, boolean withIds) {
    return size <= other.size
        && length <= other.length
        && (size == other.size || length <= other.starts[size])
        && Arrays.equals(chars, 0, length, other.chars, 0, length)
        && Arrays.equals(starts, 0, size, other.starts, 0, size)
        && (!withIds || ids.equals(other.ids.subList(0, Math.min(ids.size(), other.ids.size()))));
  }

  // ---- recording

  private void event(EventLog.Kind kind, int number, int detail, long sourceOffset) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
    }
    starts[size++] = length;
    room(HEADER);
    chars[length++] = (char) kind.ordinal();
    chars[length++] = (char) number;
    chars[length++] = (char) detail;
    for (int shift = 48; shift >= 0; shift -= 16) {
      chars[length++] = (char) (sourceOffset >> shift);
    }
  }

  private void room(int more) {
    if (length + more > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + more, 2 * chars.length));
    }
  }

  private void span(
      EventLog.Kind kind, int number, char[] a, int offset, int count, long sourceOffset) {
    boolean joins = size > 0 && chars[starts[size - 1]] == kind.ordinal();
    joins =
        joins
            && (kind == EventLog.Kind.ARGUMENTS
                ? chars[starts[size - 1] + 1] == number
                : sourceOffset == spanEnd);
    if (!joins) {
      event(kind, number, 0, sourceOffset);
    }
    room(count);
    System.arraycopy(a, offset, chars, length, count);
    length += count;
    spanEnd = sourceOffset + count;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int count, long sourceOffset) {
    span(EventLog.Kind.REASONING, 0, buffer, offset, count, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int count, long sourceOffset) {
    span(EventLog.Kind.CONTENT, 0, buffer, offset, count, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int count, long sourceOffset) {
    span(EventLog.Kind.ARGUMENTS, index, buffer, offset, count, sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    event(EventLog.Kind.OPEN, index, tool, sourceOffset);
    room(name.length());
    for (int i = 0; i < name.length(); i++) {
      chars[length++] = name.charAt(i);
    }
    ids.add(id.toString());
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    event(EventLog.Kind.CLOSE, index, complete ? 1 : 0, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    event(EventLog.Kind.DIAGNOSTIC, code.ordinal(), 0, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    event(EventLog.Kind.FINISHED, reason.ordinal(), 0, 0);
  }

  // ---- printing

  /** One event a line. */
  String print() {
    StringBuilder out = new StringBuilder();
    int call = 0;
    for (int i = 0; i < size; i++) {
      int at = starts[i];
      EventLog.Kind kind = KINDS[chars[at]];
      long source = 0;
      for (int j = 3; j < HEADER; j++) {
        source = source << 16 | chars[at + j];
      }
      int end = i + 1 < size ? starts[i + 1] : length;
      out.append("  ").append(kind).append(' ');
      switch (kind) {
        case DIAGNOSTIC -> out.append(Diagnostic.values()[chars[at + 1]]);
        case FINISHED -> out.append(FinishReason.values()[chars[at + 1]]);
        default -> out.append((int) chars[at + 1]).append('/').append((int) (short) chars[at + 2]);
      }
      out.append(kind == EventLog.Kind.OPEN ? " " + ids.get(call++) : "").append(' ');
      JavaLiteral.append(new String(chars, at + HEADER, end - at - HEADER), out);
      out.append(" @").append(source).append('\n');
    }
    return out.toString();
  }
}
