package dev.deltalex.grammar;

/**
 * A marker of a state or look, and what it leads to. Immutable; fields are read by the interpreter.
 *
 * <p>A marker that ends in {@code >} or {@code =} may carry up to {@link #TOLERANCE} spaces or tabs
 * in front of that char.
 */
public final class Branch {
  /** Spaces or tabs that a tag may carry before its last char. */
  public static final int TOLERANCE = 16;

  /** Chars of a marker that are compared in one go. */
  public static final int HEAD = 4;

  final char[] literal;
  final long head;
  final long headMask;
  final int body;
  final int guard;
  final int look;
  final Action action;
  final int next;
  final Resume resume;
  final Prefix prefix;
  final boolean closer;
  final int ordinal;

  Branch(
      String literal,
      int guard,
      int look,
      Action action,
      int next,
      Resume resume,
      Prefix prefix,
      boolean closer,
      int ordinal) {
    this.literal = literal.toCharArray();
    char last = literal.charAt(literal.length() - 1);
    this.body = last == '>' || last == '=' ? literal.length() - 1 : literal.length();
    this.head = head(this.literal, Math.min(HEAD, body));
    this.headMask = body >= HEAD ? -1L : (1L << body * Character.SIZE) - 1;
    this.guard = guard;
    this.look = look;
    this.action = action;
    this.next = next;
    this.resume = resume;
    this.prefix = prefix;
    this.closer = closer;
    this.ordinal = ordinal;
  }

  private static long head(char[] a, int length) {
    long head = 0;
    for (int i = 0; i < length; i++) {
      head |= (long) a[i] << i * Character.SIZE;
    }
    return head;
  }

  /**
   * Whether a text can be this marker whose first {@link #HEAD} chars are {@code chars}, 16 bits
   * each, the first lowest.
   */
  public boolean begins(long chars) {
    return (chars & headMask) == head;
  }

  /** The marker's chars; the caller must not change the array. */
  public char[] literal() {
    return literal;
  }

  /** Chars of the literal in front of the place where blanks are tolerated. */
  public int body() {
    return body;
  }

  /** {@link Guard} bits that must all hold. */
  public int guard() {
    return guard;
  }

  /** The look that decides, or {@link Grammar#NO_LOOK}: the marker counts at once. */
  public int look() {
    return look;
  }

  /** What it does. */
  public Action action() {
    return action;
  }

  /** The state that follows, or -1 where the action finds it by role. */
  public int next() {
    return next;
  }

  /** Where reading goes on. */
  public Resume resume() {
    return resume;
  }

  /** What becomes of the whitespace held before it. */
  public Prefix prefix() {
    return prefix;
  }

  /** Whether a cut-off beginning of it, of two chars or more, closes a value at the end. */
  public boolean closer() {
    return closer;
  }

  /** Place among the branches of its state or look: with the state, it names the branch. */
  public int ordinal() {
    return ordinal;
  }
}
