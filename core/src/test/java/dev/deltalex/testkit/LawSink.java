package dev.deltalex.testkit;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on to a log and checks on the way what needs the source text: that text comes out
 * as it went in, that nothing vanishes but markup, and that arguments are JSON at every moment.
 */
final class LawSink implements DeltaSink {
  /** The literals that may vanish outside of calls. */
  private List<Literal> markup = List.of();

  /** Openers with a label that lacks the newline at its end, if a closer follows. */
  private @Nullable Pattern labels;

  /** The beginning of an opener that the generation prompt may have written; empty if none. */
  private String prompted = "";

  /** Whether text in a pair may be discarded. */
  private boolean sections;

  private final JsonPrefix json = new JsonPrefix();
  private final StringBuilder arguments = new StringBuilder();
  private final List<CallSource.Said> said = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private EventLog log = new EventLog();
  private @Nullable Pattern header;
  private String text = "";
  private boolean uniqueKeys;
  private boolean jsonCalls;
  private boolean pythonCalls;
  private int longKey;
  private boolean accounts;
  private boolean knowsSources;
  private boolean framed;

  /** Whether the format has ids of its own: the model may repeat one. */
  private boolean hasIds;

  private boolean closesAll;
  private ParserOptions options = ParserOptions.DEFAULT;
  private int openCall;
  private int opened;
  private int begun;
  private int accounted;
  private boolean truncated;
  private boolean besideCall;
  private Set<Law> wanted = Law.ALL;
  private @Nullable String violation;

  /** Begins a stream. */
  void start(LawCase law, EventLog to, Set<Law> laws) {
    wanted = laws;
    log = to;
    log.clear();
    text = law.text();
    markup = markup(law.format().syntax());
    labels = labels(law.format().syntax());
    Literal literal = law.format().syntax().prompted();
    prompted = literal == null ? "" : literal.text();
    header = header(law.format().syntax().messages());
    Syntax syntax = law.format().syntax();
    sections =
        syntax.calls().stream().anyMatch(SyntaxForms::hasSection)
            || syntax.blocks().stream().anyMatch(Block::isDiscarded);
    pythonCalls = syntax.calls().stream().anyMatch(SyntaxKeywordForms::isKeywords);
    options = law.options();
    said.clear();
    ids.clear();
    jsonCalls =
        Cases.json(law.format())
            || syntax.calls().stream().anyMatch(SyntaxForms::orObject)
            || options.toolChoice().compareTo(ParserOptions.ToolChoice.NONE) > 0;
    // A key is told once maxNameChars of its chars as written were read. Of those, two may be one
    // here (an escape such as \/), or ten as Python spells it (\U00000062), and up to 11 are held:
    // an escaped high surrogate and what came of the low one. So more than this is told.
    int written = pythonCalls ? 10 : 2;
    boolean streamed = options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    int told = Math.floorDiv(law.limits().maxNameChars() - 12, written);
    longKey = jsonCalls || streamed ? told : Integer.MAX_VALUE;
    boolean whole =
        law.format().syntax().calls().stream()
            .anyMatch(form -> form.body() instanceof Tagged t && !t.whole().isEmpty());
    uniqueKeys =
        !jsonCalls
            && !whole
            && options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
    // Of a format from outside, only the second opinion knows where an argument came from.
    framed = Cases.isFramed(law.format());
    knowsSources = Cases.ofFamily(law.format());
    hasIds = Cases.hasIds(law.format());
    accounts = options.unknownTool() != ParserOptions.UnknownTool.DROP;
    closesAll = options.truncation() == ParserOptions.Truncation.CLOSE;
    openCall = -1;
    accounted = 0;
    truncated = false;
    besideCall = false;
    violation = null;
  }

  /** A header of a message: its start or a field, words and fields, and its end. */
  private static @Nullable Pattern header(@Nullable Messages messages) {
    if (messages == null) {
      return null;
    }
    List<String> start = new ArrayList<>();
    messages.start().forEach(literal -> start.add(Pattern.quote(literal.text())));
    List<String> fields = new ArrayList<>();
    messages.fields().values().forEach(field -> fields.add(Pattern.quote(field.text())));
    String field = "(?:" + String.join("|", fields) + ")";
    String whole = String.join("\\s*", start) + "\\s*" + field + "?";
    String words = "(?:" + field + "|[^<>\\n\\r])*+";
    String end = Pattern.quote(messages.end().text());
    return Pattern.compile("(?:(?:" + whole + "|" + field + ")" + words + ")?" + end);
  }

  private static @Nullable Pattern labels(Syntax syntax) {
    List<String> all = new ArrayList<>();
    for (Block block : syntax.blocks()) {
      Literal label = block.label();
      if (label != null && label.text().matches("(?s).+\n")) {
        String line = label.text().substring(0, label.text().length() - 1);
        all.add(
            any(block.open()) + Pattern.quote(line) + "(?=[ \t\r\n]*" + any(block.close()) + ")");
      }
    }
    return all.isEmpty() ? null : Pattern.compile(String.join("|", all));
  }

  private static String any(List<Literal> literals) {
    List<String> texts = new ArrayList<>();
    literals.forEach(literal -> texts.add(Pattern.quote(literal.text())));
    return "(?:" + String.join("|", texts) + ")";
  }

  private static List<Literal> markup(Syntax syntax) {
    List<Literal> all = new ArrayList<>();
    if (syntax.messages() != null) {
      all.addAll(syntax.messages().closers());
    }
    for (Block block : syntax.blocks()) {
      Literal label = block.label();
      if (label != null) {
        // Only behind an opener a label is markup.
        block.open().forEach(o -> all.add(new Literal(o.text() + label.text(), o.kind())));
      }
      all.addAll(block.open());
      all.addAll(block.close());
    }
    for (CallForm form : syntax.calls()) {
      form.around().forEach(pair -> add(all, pair));
      add(all, form.header());
      if (form.close() != null) {
        all.add(form.close());
      }
      if (form.body() instanceof Tagged tagged) {
        all.add(tagged.close());
      } else if (form.body() instanceof Nested nested) {
        nested.elements().stream()
            .filter(element -> !element.isNamed())
            .forEach(element -> all.add((Literal) element.close().get(0)));
      } else if (form.body() instanceof Arguments arguments) {
        arguments.fences().forEach(fence -> add(all, fence));
      }
    }
    return all;
  }

  private static void add(List<Literal> all, Pair pair) {
    all.add(pair.open());
    if (pair.close() != null) {
      all.add(pair.close());
    }
  }

  /** The literals with which a header may begin before the one at which the call is reported. */
  private static void add(List<Literal> all, List<Part> header) {
    if (!header.isEmpty() && header.get(0) instanceof Maybe maybe) {
      for (Part part : maybe.parts()) {
        if (part instanceof Literal literal) {
          all.add(literal);
        }
      }
    }
  }

  /** The first of the wanted laws that was broken, or null. */
  @Nullable String violation() {
    String rule = log.violation();
    if (violation == null && rule != null) {
      fail(rule.contains("surrogate") ? Law.SURROGATES : Law.ORDER, rule);
    }
    return violation;
  }

  /** Index of the open call, or -1. */
  int openCall() {
    return openCall;
  }

  /** To be asked between two deltas: whether the open call's arguments could be closed now. */
  boolean closable() {
    return openCall < 0 || json.closable(longKey);
  }

  private void fail(Law law, String how) {
    if (violation == null && wanted.contains(law)) {
      violation = law.broken(how);
    }
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    verbatim(buffer, offset, length, sourceOffset);
    log.reasoning(buffer, offset, length, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    verbatim(buffer, offset, length, sourceOffset);
    log.content(buffer, offset, length, sourceOffset);
  }

  private void verbatim(char[] buffer, int offset, int length, long sourceOffset) {
    int from = (int) sourceOffset;
    if (sourceOffset < 0 || sourceOffset + length > text.length()) {
      fail(Law.LOSSLESS, "text from " + sourceOffset + ", longer than the source");
      return;
    }
    for (int i = 0; i < length; i++) {
      if (buffer[offset + i] != text.charAt(from + i)) {
        fail(Law.LOSSLESS, "text from " + sourceOffset + " differs from the source there");
        return;
      }
    }
    account(from);
    besideCall = false;
    accounted = from + length;
  }

  /** Whatever lies between what was accounted for and {@code to} must be markup and whitespace. */
  private void account(int to) {
    if (accounts && !truncated) {
      // around the calls of JSON formats stand the brackets, commas and semicolons of several
      String blanks = jsonCalls && besideCall ? " \t\n\r[],;}" : " \t\n\r";
      blanks += pythonCalls && besideCall ? ")" : "";
      int p = accounted;
      while (p < to) {
        int next = pastMarkup(p);
        next = next < 0 && to == text.length() && isCutMarkup(p) ? to : next;
        next = next < 0 && blanks.indexOf(text.charAt(p)) >= 0 ? p + 1 : next;
        next = next < 0 ? pastDiscarded(p) : next;
        next = next < 0 && isDiscardedFrom(p) ? to : next;
        next = next < 0 && isExtraBrace(p) ? p + 1 : next;
        if (next < 0) {
          fail(Law.LOSSLESS, "the char at " + p + " vanished");
          return;
        }
        p = next;
      }
    }
    truncated = false;
  }

  /** Past a comma or a closing tag behind a call, if a diagnostic says that it is discarded. */
  private int pastDiscarded(int p) {
    int end = text.indexOf('>', p);
    if (said.contains(new CallSource.Said(Diagnostic.STRAY_TEXT, p)) && text.charAt(p) == ',') {
      return p + 1;
    }
    boolean tag = said.contains(new CallSource.Said(Diagnostic.ORPHAN_CLOSER, p));
    return tag && text.startsWith("</", p) && end > 0 ? end + 1 : -1;
  }

  /** Whether a diagnostic says that text of a section is discarded from here to its next event. */
  private boolean isDiscardedFrom(int p) {
    boolean from = false;
    for (int q = accounted; sections && q <= p; q++) {
      from |= said.contains(new CallSource.Said(Diagnostic.STRAY_TEXT, q));
    }
    return from;
  }

  private boolean isExtraBrace(int p) {
    return "})".indexOf(text.charAt(p)) >= 0
        && said.contains(new CallSource.Said(Diagnostic.EXTRA_BRACE, p));
  }

  /** Whether the text ends with a beginning of markup, longer than two chars. */
  private boolean isCutMarkup(int p) {
    String rest = text.substring(p).stripTrailing();
    return rest.length() > 2
        && markup.stream().anyMatch(l -> l.text().startsWith(rest) || beginsLabelled(l, rest));
  }

  private static boolean beginsLabelled(Literal literal, String rest) {
    String stem = literal.text().substring(0, literal.text().length() - 1);
    return literal.label() > 0 && rest.startsWith(stem + ":");
  }

  private int pastMarkup(int p) {
    Matcher matcher = header == null ? null : header.matcher(text);
    if (matcher != null && matcher.region(p, text.length()).lookingAt()) {
      return matcher.end();
    }
    Matcher labelled = labels == null ? null : labels.matcher(text);
    if (labelled != null && labelled.region(p, text.length()).lookingAt()) {
      return labelled.end();
    }
    for (Literal literal : markup) {
      String stem = literal.text();
      if (p == 0 && !prompted.isEmpty() && stem.startsWith(prompted)) {
        String rest = stem.substring(prompted.length());
        if (!rest.isEmpty() && text.startsWith(rest)) {
          return rest.length();
        }
      }
      if (literal.kind() != Literal.Kind.TAG) {
        if (text.startsWith(stem, p)) {
          return p + stem.length();
        }
        continue;
      }
      int body = stem.length() - 1;
      if (text.startsWith(stem.substring(0, body), p)) {
        int q = p + body;
        if (literal.label() > 0 && q < text.length() && text.charAt(q) == ':') {
          q = text.indexOf(stem.charAt(body), q);
          q = q < 0 ? text.length() : q;
        }
        while (q < text.length() && (text.charAt(q) == ' ' || text.charAt(q) == '\t')) {
          q++;
        }
        if (q < text.length() && text.charAt(q) == stem.charAt(body)) {
          return q + 1;
        }
      }
    }
    return -1;
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    boolean own = options.callIds() == ParserOptions.CallIds.NATIVE && hasIds;
    if (!own && (!isWellFormed(id.toString()) || !ids.add(id.toString()))) {
      fail(Law.ORDER, "the id " + id + " is no " + options.callIds() + " or was given before");
    }
    besideCall = true;
    account((int) sourceOffset);
    openCall = index;
    opened = (int) sourceOffset;
    json.clear();
    arguments.setLength(0);
    log.callOpened(index, tool, id, name, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    begun = arguments.isEmpty() ? (int) sourceOffset : begun;
    arguments.append(buffer, offset, length);
    json.feed(buffer, offset, offset + length);
    if (!json.valid()) {
      fail(Law.ARGUMENTS, "arguments are no longer a prefix of JSON");
    }
    log.arguments(index, buffer, offset, length, sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    if ((complete || closesAll) && !json.complete()) {
      fail(Law.ARGUMENTS, "arguments of a closed call are not whole JSON");
    }
    if (!json.closable(longKey)) {
      fail(Law.CLOSABLE, "arguments of an incomplete call cannot be closed");
    }
    if (uniqueKeys
        && !log.has(Diagnostic.NAME_LIMIT)
        && new HashSet<>(json.keys()).size() != json.keys().size()) {
      fail(Law.ARGUMENTS, "a parameter was emitted twice");
    }
    if (wanted.contains(Law.LOSSLESS) && violation == null && knowsSources) {
      accountForArguments((int) sourceOffset);
    }
    openCall = -1;
    accounted = (int) sourceOffset;
    log.callClosed(index, complete, sourceOffset);
  }

  private void accountForArguments(int closed) {
    boolean entities = options.entities() == ParserOptions.Entities.DECODE;
    CallSource call =
        new CallSource(text, opened, begun, closed, arguments.toString(), said, entities, framed);
    String lost = call.lost();
    if (lost != null) {
      fail(Law.LOSSLESS, lost);
    }
  }

  /** Whether an id has the form that the option asks for. */
  private boolean isWellFormed(String id) {
    String random = id;
    int length = 9;
    if (options.callIds() != ParserOptions.CallIds.ALNUM9) {
      random = id.startsWith("call_") ? id.substring(5) : "";
      length = 24;
    }
    return random.length() == length
        && random.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    said.add(new CallSource.Said(code, (int) sourceOffset));
    if (sourceOffset > text.length()) {
      fail(Law.LOSSLESS, "a diagnostic behind the end");
    }
    truncated |= code == Diagnostic.TRUNCATED_OPENER;
    log.diagnostic(code, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    if (reason != FinishReason.CANCELLED) {
      account(text.length());
    }
    log.finished(reason);
  }
}
