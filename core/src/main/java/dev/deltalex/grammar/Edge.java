package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.syntax.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A literal of a state or lookahead, and what it leads to. Immutable.
 *
 * @param literal its chars; the array is shared and must not be changed
 * @param body the chars of the literal before the place where a tag tolerates blanks; else all
 * @param head the first {@link #HEAD} chars, 16 bits each, the first lowest
 * @param headMask the bits of {@code head} that count
 * @param guard {@link Guard} bits that must all hold
 * @param look the lookahead that decides, or {@link Grammar#NO_LOOK}: the literal counts at once.
 *     Of a lookahead's edge, the next lookahead, or {@link Grammar#ACCEPT}
 * @param action what it does. If the edge of the state has an action already, the action of a
 *     lookahead's edge is what the tag that follows does at once, so that this tag is not read
 *     again
 * @param next the next state, or -1 where the action needs none
 * @param level the level of the call that opens, or the level that remains around a call that
 *     closes; or {@link #KEEP}; below it, the number of levels that are left, less one
 * @param report what is reported at its offset, or null
 * @param resume where reading continues; {@link Resume#AT_MARKER} of a lookahead's edge: at the
 *     edge's literal, which is read again
 * @param prefix what happens to the whitespace held before it
 * @param closer whether a cut-off beginning of it, of two chars or more, closes a value at the end
 * @param label the most chars of a label before the last char of a tag, or 0
 * @param ordinal its index among the edges of its state or lookahead
 */
@SuppressWarnings("ArrayRecordComponent") // compared char by char; edges are never compared
public record Edge(
    char[] literal,
    int body,
    long head,
    long headMask,
    int guard,
    int look,
    Action action,
    int next,
    byte level,
    @Nullable Diagnostic report,
    Resume resume,
    Prefix prefix,
    boolean closer,
    int label,
    int ordinal) {
  /** Spaces or tabs that a tag may carry before its last char. */
  public static final int TOLERANCE = 16;

  /** Chars of a literal that are compared at once. */
  public static final int HEAD = 4;

  /** In place of a level: the level does not change. */
  public static final byte KEEP = -1;

  /** Chars of a literal that must match exactly before blanks are tolerated. */
  static int body(Literal literal) {
    int length = literal.text().length();
    boolean tolerant = literal.kind() == Literal.Kind.TAG && length > 1;
    return tolerant ? length - 1 : length;
  }

  static long head(String text, int body) {
    long head = 0;
    for (int i = 0; i < Math.min(HEAD, body); i++) {
      head |= (long) text.charAt(i) << i * Character.SIZE;
    }
    return head;
  }

  static long headMask(int body) {
    return body >= HEAD ? -1L : (1L << body * Character.SIZE) - 1;
  }

  /** Whether a text can be this literal whose first {@link #HEAD} chars are {@code chars}. */
  public boolean begins(long chars) {
    return (chars & headMask) == head;
  }

  /**
   * Whether a text can be this literal of which fewer than {@link #HEAD} chars are there.
   *
   * @param present the bits of {@code chars} that are there
   */
  public boolean mayBegin(long chars, long present) {
    return ((chars ^ head) & headMask & present) == 0;
  }

  /** Whether it opens a parameter or element, whose header must have a name. */
  public boolean opensParameter() {
    return action == Action.OPEN_PARAMETER || action == Action.OPEN_ELEMENT;
  }

  /** Whether it begins a closing tag of any name. */
  public boolean isClosingTag() {
    return action == Action.DISCARD && look >= 0;
  }

  /**
   * Whether it is a literal of the declaration that ends values; {@code </} of a closer that names
   * the parameter is none.
   */
  public boolean endsValues() {
    return action == Action.CLOSE_ELEMENT
        || action == Action.CLOSE_VALUE && (guard & Guard.OPEN_KEY) == 0;
  }

  /** Whether the end of its lookahead decides what it does. */
  public boolean isDecidedByLook() {
    return action == Action.GO && next < 0 && look >= 0;
  }
}
