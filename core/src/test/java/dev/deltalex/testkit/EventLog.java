package dev.deltalex.testkit;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the events of one stream and checks, while recording, what every sequence of events must
 * keep.
 *
 * <p>Adjacent spans of one kind (and, for arguments, of one call) are merged into one event that
 * carries the source offset of the first, so that two ways of cutting a text compare equal. The
 * first broken rule is kept in {@link #violation()}; recording never throws. May be reused after
 * {@link #clear()}.
 */
public final class EventLog implements DeltaSink {
  /** What an event is. */
  public enum Kind {
    /** Reasoning text. */
    REASONING,
    /** Content text. */
    CONTENT,
    /** A call opened. */
    OPEN,
    /** Text of a call's arguments. */
    ARGUMENTS,
    /** A call closed. */
    CLOSE,
    /** A diagnostic. */
    DIAGNOSTIC,
    /** The end. */
    FINISHED
  }

  /** How much of two logs must agree. */
  public enum Strength {
    /** Everything: order, ids, offsets. */
    FULL,
    /** Everything but the ids of calls. */
    WITHOUT_IDS,
    /**
     * Events and diagnostics with offsets; where a diagnostic stands among the events is left out.
     */
    OFFSETS,
    /** Events without offsets and ids; diagnostics as a set of codes. */
    MEANING
  }

  /** A call, put together from its events. {@code open} until it was closed. */
  public record Call(
      String name, int tool, String id, String arguments, boolean open, boolean complete) {}

  private static final Kind[] KINDS = Kind.values();
  private static final Diagnostic[] CODES = Diagnostic.values();
  private static final FinishReason[] REASONS = FinishReason.values();

  private final StringBuilder text = new StringBuilder();
  private byte[] kinds = new byte[32];
  private int[] starts = new int[32];
  private int[] first = new int[32];
  private int[] second = new int[32];
  private long[] sources = new long[32];
  private @Nullable String[] ids = new @Nullable String[32];
  private int size;

  private int calls;
  private int openCall = -1;
  private boolean over;
  private boolean afterHigh;
  private long lastSource;
  private long lastEnd;
  private @Nullable String violation;
  private boolean uncertain;

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(ids, 0, size, null);
    text.setLength(0);
    size = 0;
    calls = 0;
    openCall = -1;
    over = false;
    afterHigh = false;
    lastSource = 0;
    violation = null;
    uncertain = false;
  }

  /** Whether the writer of the log has no firm opinion on some value in it. */
  boolean uncertain() {
    return uncertain;
  }

  void becomeUncertain() {
    uncertain = true;
  }

  /** The first rule of event sequences that was broken, or null. */
  public @Nullable String violation() {
    return violation;
  }

  /** Number of merged events. */
  public int size() {
    return size;
  }

  /** The kind of event {@code i}. */
  public Kind kind(int i) {
    return KINDS[kinds[i]];
  }

  /** Source offset of event {@code i}. */
  public long source(int i) {
    return sources[i];
  }

  /** Index of the call, ordinal of the diagnostic or of the reason of event {@code i}. */
  int number(int i) {
    return first[i];
  }

  /** Ordinal of the tool, or whether the call is complete, of event {@code i}. */
  int detail(int i) {
    return second[i];
  }

  /** Text of event {@code i}: a span's text or a call's name; else empty. */
  public String text(int i) {
    return text.substring(starts[i], end(i));
  }

  private int end(int i) {
    return i + 1 < size ? starts[i + 1] : text.length();
  }

  // ---- recording

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    span(Kind.REASONING, 0, buffer, offset, length, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    span(Kind.CONTENT, 0, buffer, offset, length, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    check(index == openCall, "arguments of a call that is not open");
    span(Kind.ARGUMENTS, index, buffer, offset, length, sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    check(openCall < 0, "a call opened inside a call");
    check(index == calls, "call index not dense");
    check(!name.isEmpty(), "a call without a name");
    advance(sourceOffset);
    openCall = index;
    calls++;
    int at = add(Kind.OPEN, index, tool, sourceOffset);
    ids[at] = id.toString();
    text.append(name);
    afterHigh = false;
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    check(index == openCall, "a call closed that is not open");
    advance(sourceOffset);
    openCall = -1;
    add(Kind.CLOSE, index, complete ? 1 : 0, sourceOffset);
    afterHigh = false;
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    check(sourceOffset >= 0, "negative offset");
    add(Kind.DIAGNOSTIC, code.ordinal(), 0, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    check(openCall < 0 || reason == FinishReason.CANCELLED, "finished inside a call");
    add(Kind.FINISHED, reason.ordinal(), 0, 0);
    over = true;
  }

  private void span(
      Kind kind, int index, char[] buffer, int offset, int length, long sourceOffset) {
    if (offset < 0 || length <= 0 || offset + length > buffer.length) {
      check(false, "span " + offset + "+" + length + " of a buffer of " + buffer.length);
      return;
    }
    check(kind == Kind.ARGUMENTS || openCall < 0, "text inside a call");
    int last = size - 1;
    boolean joined =
        last >= 0
            && kinds[last] == kind.ordinal()
            && (kind == Kind.ARGUMENTS || sourceOffset == lastEnd);
    check(
        !(afterHigh && joined && Character.isLowSurrogate(buffer[offset])),
        "a surrogate pair was split");
    advance(sourceOffset);
    lastEnd = sourceOffset + length;
    if (last < 0 || kinds[last] != kind.ordinal() || first[last] != index || over) {
      add(kind, index, 0, sourceOffset);
    }
    text.append(buffer, offset, length);
    afterHigh = Character.isHighSurrogate(buffer[offset + length - 1]);
  }

  private void advance(long sourceOffset) {
    check(sourceOffset >= lastSource, "offset went back");
    lastSource = sourceOffset;
  }

  private int add(Kind kind, int one, int two, long sourceOffset) {
    check(!over, "an event after finished");
    if (size == kinds.length) {
      grow();
    }
    kinds[size] = (byte) kind.ordinal();
    starts[size] = text.length();
    first[size] = one;
    second[size] = two;
    sources[size] = sourceOffset;
    return size++;
  }

  private void grow() {
    int room = size * 2;
    kinds = Arrays.copyOf(kinds, room);
    starts = Arrays.copyOf(starts, room);
    first = Arrays.copyOf(first, room);
    second = Arrays.copyOf(second, room);
    sources = Arrays.copyOf(sources, room);
    ids = Arrays.copyOf(ids, room);
  }

  private void check(boolean holds, String rule) {
    if (!holds && violation == null) {
      violation = rule + " (after event " + size + ")";
    }
  }

  // ---- what was said

  /** All content. */
  public String content() {
    return joined(Kind.CONTENT);
  }

  /** All reasoning. */
  public String reasoning() {
    return joined(Kind.REASONING);
  }

  private String joined(Kind kind) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < size; i++) {
      if (kinds[i] == kind.ordinal()) {
        all.append(text, starts[i], end(i));
      }
    }
    return all.toString();
  }

  /** The calls, in order. */
  public List<Call> calls() {
    List<Call> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (kinds[i] == Kind.OPEN.ordinal()) {
        found.add(call(i));
      }
    }
    return found;
  }

  private Call call(int at) {
    StringBuilder arguments = new StringBuilder();
    for (int i = at + 1; i < size && kinds[i] != Kind.OPEN.ordinal(); i++) {
      if (kinds[i] == Kind.ARGUMENTS.ordinal()) {
        arguments.append(text, starts[i], end(i));
      } else if (kinds[i] == Kind.CLOSE.ordinal()) {
        return new Call(text(at), second[at], id(at), arguments.toString(), false, second[i] != 0);
      }
    }
    return new Call(text(at), second[at], id(at), arguments.toString(), true, false);
  }

  private String id(int at) {
    String id = ids[at];
    return id == null ? "" : id;
  }

  /** The diagnostics, as {@code CODE@offset}, in order. */
  public List<String> diagnostics() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (kinds[i] == Kind.DIAGNOSTIC.ordinal()) {
        found.add(CODES[first[i]] + "@" + sources[i]);
      }
    }
    return found;
  }

  /** How many of the diagnostics have this code. */
  public int count(Diagnostic code) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      boolean same = kinds[i] == Kind.DIAGNOSTIC.ordinal() && first[i] == code.ordinal();
      count += same ? 1 : 0;
    }
    return count;
  }

  /** Whether any of the diagnostics has this code. */
  public boolean has(Diagnostic code) {
    for (int i = 0; i < size; i++) {
      if (kinds[i] == Kind.DIAGNOSTIC.ordinal() && first[i] == code.ordinal()) {
        return true;
      }
    }
    return false;
  }

  /** Why the stream ended, or null while it has not. */
  public @Nullable FinishReason finish() {
    int last = size - 1;
    return last >= 0 && kinds[last] == Kind.FINISHED.ordinal() ? REASONS[first[last]] : null;
  }

  // ---- comparing

  /** Whether the logs agree in the given strength. */
  public boolean agrees(EventLog other, Strength strength) {
    if (same(other, strength == Strength.FULL)) {
      return true;
    }
    return switch (strength) {
      case FULL, WITHOUT_IDS -> false;
      case OFFSETS ->
          Transcript.events(this, true).equals(Transcript.events(other, true))
              && Transcript.codes(this, true).equals(Transcript.codes(other, true));
      case MEANING ->
          Transcript.events(this, false).equals(Transcript.events(other, false))
              && Transcript.codes(this, false).equals(Transcript.codes(other, false));
    };
  }

  private boolean same(EventLog other, boolean withIds) {
    int n = size;
    return n == other.size
        && Arrays.equals(kinds, 0, n, other.kinds, 0, n)
        && Arrays.equals(starts, 0, n, other.starts, 0, n)
        && Arrays.equals(first, 0, n, other.first, 0, n)
        && Arrays.equals(second, 0, n, other.second, 0, n)
        && Arrays.equals(sources, 0, n, other.sources, 0, n)
        && (!withIds || Arrays.equals(ids, 0, n, other.ids, 0, n))
        && text.compareTo(other.text) == 0;
  }

  // ---- printing

  /** One event a line, with source offsets, without ids: the form of golden transcripts. */
  public String print() {
    return Transcript.of(this, true);
  }

  /** One event a line. */
  public String print(boolean offsets) {
    return Transcript.of(this, offsets);
  }

  @Override
  public String toString() {
    return print();
  }
}
