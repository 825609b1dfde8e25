package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/**
 * Four sinks that do next to nothing, each of a class of its own: an engine has several kinds, and
 * a call that the JIT has only ever seen go to one or two classes is inlined and costs nothing.
 */
public final class Sinks {
  private Sinks() {}

  /** A new sink; every fourth is of the same class. */
  static DeltaSink ofKind(int kind) {
    return switch (kind & 3) {
      case 0 -> new Counting();
      case 1 -> new LastChar();
      case 2 -> new Offsets();
      default -> new Calling();
    };
  }

  /** One of each class. */
  public static DeltaSink[] four() {
    return new DeltaSink[] {ofKind(0), ofKind(1), ofKind(2), ofKind(3)};
  }

  /** What none of them looks at. */
  private abstract static class Indifferent implements DeltaSink {
    long seen;

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      seen += id.length() + name.length();
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      seen++;
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      seen += code.ordinal();
    }

    @Override
    public void finished(FinishReason reason) {}
  }

  /** Counts chars. */
  private static final class Counting extends Indifferent {
    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      seen += length;
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      seen += length;
    }
  }

  /** Looks at the text. */
  private static final class LastChar extends Indifferent {
    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      seen ^= buffer[offset + length - 1];
    }
  }

  /** Looks at the offsets. */
  private static final class Offsets extends Indifferent {
    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      seen = sourceOffset + length;
    }
  }

  /** Looks at the call. */
  private static final class Calling extends Indifferent {
    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      seen += index + 1;
    }
  }
}
