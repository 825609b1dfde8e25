package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.syntax.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A literal of a state or look, and what it leads to. Immutable.
 *
 * @param literal its chars; the array is shared and must not be changed
 * @param body the chars of the literal before the place where a tag tolerates blanks; else all
 * @param head the first {@link #HEAD} chars, 16 bits each, the first lowest
 * @param headMask the bits of {@code head} that count
 * @param guard {@link Guard} bits that must all hold
 * @param look the look that decides, or {@link Grammar#NO_LOOK}: the literal counts at once. Of a
 *     look's edge, the look that follows, or {@link Grammar#ACCEPT}
 * @param action what it does; in a look that the literal's own edge decides, what the tag that was
 *     looked at does at once, so that it need not be read again
 * @param next the state that follows, or -1: where the action does not need one
 * @param level the level of the call that opens, or the level that remains around a call that
 *     closes; or {@link #KEEP}
 * @param report what is reported at its offset, or null
 * @param resume where reading goes on; {@link Resume#AT_UNIT} of a look's edge: at the edge's
 *     literal, which is read again
 * @param prefix what becomes of the whitespace held before it
 * @param closer whether a cut-off beginning of it, of two chars or more, closes a value at the end
 * @param ordinal its place among the edges of its state or look
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
    int ordinal) {
  /** Spaces or tabs that a tag may carry before its last char. */
  public static final int TOLERANCE = 16;

  /** Chars of a literal that are compared at once. */
  public static final int HEAD = 4;

  /** Instead of a level: it does not change. */
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

  /** Whether the end of its look decides what it does. */
  public boolean isDecidedByLook() {
    return action == Action.GO && next < 0 && look >= 0;
  }
}
