package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Messages.Rule;
import dev.deltalex.syntax.Syntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Renders random responses of a format whose text comes in messages. */
final class SyntaxMessageTexts {
  private final SyntaxOutput out;
  private final Pick pick;
  private final Messages messages;
  private final SyntaxObjectTexts objects;
  private final String[] words;

  /** The forms of calls that are no messages. */
  private final List<SyntaxCallTexts> forms = new ArrayList<>();

  /** Whether a response begins in reasoning. */
  private final boolean inReasoning;

  /** Whether calls of the request's tools can be written. */
  private final boolean calls;

  private final List<ToolTexts.Tool> tools;

  /** Whether the message before is not closed. */
  private boolean open;

  SyntaxMessageTexts(SyntaxOutput out, Syntax syntax, Messages messages, ParserOptions options) {
    this.out = out;
    this.pick = out.pick;
    this.messages = messages;
    SyntaxPieces pieces = new SyntaxPieces(syntax);
    objects = new SyntaxObjectTexts(out, pieces.strings());
    words =
        new String[] {"hm", "a < b", "two\nlines", "\u00fc\ud83d\ude00", "1", "<b>", "to=x", "```"};
    inReasoning = options.initialState() == ParserOptions.InitialState.REASONING;
    if (!out.tools.tools().isEmpty()) {
      for (CallForm form : syntax.calls()) {
        if (!syntax.isMessage(form)) {
          forms.add(new SyntaxCallTexts(out, pieces, form));
        }
      }
    }
    boolean any = syntax.calls().stream().anyMatch(syntax::isMessage);
    // A recipient has no blanks.
    tools = out.tools.tools().stream().filter(tool -> tool.name().matches("\\S+")).toList();
    calls = any && !tools.isEmpty();
  }

  /** Writes a response. */
  void response() {
    boolean first = true;
    if (inReasoning) {
      reasoning();
      first = false;
    } else if (pick.chance(10)) {
      content();
      open = true;
      first = false;
    }
    for (int count = pick.from(first ? 1 : 0, 5); count > 0; count--) {
      if (!open) {
        out.whitespace();
      }
      message(first, count == 1);
      first = false;
    }
  }

  private void message(boolean first, boolean last) {
    List<Rule> rules =
        messages.rules().stream().filter(rule -> calls || rule.kind() != Region.CALL).toList();
    if (pick.chance(25)) {
      header(unruled(), first);
      answer();
      closer(last);
      return;
    }
    Rule rule = rules.get(pick.below(rules.size()));
    if (rule.kind() == Region.CALL) {
      call(rule, first, last);
      return;
    }
    header(fields(rule, value(rule)), first);
    if (rule.kind() == Region.REASONING) {
      reasoning();
    } else {
      answer();
    }
    closer(last);
  }

  /** Content, or calls that are no messages of their own. */
  private void answer() {
    if (forms.isEmpty() || pick.chance(40)) {
      content();
      return;
    }
    if (pick.chance(20)) {
      content();
    }
    SyntaxCallTexts form = forms.get(pick.below(forms.size()));
    form.calls(pick.from(1, 2), false, false);
    while (Blanks.ws(out.text.charAt(out.text.length() - 1))) {
      out.text.setLength(out.text.length() - 1);
    }
    out.put(form.endsInText() ? "" : pick.of("", "", "\n"));
  }

  private String value(Rule rule) {
    if (rule.values().isEmpty()) {
      return pick.of("other", "final2", "x");
    }
    String value = rule.values().get(pick.below(rule.values().size()));
    return value + pick.of("", "", ".exec");
  }

  private void closer(boolean last) {
    open = pick.chance(last ? 40 : 10);
    if (!open) {
      out.literal(messages.closers().get(pick.below(messages.closers().size())));
    }
  }

  private void call(Rule rule, boolean first, boolean last) {
    boolean known = !out.takes(SyntaxLiberty.UNDECLARED_TOOL, 10);
    String name = known ? tools.get(pick.below(tools.size())).name() : "undeclared";
    header(fields(rule, pick.of(rule.prefix(), rule.prefix(), "") + name), first);
    out.whitespace();
    if (out.takes(SyntaxLiberty.NO_ARGUMENTS, 5)) {
      out.literal(messages.closers().get(0));
      out.expected.addCall(name, "{}", null);
      open = false;
      return;
    }
    String json = objects.arguments();
    out.expected.addCall(name, json, null);
    open = pick.chance(last ? 40 : 10);
    if (!open) {
      out.whitespace();
      out.literal(messages.closers().get(pick.below(messages.closers().size())));
    }
  }

  // ---- headers

  /** Fields that make this rule the first that applies. */
  private List<String> fields(Rule rule, String value) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, Literal> field : messages.fields().entrySet()) {
      String name = field.getKey();
      if (name.equals(rule.field())) {
        fields.add(field.getValue().text() + value);
      } else if (decidesLater(name, rule) && pick.chance(60)) {
        String any = pick.of("analysis", "commentary", "json", "x");
        fields.add(field.getValue().text() + any);
      }
    }
    return fields;
  }

  /** Fields to which no rule applies. */
  private List<String> unruled() {
    List<String> fields = new ArrayList<>();
    messages
        .fields()
        .forEach((name, literal) -> {
          boolean free =
              messages.rules().stream()
                  .noneMatch(rule -> rule.field().equals(name) && rule.values().isEmpty());
          if (free && pick.chance(70)) {
            fields.add(literal.text() + pick.of("user", "get_weather", "x"));
          }
        });
    return fields;
  }

  /** Writes a header. */
  private void header(List<String> fields, boolean first) {
    Collections.shuffle(fields, new Random(pick.seed()));
    boolean words = !fields.isEmpty() && !fields.get(0).startsWith("<");
    if (!first || words || pick.chance(50)) {
      messages.start().forEach(part -> out.put(part.text()));
      out.put(words ? " " : pick.of("", "", " "));
    }
    for (int i = 0; i < fields.size(); i++) {
      boolean blank = i > 0 && !fields.get(i).startsWith("<");
      out.put((blank ? " " : i > 0 ? pick.of("", " ") : "") + fields.get(i));
    }
    out.put(fields.isEmpty() ? "" : pick.of("", "", " ", " code", " json "));
    out.literal(messages.end());
  }

  /** Whether no rule up to the given one asks for a field. */
  private boolean decidesLater(String field, Rule rule) {
    for (Rule each : messages.rules()) {
      if (each.field().equals(field)) {
        return false;
      }
      if (each.equals(rule)) {
        return true;
      }
    }
    return true;
  }

  // ---- bodies

  private void reasoning() {
    String body = body();
    out.put(body);
    out.expected.addReasoning(body);
  }

  private void content() {
    out.content(body());
  }

  private String body() {
    StringBuilder body = new StringBuilder("W");
    for (int count = pick.below(4); count > 0; count--) {
      body.append(pick.of(words)).append(pick.of("", " ", "\n"));
    }
    return body.append(out.isLong(40) ? pick.longText() : "").append('w').toString();
  }
}
