package dev.deltalex.grammar;

import dev.deltalex.Region;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Messages.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the headers of messages and what ends their bodies. Text outside of messages is text 0,
 * bodies of reasoning are text 1, bodies of content text 2. A header ends the message before it,
 * wherever it begins but in JSON.
 */
final class MessageLayout {
  private static final int REASONING = 1;
  private static final int CONTENT = 2;
  private static final String HEADER = "MESSAGE";
  private static final String FIRST = "MESSAGE AT_START";
  private static final String ARGUMENTS = "MESSAGE ARGUMENTS";
  private static final String BEHIND = "AFTER MESSAGE";

  private final Layout layout;
  private final GrammarBuilder g;
  private final Messages messages;
  private final MessageTable table;

  MessageLayout(Layout layout, Messages messages) {
    this.layout = layout;
    this.g = layout.g;
    this.messages = messages;
    table = new MessageTable(messages);
  }

  /** The bodies of reasoning and of content, as blocks that only a header opens. */
  static List<Block> blocks(Messages messages) {
    List<Literal> close = messages.closers();
    return List.of(
        new Block(Region.REASONING, List.of(), close, Block.Trim.NOTHING),
        new Block(Region.CONTENT, List.of(), close, Block.Trim.NOTHING));
  }

  /** The state in which a body begins: one of whitespace alone is nothing. */
  private static String first(int text) {
    return text == REASONING ? "AT_REASONING" : "AT_CONTENT";
  }

  /** Adds all states of text except those after calls. */
  void add() {
    TextLayout texts = layout.texts;
    StateBuilder start = outside("AT_START");
    firstFields(start);
    StateBuilder between = outside("AFTER_REASONING");
    closers(between, 0);
    StateBuilder content = g.state(TextLayout.CONTENT, Op.TEXT, TextKind.CONTENT, 0);
    openers(content, false);
    layout.calls.openers(content, false, false);
    layout.json.bareOpeners(content, Guard.CALLS | Guard.AFTER_NEWLINE, false);
    g.text(TextLayout.CONTENT);
    g.state(TextLayout.AFTER_BLOCK, Op.SKIP_WHITESPACE, TextKind.CONTENT, 0)
        .next("AFTER_REASONING");
    for (int text = REASONING; text <= CONTENT; text++) {
      StateBuilder first = g.state(first(text), Op.SEGMENT, texts.kind(text), text);
      first.next(texts.plain(text));
      body(first, text, true);
      body(g.state(texts.plain(text), Op.TEXT, texts.kind(text), text), text, false);
      g.text(texts.plain(text));
    }
    g.starts("AT_START", first(REASONING));
    headers();
  }

  private StateBuilder outside(String name) {
    StateBuilder state = g.state(name, Op.SEGMENT, TextKind.CONTENT, 0).next(TextLayout.CONTENT);
    openers(state, true);
    layout.calls.openers(state, true, true);
    return state;
  }

  private void body(StateBuilder state, int text, boolean drop) {
    layout.texts.closers(state, text);
    openers(state, drop);
    layout.calls.openers(state, drop, false);
  }

  /**
   * Adds the closers of a text behind a call or message; outside of messages a further closer is
   * nothing.
   */
  void closers(StateBuilder state, int text) {
    for (Literal closer : messages.closers()) {
      EdgeBuilder edge =
          text == 0
              ? GrammarBuilder.on(closer, Action.DISCARD)
              : GrammarBuilder.on(closer, Action.CLOSE_BLOCK).to(TextLayout.AFTER_BLOCK);
      state.add(edge.drop().closer());
    }
  }

  /**
   * Adds the ways in which headers begin.
   *
   * @param drop whether the whitespace before them is discarded
   */
  void openers(StateBuilder state, boolean drop) {
    state.add(opener(messages.start().get(0), afterStart(0)).drop(drop));
    for (Literal field : messages.fields().values()) {
      if (field.kind() == Literal.Kind.TOKEN) {
        state.add(opener(field, HEADER).drop(drop));
      }
    }
    state.add(body(messages.end(), CONTENT).drop(drop));
  }

  /** Adds the other fields with which a header may begin that the generation prompt opened. */
  private void firstFields(StateBuilder state) {
    for (Literal field : messages.fields().values()) {
      if (field.kind() != Literal.Kind.TOKEN) {
        state.add(opener(exact(field), FIRST).drop());
      }
    }
  }

  /** Words count inside of a header wherever they are. */
  private static Literal exact(Literal literal) {
    return literal.kind() == Literal.Kind.WORDS
        ? new Literal(literal.text(), Literal.Kind.TOKEN)
        : literal;
  }

  private static EdgeBuilder opener(Literal literal, String look) {
    return GrammarBuilder.on(literal, Action.GO).look(look).resume(Resume.AFTER_LOOK);
  }

  private static EdgeBuilder body(Literal literal, int text) {
    return GrammarBuilder.on(literal, Action.OPEN_BLOCK).to(first(text));
  }

  /** The look behind a literal of the start: the next one, or the first field or the end. */
  private static String afterStart(int literal) {
    return HEADER + " START " + (literal + 1);
  }

  private void headers() {
    int last = messages.start().size() - 1;
    for (int i = 0; i <= last; i++) {
      LookBuilder look = g.look(afterStart(i), LookOp.MARKER, AtEnd.TRUNCATED_OPENER);
      if (i < last) {
        look.on(exact(messages.start().get(i + 1)), afterStart(i + 1));
      } else {
        messages.fields().values().forEach(field -> look.on(exact(field), HEADER));
        look.add(body(messages.end(), CONTENT));
      }
    }
    header(HEADER, AtEnd.TRUNCATED_OPENER, null);
    if (messages.fields().values().stream().anyMatch(f -> f.kind() != Literal.Kind.TOKEN)) {
      header(FIRST, AtEnd.REJECT, HEADER);
    }
    for (CallForm form : layout.syntax.calls()) {
      if (layout.syntax.isMessage(form)) {
        arguments(form);
      }
    }
  }

  /** Adds a look at fields; {@code behind} is the look behind a field that is a token. */
  private void header(String name, AtEnd atEnd, @Nullable String behind) {
    LookBuilder look = g.look(name, LookOp.MESSAGE, atEnd).messages(table);
    for (Literal field : messages.fields().values()) {
      boolean token = field.kind() == Literal.Kind.TOKEN;
      look.add(GrammarBuilder.on(exact(field), Action.GO).look(token ? behind : null));
    }
    for (Rule rule : messages.rules()) {
      if (rule.kind() == Region.CALL) {
        look.on(messages.end(), ARGUMENTS);
      } else {
        int text = rule.kind() == Region.REASONING ? REASONING : CONTENT;
        look.add(body(messages.end(), text).report(rule.report()));
      }
    }
    look.add(body(messages.end(), CONTENT));
  }

  /** Behind the header of a call its arguments follow, or a closer; else it is text. */
  private void arguments(CallForm form) {
    LookBuilder look = g.look(ARGUMENTS, LookOp.MARKER, AtEnd.TRUNCATED_OPENER).textOtherwise();
    look.add(call(JsonLayout.OBJECT, Action.OPEN_ARGUMENTS, layout.json.state(form)));
    for (Literal closer : messages.closers()) {
      look.add(call(closer, Action.OPEN_CALL, layout.calls.inCall(form)));
    }
  }

  private static EdgeBuilder call(Literal literal, Action action, String state) {
    return GrammarBuilder.on(literal, action)
        .when(Guard.MESSAGE)
        .to(state)
        .level(0)
        .resume(Resume.AT_MARKER);
  }

  /** Adds what ends the arguments of a call whose brackets are not all closed. */
  void endings(StateBuilder json) {
    if (!g.hasLook(BEHIND)) {
      LookBuilder look = g.look(BEHIND, LookOp.MARKER, AtEnd.ACCEPT);
      look.accept(messages.start().get(0));
      for (Literal field : messages.fields().values()) {
        if (field.kind() == Literal.Kind.TOKEN) {
          look.accept(field);
        }
      }
      look.accept(messages.end());
    }
    for (Literal closer : messages.closers()) {
      json.add(GrammarBuilder.on(closer, Action.GO).level(0).look(BEHIND));
    }
    json.add(
        GrammarBuilder.on(messages.start().get(0), Action.GO).level(0).resume(Resume.AT_MARKER));
  }
}
