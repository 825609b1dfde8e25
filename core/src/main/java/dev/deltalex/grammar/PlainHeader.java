package dev.deltalex.grammar;

import dev.deltalex.grammar.Grammar.Look;
import org.jspecify.annotations.Nullable;

/**
 * The spelling in which chat templates write the header of a call behind a marker, such as {@code
 * <function=NAME>} behind {@code <tool_call>}: for the lookahead behind that marker. Found in the
 * tables; whatever is spelled otherwise is read by them.
 *
 * @param literal the literal before the name
 * @param call the edge of the char behind the name, which opens the call
 */
@SuppressWarnings("ArrayRecordComponent") // compared char by char; never changed
public record PlainHeader(char[] literal, Edge call) {
  /** The spelling behind a lookahead's marker, or null if there is none. */
  static @Nullable PlainHeader of(Look look, Look[] looks) {
    boolean plain = look.op() == LookOp.MARKER && !look.behindName() && !look.marksMarkerEnd();
    if (!plain || look.edges().length == 0) {
      return null;
    }
    Edge tag = look.edges()[0];
    Look header = tag.look() < 0 ? null : looks[tag.look()];
    if (header == null || header.nameEnd() == 0 || header.edges().length != 1) {
      return null;
    }
    Edge call = header.edges()[0];
    boolean opens =
        call.look() == Grammar.ACCEPT
            && call.action() == Action.OPEN_CALL
            && call.resume() == Resume.AFTER_MARKER
            && header.header().check() == NameCheck.CALLABLE
            && !header.marksMarkerEnd();
    return opens && tag.guard() == 0 && tag.literal().length > 1
        ? new PlainHeader(tag.literal(), call)
        : null;
  }

  /** The char behind the name. */
  public char nameEnd() {
    return call.literal()[0];
  }
}
