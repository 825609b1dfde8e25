package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import java.util.List;
import java.util.Objects;

/**
 * Adds the values of calls whose arguments are raw text in place of a JSON object: the value of one
 * parameter.
 *
 * <p>The closer of the pair ends it at the start of a line, where templates write it; elsewhere
 * only if what may follow a call does.
 */
final class RawLayout {
  private final Layout layout;

  RawLayout(Layout layout) {
    this.layout = layout;
  }

  private String state(CallForm form) {
    return layout.numbered("IN_RAW_VALUE", form);
  }

  /** The way in which a call opens with raw text behind the blank or line's end after its name. */
  Way opens(CallForm form, Way header, int level) {
    Way text = header.then(Way.NOTHING, Guard.DECLARED);
    return text.does(Action.OPEN_CALL, state(form), level);
  }

  void add(CallForm form) {
    String inValue = state(form);
    Literal closer = layout.callCloser(form);
    KeyTable key = KeyTable.of(List.of(Objects.requireNonNull(form.raw())));
    StateBuilder value = layout.g.state(inValue, Op.TEXT, TextKind.VALUE, 0);
    value.keys(key).newlinePrefix(true);
    value.add(closer(form, closer).when(Guard.AFTER_NEWLINE));
    value.add(closer(form, closer).look(layout.follow.behind(form, closer)));
    layout.values.quotes(form, value, inValue);
  }

  /** The closer ends the value, and is read again as that of the call. */
  private EdgeBuilder closer(CallForm form, Literal closer) {
    return GrammarBuilder.on(closer, Action.CLOSE_VALUE)
        .to(layout.calls.inCall(form))
        .drop()
        .resume(Resume.AT_MARKER)
        .closer();
  }
}
