package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.NO;

import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The reference for a call whose arguments are raw text in place of an object: the value of one
 * parameter, from the blank or line's end behind the name on.
 *
 * <p>The closer of its pair ends it at the start of a line, elsewhere only if a next call, a closer
 * of reasoning or the end follows. It is the call's closer, too, so that nothing is recovered.
 */
final class SyntaxRawReference extends SyntaxValueReference {
  /** A literal that no text has. */
  private static final Literal NEVER = new Literal("<\uffffNEVER", Literal.Kind.TOKEN);

  private static final Tagged NOTHING =
      new Tagged(List.of(NEVER), NEVER, Tagged.Framing.ONE_NEWLINE);

  SyntaxRawReference(SyntaxReference outside, CallForm form) {
    super(outside, form, NOTHING);
  }

  boolean over() {
    return over;
  }

  /** Whether text follows the header, and not an object, a closer, a next call or the end. */
  boolean isRaw(SyntaxOpening opening) {
    if (form.raw() == null) {
      return false;
    }
    look.window(0, Integer.MAX_VALUE);
    int p = look.pastWhitespace(opening.bodyAt());
    List<Literal> others = new ArrayList<>(forms.closers());
    others.add(form.around().get(0).open());
    return p > opening.bodyAt()
        && p < length
        && text.charAt(p) != '{'
        && forms.any(p, others) == NO;
  }

  /** Reads the call that opens so. Returns where the text behind it begins. */
  int read(SyntaxOpening opening) {
    String name = opening.name();
    boolean crlf = text.startsWith("\r\n", opening.bodyAt());
    int from = opening.bodyAt() + (crlf ? 2 : 1);
    boolean dropped = new ReferenceCall(input, log, name, -1).dropped();
    call = new ReferenceCall(input, log, name, outside.calls.nextIndex(dropped));
    call.open(name, opening.headerAt(), from);
    call.openParameter(Objects.requireNonNull(form.raw()), from, from, null);
    open = true;
    pos = from;
    inValue();
    if (open && !over) {
      Literal closer = Objects.requireNonNull(form.around().get(0).close());
      closeCall(true, true, pos);
      outside.closeLevel(0);
      pos = look.literal(pos, closer);
    }
    return pos;
  }

  @Override
  boolean closerIsMissing() {
    return false;
  }

  @Override
  int closingCall(int p, boolean ends) {
    Literal closer = Objects.requireNonNull(form.around().get(0).close());
    boolean line = text.charAt(p - 1) == '\n';
    return line ? look.literal(p, closer) : super.closingCall(p, ends);
  }
}
