package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.BranchBuilder;

/**
 * A marker of a state or look, and what it leads to. Immutable; fields are read by the interpreter.
 *
 * <p>A tag ({@code <think>}, {@code </think>}, {@code <function=}) may carry up to {@link
 * #TOLERANCE} spaces or tabs in front of its last char; any other literal ({@code >>>}, {@code
 * <|call|>}) is exact. {@link GrammarBuilder#token} makes a tag exact.
 */
public final class Branch {
  /** Spaces or tabs that a tag may carry before its last char. */
  public static final int TOLERANCE = 16;

  /** Chars of a marker that are compared in one go. */
  public static final int HEAD = 4;

  final char[] literal;
  final boolean tag;
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

  Branch(BranchBuilder from, boolean tag, int look, int next, int ordinal) {
    this.literal = from.literal.toCharArray();
    this.tag = tag;
    this.body = tag ? literal.length - 1 : literal.length;
    this.head = head(literal, Math.min(HEAD, body));
    this.headMask = body >= HEAD ? -1L : (1L << body * Character.SIZE) - 1;
    this.guard = from.guard;
    this.look = look;
    this.action = from.action;
    this.next = next;
    this.resume = from.resume;
    this.prefix = from.prefix;
    this.closer = from.closer;
    this.ordinal = ordinal;
  }

  /**
   * Whether a literal is spelled like a tag: {@code <name>}, {@code </name>} or {@code <name=}, of
   * ASCII letters, digits and {@code _-.:}, a letter first.
   */
  static boolean isTag(String literal) {
    boolean closing = literal.startsWith("</");
    int from = closing ? 2 : 1;
    int last = literal.length() - 1;
    if (last <= from || literal.charAt(0) != '<' || !isLetter(literal.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < last; i++) {
      char c = literal.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && "_-.:".indexOf(c) < 0) {
        return false;
      }
    }
    return literal.charAt(last) == '>' || literal.charAt(last) == '=' && !closing;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
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

  /** Chars of the literal in front of the place where a tag tolerates blanks; else all of them. */
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
