package dev.deltalex.syntax;

import dev.deltalex.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Finds the errors of a declaration, except those that only its tables show. */
public final class SyntaxCheck {
  private final List<String> problems = new ArrayList<>();
  private final PartCheck parts = new PartCheck(problems);

  private SyntaxCheck() {}

  /**
   * The problems of a declaration, each naming the part and the remedy; empty if there are none.
   */
  public static List<String> problems(Syntax syntax) {
    return problems(syntax, i -> "block " + (i + 1), i -> "call form " + (i + 1));
  }

  /** The problems, where blocks and call forms are called by their index. */
  static List<String> problems(
      Syntax syntax, IntFunction<String> blockName, IntFunction<String> formName) {
    SyntaxCheck check = new SyntaxCheck();
    for (int i = 0; i < syntax.blocks().size(); i++) {
      check.block(syntax.blocks().get(i), blockName.apply(i));
    }
    for (int i = 0; i < syntax.calls().size(); i++) {
      check.form(syntax, syntax.calls().get(i), formName.apply(i));
    }
    Messages messages = syntax.messages();
    if (messages != null) {
      check.messages(syntax, messages);
    }
    Literal prompted = syntax.prompted();
    if (prompted != null) {
      check.prompted(syntax, prompted);
    }
    if (neverInReasoning(syntax) && isChanged(syntax)) {
      check.problem(formName.apply(0), "is never inside of reasoning: leave callsInReasoning out");
    }
    return List.copyOf(check.problems);
  }

  private void prompted(Syntax syntax, Literal prompted) {
    parts.literal(prompted, "prompted");
    boolean begins = false;
    for (Block block : syntax.blocks()) {
      for (Literal opener : block.open()) {
        begins |= opener.text().startsWith(prompted.text()) && !opener.equals(prompted);
      }
    }
    for (CallForm form : syntax.calls()) {
      begins |= isPrompted(form, prompted);
    }
    if (!begins) {
      problem("prompted", "neither an opener of a block nor a header begins with " + prompted);
    }
    if (syntax.messages() != null) {
      problem("prompted", "is not for messages, whose headers may begin with any field");
    }
  }

  /**
   * Whether a call of this form begins with the literal: it has no pairs, and arguments in JSON.
   */
  private static boolean isPrompted(CallForm form, Literal prompted) {
    return form.around().isEmpty()
        && form.body() instanceof Arguments
        && form.header().size() > 1
        && form.header().get(0).equals(prompted);
  }

  private void messages(Syntax syntax, Messages messages) {
    String where = "messages";
    if (!syntax.blocks().isEmpty()) {
      problem(where, "cannot be declared with blocks: their rules say what is reasoning");
    }
    if (messages.start().isEmpty() || messages.closers().isEmpty()) {
      problem(where, "need a start and closers");
    }
    messages.start().forEach(literal -> parts.literal(literal, where + ", start"));
    messages.fields().forEach((name, literal) -> field(literal, where + ", field " + name));
    parts.literal(messages.end(), where + ", end");
    messages.closers().forEach(literal -> parts.literal(literal, where + ", closer"));
    long arguments = syntax.calls().stream().filter(syntax::isMessage).count();
    boolean calls = false;
    for (Messages.Rule rule : messages.rules()) {
      if (!messages.fields().containsKey(rule.field())) {
        problem(where, "a rule names a field that is not declared: " + rule.field());
      }
      calls |= rule.kind() == Region.CALL;
      if (rule.kind() == Region.CALL && rule.report() != null) {
        problem(where, "a rule of calls reports nothing");
      }
      if (rule.kind() == Region.FINISHED) {
        problem(where, "a body must be CONTENT, REASONING or CALL, not FINISHED");
      }
    }
    if (arguments == syntax.calls().size() && isChanged(syntax)) {
      problem(where, "are never inside of reasoning: leave callsInReasoning out");
    }
    if (arguments != (calls ? 1 : 0)) {
      problem(where, "a rule of calls needs one form of calls without pairs and header");
    }
  }

  private static boolean isChanged(Syntax syntax) {
    return syntax.callsInReasoning() != Syntax.PLAIN.callsInReasoning();
  }

  /** Whether all calls are Python's and without pairs: they begin in content only. */
  private static boolean neverInReasoning(Syntax syntax) {
    return !syntax.calls().isEmpty()
        && syntax.calls().stream()
            .allMatch(form -> form.body() instanceof Keywords && form.around().isEmpty());
  }

  private void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  /**
   * A literal around a call: JSON may be between it and the next, so that it cannot begin as JSON.
   */
  private void around(Literal literal, String where) {
    parts.literal(literal, where);
    if (literal.text().startsWith("{") || literal.text().startsWith("\"")) {
      problem(where, "a literal around calls must not begin with { or \": " + literal);
    }
  }

  private void block(Block block, String where) {
    Region kind = block.kind();
    if (kind == null) {
      discarded(block, where);
    } else if (kind == Region.CALL || kind == Region.FINISHED) {
      problem(where, "must be CONTENT or REASONING, not " + kind);
    } else if (block.open().isEmpty() && block.close().isEmpty()) {
      problem(where, "needs an opener or a closer");
    }
    Literal label = block.label();
    if (label != null) {
      parts.literal(label, where + ", label");
      if (block.open().isEmpty()) {
        problem(where, "has a label, but no opener before it");
      }
    }
    block.open().forEach(literal -> parts.literal(literal, where + ", opener"));
    block.close().forEach(literal -> parts.literal(literal, where + ", closer"));
  }

  private void discarded(Block block, String where) {
    if (block.open().isEmpty() || block.close().isEmpty()) {
      problem(where, "is discarded: it needs an opener and a closer");
    }
    if (block.trim() != Block.Trim.NOTHING || block.label() != null) {
      problem(where, "is discarded with all whitespace: it has no trim and no label");
    }
  }

  private void field(Literal literal, String where) {
    parts.literal(literal, where);
    if (literal.kind() == Literal.Kind.TAG) {
      problem(where, "must be a token or words: " + literal);
    }
  }

  private void form(Syntax syntax, CallForm form, String where) {
    if (syntax.isMessage(form) && form.body() instanceof Arguments) {
      if (form.close() != null) {
        problem(where, "is a message, which the closers of messages close: remove .close(…)");
      }
      if (!((Arguments) form.body()).fences().isEmpty()) {
        problem(where, "is a message, whose arguments have no fence");
      }
      if (form.proof() != marked() || form.between() != CallForm.Between.NOTHING) {
        problem(where, "is a message, which has no other proof or separator");
      }
      return;
    }
    Set<String> openers = new HashSet<>();
    for (Pair pair : form.around()) {
      around(pair.open(), where + ", pair");
      if (!openers.add(pair.open().text())) {
        problem(where, "two pairs open with " + pair.open().text());
      }
      Literal close = pair.close();
      if (close != null) {
        around(close, where + ", pair");
      }
    }
    boolean describesItself = form.body() instanceof CallObject;
    if (form.around().isEmpty() && form.header().isEmpty() && form.proof() == marked()) {
      problem(where, "needs an opener: add .in(…) or .header(…), or .bare(DECLARED)");
    }
    int names = parts.parts(form.header(), where + ", header", Field.Role.NAME);
    if (form.body() instanceof CallObject object) {
      object(form, object.shape(), where);
    }
    if (describesItself && !form.header().isEmpty()) {
      problem(where, "has a header, but its objects name the tool: remove .header(…)");
    }
    if (!describesItself && names != 1) {
      problem(where, "its header must contain one name, not " + names + ": use name()");
    }
    if (form.body() instanceof Tagged tagged) {
      parts.tagged(tagged, where + ", parameter");
      boolean ends = endsWithLiteral(form.header());
      if (tagged.orObject() && (!ends || syntax.isMessage(form))) {
        problem(
            where,
            "may hold an object only behind a header that a literal or attributes end:"
                + " remove .orJson()");
      }
    }
    if (form.body() instanceof Nested nested) {
      parts.nested(nested, where);
    }
    boolean closed =
        form.close() != null || form.around().stream().anyMatch(pair -> pair.close() != null);
    if (form.isTagged() && !closed) {
      problem(where, "needs a closer: add .close(…) or a pair with a closer");
    }
    if (form.body() instanceof Arguments arguments && arguments.quote() != null) {
      around(arguments.quote(), where + ", quote");
      boolean opens =
          !form.header().isEmpty()
              && form.header().get(form.header().size() - 1) instanceof Literal last
              && last.text().equals("{");
      if (!opens || !arguments.fences().isEmpty()) {
        problem(where, "its header must end with token(\"{\"), with which the arguments begin");
      }
    }
    if (form.raw() != null) {
      raw(form, where);
    }
    if (form.body() instanceof Keywords) {
      keywords(form, where);
    }
    if (form.body() instanceof Arguments arguments) {
      fences(arguments.fences(), where + ", fence");
    }
    boolean listed = form.between() == CallForm.Between.COMMA_IN_BRACKETS;
    if (listed && !describesItself && !(form.body() instanceof Keywords)) {
      problem(where, "COMMA_IN_BRACKETS separates objects and Python calls only");
    }
  }

  /** Raw text ends at the closer of the pair: nothing else may be between both. */
  private void raw(CallForm form, String where) {
    Arguments arguments = (Arguments) form.body();
    boolean alone = form.around().size() == 1 && form.close() == null;
    alone &= form.header().equals(List.of(Say.name()));
    Literal closer = alone ? form.around().get(0).close() : null;
    if (closer == null || closer.kind() != Literal.Kind.TAG) {
      problem(where, "its raw text must be behind name(), in one pair with a tag as its closer");
    }
    if (!arguments.fences().isEmpty() || arguments.quote() != null || "".equals(form.raw())) {
      problem(where, "raw text needs a parameter, and no fence or quote");
    }
    if (form.proof() != marked() || form.around().stream().anyMatch(Pair::optional)) {
      problem(where, "raw text needs its pair: remove OPTIONAL and .bare(…)");
    }
  }

  private void keywords(CallForm form, String where) {
    if (!form.header().equals(List.of(Say.name(), Say.token("(")))) {
      problem(where, "its header must be name(), token(\"(\"), as Python spells a call");
    }
    if (form.close() != null) {
      problem(where, "a parenthesis closes its calls: remove .close(…)");
    }
    boolean optional = form.around().stream().allMatch(Pair::optional);
    if (optional && form.proof() == marked()) {
      problem(where, "its calls may lack their pairs: add .bare(DECLARED)");
    }
    if (!optional && form.proof() != marked()) {
      problem(where, "its pairs must be OPTIONAL, or remove .bare(DECLARED)");
    }
  }

  private void fences(List<Pair> fences, String where) {
    Set<String> openers = new HashSet<>();
    for (Pair fence : fences) {
      Literal close = fence.close();
      if (close == null) {
        problem(where, "needs a closer");
      }
      if (fence.optional() || fence.many()) {
        problem(where, "has no options: any fence may lack, and it is around one object");
      }
      if (!openers.add(fence.open().text())) {
        problem(where, "two fences open with " + fence.open().text());
      }
      fence(fence.open(), where);
      if (close != null) {
        fence(close, where);
      }
    }
  }

  /** Whitespace around a fence is read in any case: a literal that has some would not be found. */
  private void fence(Literal literal, String where) {
    around(literal, where);
    if (!literal.text().equals(literal.text().strip())) {
      problem(where, "must not begin or end with whitespace, which is tolerated there: " + literal);
    }
    if (literal.kind() == Literal.Kind.WORDS) {
      problem(where, "must be a token or a tag, which count anywhere in a line: " + literal);
    }
  }

  private void object(CallForm form, ObjectShape shape, String where) {
    boolean names = !shape.name().isEmpty() && !shape.arguments().isEmpty();
    if (shape.keyIsName() && !shape.equals(shape.nameAsKey())) {
      problem(where, "the key is the name: there must be no keys with other meanings");
    } else if (!shape.keyIsName() && !names) {
      problem(where, "its objects need keys of the name and of the arguments");
    }
    boolean tags = form.around().stream().anyMatch(p -> p.open().kind() == Literal.Kind.TAG);
    if (shape.keyIsName() && (tags || form.proof() != marked())) {
      problem(where, "objects whose key is the name are supported between tokens only");
    }
  }

  private static CallForm.Proof marked() {
    return CallForm.Proof.MARKED;
  }

  private static boolean endsWithLiteral(List<Part> header) {
    Part last = header.isEmpty() ? null : header.get(header.size() - 1);
    return last instanceof Literal || last instanceof Attributes;
  }
}
