package dev.deltalex.testkit;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Keywords;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls of one form, in their pairs, with every liberty of the declaration. */
final class SyntaxCallTexts {
  private static final int DROPPED_BRACKETS = 12;

  /** What a whole call ends with. */
  private static final String BRACKETS = "}])>";

  private final SyntaxOutput out;
  private final Pick pick;
  private final SyntaxPieces pieces;
  private final CallForm form;
  private final SyntaxHeaderTexts headers;
  private final String[] markers;
  private final SyntaxObjectTexts objects;
  private final @Nullable SyntaxTaggedTexts parameters;
  private final @Nullable SyntaxNestedTexts elements;

  /** Whether an outer pair is missing, so that only a declared name makes a call. */
  private boolean needsDeclared;

  /** Whether the text ends with a header that no literal ends, blanks aside. */
  private boolean nameLast;

  /** Whether pairs of the calls that are written may lack closers. */
  private boolean endsOpen;

  /** Whether the last call lacks a closer or bracket. */
  private boolean unclosed;

  /** Whether the opener of a pair is directly before the next header. */
  private boolean opened;

  /** Whether the text ends with content in a pair, or with the pair's closer behind it. */
  private boolean textLast;

  /** Whether the text ends with raw text and the line's end before the closer of its pair. */
  private boolean rawLast;

  SyntaxCallTexts(SyntaxOutput out, SyntaxPieces pieces, CallForm form) {
    this.out = out;
    this.pick = out.pick;
    this.pieces = pieces;
    this.form = form;
    headers = new SyntaxHeaderTexts(out);
    markers = pieces.strings();
    objects = new SyntaxObjectTexts(out, pieces.strings());
    parameters =
        form.body() instanceof Tagged tagged
            ? new SyntaxTaggedTexts(out, headers, tagged, pieces.values(form, tagged))
            : null;
    elements =
        form.body() instanceof Nested nested
            ? new SyntaxNestedTexts(out, headers, nested, pieces.values(form, nested))
            : null;
  }

  /** Whether the last calls end with text in their pair, and the closer behind it. */
  boolean endsInText() {
    return textLast;
  }

  /** Whether calls of the form may be written without any pair and header. */
  boolean mayBeBare() {
    boolean any = form.body() instanceof CallObject || isKeywords() && !names().isEmpty();
    return form.proof() == CallForm.Proof.DECLARED && any;
  }

  private boolean isKeywords() {
    return form.body() instanceof Keywords;
  }

  /** Whether the calls have no pairs and need the start of a segment or line. */
  boolean isOnlyBare() {
    return isKeywords() && form.around().isEmpty();
  }

  /** The declared tools whose names are Python's. */
  private List<ToolTexts.Tool> names() {
    return out.tools.tools().stream()
        .filter(tool -> SyntaxKeywordTexts.isName(tool.name()))
        .toList();
  }

  /** Writes a further call without its pairs behind one. */
  void bareNext() {
    String separator = out.inArray ? pick.of(",", ", ") : pick.of("; ", ",", ", ");
    out.put(isKeywords() ? pick.of("", "\n", " ") : separator);
    bare(false);
  }

  /**
   * Writes a call that begins without its pairs.
   *
   * @param mayBeList whether a list of objects may be written
   */
  void bare(boolean mayBeList) {
    if (isKeywords()) {
      keywords(pick.chance(25) ? 2 : 1, true, false);
      return;
    }
    if (form.body() instanceof CallObject object) {
      boolean list =
          mayBeList && SyntaxForms.bareList(form) && out.takes(SyntaxLiberty.BARE_LIST, 50);
      out.put(list ? pick.of("[", "[ ", "[\n") : "");
      objects.call(object.shape(), declared().name(), true);
      if (list && pick.chance(50)) {
        out.put(pick.of(",", ", ", ""));
        objects.call(object.shape(), declared().name(), true);
      }
      out.put(list ? pick.of("]", "\n]", " ]") : "");
    }
    if (out.takes(SyntaxLiberty.EXTRA_BRACES, 15)) {
      out.whitespace();
      out.put("}");
    }
    Pair first = form.around().isEmpty() ? null : form.around().get(0);
    Literal close = first == null || isFence(first) ? null : first.close();
    if (close != null && out.takes(SyntaxLiberty.ORPHAN_CLOSER, 5)) {
      out.literal(close);
    }
  }

  /**
   * Writes calls.
   *
   * @param marked whether optional pairs must be there
   * @param open whether nothing but another call or the end follows, so that closers may be missing
   */
  void calls(int count, boolean marked, boolean open) {
    textLast = false;
    endsOpen = open;
    if (isOnlyBare()) {
      keywords(count, true, false);
      return;
    }
    if (form.around().isEmpty()) {
      for (int i = 0; i < count; i++) {
        out.put(i == 0 ? "" : pick.of("", "\n", " "));
        call(
            false,
            open && i == count - 1 && out.takes(SyntaxLiberty.MISSING_CALL_CLOSER, 30),
            false);
      }
      return;
    }
    int done = 0;
    while (done < count) {
      boolean several = count - done > 1 && out.takes(SyntaxLiberty.SEVERAL_IN_PAIR, 40);
      int now = several ? count - done : 1;
      if (done > 0 && !textLast) {
        out.whitespace();
      }
      textLast = false;
      boolean last = done + now == count;
      boolean lax = open && last && !isFence(form.around().get(0));
      pair(0, now, marked, lax && out.takes(SyntaxLiberty.MISSING_PAIR_CLOSER, 50));
      done += now;
    }
  }

  /** Writes a pair with calls in it; without its closer if it is {@code open}. */
  private void pair(int level, int count, boolean marked, boolean open) {
    Pair pair = form.around().get(level);
    boolean inner = level == form.around().size() - 1;
    boolean left =
        pair.optional()
            && !marked
            && !(form.body() instanceof CallObject)
            && !isKeywords()
            && out.takes(SyntaxLiberty.OMITTED_PAIR, 30);
    if (!left) {
      opener(pair, inner);
    }
    Literal close = pair.close();
    boolean closes = close != null && !left && !open;
    if (!inner) {
      for (int i = 0; i < count; i++) {
        boolean last = i == count - 1;
        boolean again = !last && !isFence(form.around().get(level + 1));
        boolean lax = again || last && (closes || open);
        boolean missing = lax && out.takes(SyntaxLiberty.MISSING_INNER_CLOSER, 8);
        needsDeclared |= left;
        pair(level + 1, 1, marked, missing);
        needsDeclared &= !left;
        if (!last) {
          out.whitespace();
        }
      }
    } else if (isKeywords()) {
      keywords(count, false, closes);
    } else if (form.body() instanceof CallObject) {
      objects(count, closes);
    } else {
      several(count, left, closes, open);
    }
    textLast = closes && beforeCloser(pair);
    if (closes || left && close != null && out.takes(SyntaxLiberty.ORPHAN_CLOSER, 15)) {
      if (!textLast && !rawLast) {
        beforeLiteral();
      }
      rawLast = false;
      out.literal(close);
      if (!pieces.closesBlock(close)
          && !textLast
          && !isFence(pair)
          && out.takes(SyntaxLiberty.DOUBLED_PAIR_CLOSER, 3)) {
        out.put(pick.of("", "\n") + close.text());
      }
    }
  }

  /** Whether a pair's opener begins with its closer: the closer alone may open another one. */
  private static boolean isFence(Pair pair) {
    Literal close = pair.close();
    return close != null && pair.open().text().startsWith(close.text());
  }

  /** Several calls with headers in one pair, or in several where a header needs its pair. */
  private void several(int count, boolean left, boolean closes, boolean open) {
    Pair pair = form.around().get(form.around().size() - 1);
    boolean needsPair = form.header().get(0) instanceof Field;
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      if (i > 0) {
        if (needsPair) {
          Literal close = pair.close();
          if (close != null && !out.takes(SyntaxLiberty.MISSING_PAIR_CLOSER, 15)) {
            beforeLiteral();
            out.literal(close);
          }
          out.whitespace();
          opener(pair, true);
        } else {
          out.whitespace();
        }
      }
      boolean lax = !left && (!last && !needsPair || closes || open);
      boolean lacking = lax && form.close() != null;
      call(left, lacking && out.takes(SyntaxLiberty.MISSING_CALL_CLOSER, 8), closes && last);
    }
  }

  /** Whitespace; only blanks behind a name, for which a line's end may have a meaning. */
  private void beforeLiteral() {
    if (nameLast) {
      out.blanks();
    } else {
      out.whitespace();
    }
    nameLast = false;
  }

  /** What may be in a pair behind its last call. Whether it is text. */
  private boolean beforeCloser(Pair pair) {
    boolean itself = form.close() != null || form.body() instanceof CallObject || isKeywords();
    boolean tag = pair.open().kind() == Literal.Kind.TAG && form.around().size() == 1;
    if (!tag
        || !itself
        || unclosed
        || BRACKETS.indexOf(out.text.charAt(out.text.length() - 1)) < 0) {
      return false;
    }
    if (out.takes(SyntaxLiberty.STRAY_IN_PAIR, 3)) {
      out.put(pick.of(",", "</function_invocation>", "\n</function_invocation>"));
    } else if (!out.inReasoning && !endsOpen && out.takes(SyntaxLiberty.TEXT_IN_PAIR, 3)) {
      out.content(pick.of("and", "W x w", "and a < b"));
      return true;
    }
    return false;
  }

  /** Whether calls begin with words, which count only at the start of a line. */
  boolean beginsWithWords() {
    return !form.around().isEmpty() && form.around().get(0).open().kind() == Literal.Kind.WORDS;
  }

  private void opener(Pair pair, boolean inner) {
    opened = true;
    boolean words = pair.open().kind() == Literal.Kind.WORDS;
    if (words && !out.text.isEmpty() && out.text.charAt(out.text.length() - 1) != '\n') {
      out.put("\n");
    }
    out.literal(pair.open());
    boolean named = inner && !form.header().isEmpty() && form.header().get(0) instanceof Field;
    if (!named || isKeywords()) {
      out.whitespace();
    } else if (out.takes(SyntaxLiberty.NEWLINE_BEFORE_NAME, 15)) {
      out.put(pick.of("\n", "\r\n"));
    } else if (out.takes(SyntaxLiberty.BLANKS_BEFORE_NAME, 15)) {
      out.blanks();
    }
  }

  /**
   * Writes a call with a header.
   *
   * @param declared whether its tool must be declared
   * @param open whether its closer is left out
   * @param pairCloses whether the closer of its pair follows
   */
  private void call(boolean declared, boolean open, boolean pairCloses) {
    unclosed = open;
    Part last = form.header().get(form.header().size() - 1);
    boolean openEnded = last instanceof Field || last instanceof Maybe;
    boolean needed = declared || form.around().isEmpty() || openEnded && !pairCloses;
    boolean known = needed || !undeclared();
    ToolTexts.Tool tool = known ? declared() : new ToolTexts.Tool("undeclared", Map.of());
    boolean sibling = known && parameters != null && SyntaxHeader.hasSibling(form.header());
    String id = null;
    if (sibling && out.takes(SyntaxLiberty.SIBLING_HEADER, 8)) {
      out.put(headers.sibling(form.header(), tool.name()));
    } else {
      List<Part> header = opened ? form.header() : SyntaxForms.behindMaybes(form.header());
      id = headers.call(header, tool.name());
    }
    opened = false;
    Literal close = form.close();
    String json;
    if (SyntaxForms.orObject(form) && out.takes(SyntaxLiberty.OBJECT_OF_PARAMETERS, 25)) {
      out.whitespace();
      json = object(close != null && !open);
    } else if (form.isTagged()) {
      if (openEnded) {
        openEnd(!known);
      } else {
        out.whitespace();
      }
      boolean inValue = close != null && !open && pairCloses;
      inValue = inValue && out.takes(SyntaxLiberty.MISSING_VALUE_CLOSER, 6);
      boolean any = openEnded && !pairCloses && !out.takes(SyntaxLiberty.NAME_AT_END, 5);
      boolean sign = close != null ? !open : pairCloses;
      any |= !sign && (needsDeclared || SyntaxForms.needsDeclared(form));
      json =
          elements != null
              ? elements.parameters(tool, any, inValue)
              : Objects.requireNonNull(parameters).parameters(tool, any, inValue);
      unclosed |= inValue;
    } else if (form.raw() != null && known && pairCloses && pick.chance(50)) {
      json = raw(tool, form.raw());
    } else {
      out.known &= form.raw() == null || tool.name().indexOf(' ') < 0;
      if (!openEnded || out.takes(SyntaxLiberty.NEWLINE_BEFORE_ARGUMENTS, 10)) {
        out.whitespace();
      } else {
        out.blanks();
      }
      json = arguments(tool, known || !openEnded, !open && (close != null || pairCloses));
    }
    if (close != null && !open) {
      out.literal(close);
    }
    nameLast = openEnded && json.equals("{}") && close == null;
    out.expected.addCall(tool.name(), json, id);
  }

  /** What ends a name that no literal ends, if it must be a line's end, and whitespace. */
  private void openEnd(boolean newline) {
    if (out.takes(SyntaxLiberty.CRLF_BEHIND_NAME, 5)) {
      out.put("\r\n");
    } else if (newline || pick.chance(60)) {
      out.put(pick.of("\n", "\n", " \n"));
    } else {
      out.blanks();
      return;
    }
    out.whitespace();
  }

  /** Raw text in place of arguments: the value of a parameter, up to the closer of the pair. */
  private String raw(ToolTexts.Tool tool, String key) {
    int types = tool.parameters().getOrDefault(key, 0);
    ValueTexts.Value value = ValueTexts.next(pick, types, markers);
    String bare = ReferenceValue.trimmed(value.raw());
    // A marker may end it, and an object or nothing is no raw text.
    out.known &= tool.name().indexOf(' ') < 0 && bare.indexOf('<') < 0;
    out.known &= !bare.isEmpty() && !bare.startsWith("{") && value.json() != null;
    // Blanks behind the name are the first of the value.
    out.known &= !Blanks.ws(out.text.charAt(out.text.length() - 1));
    out.put(pick.of(" ", " ", " ", "\n", "\r\n") + value.raw());
    out.put(value.raw().endsWith("\r") ? "\r\n" : pick.of("\n", "\n", "\r\n"));
    rawLast = true;
    return "{" + ReferenceValue.string(key) + ':' + value.json() + '}';
  }

  /** An object in place of the parameters. */
  private String object(boolean closes) {
    String json = objects.arguments();
    if (closes && out.takes(SyntaxLiberty.DROPPED_BRACKETS, DROPPED_BRACKETS)) {
      dropBrackets();
    }
    out.whitespace();
    return json;
  }

  /** Arguments behind a header; none in a few cases, where a closer follows. */
  private String arguments(ToolTexts.Tool tool, boolean mayBeNone, boolean closes) {
    if (mayBeNone && closes && out.takes(SyntaxLiberty.NO_ARGUMENTS, 5)) {
      return "{}";
    }
    List<Pair> fences = ((Arguments) form.body()).fences();
    boolean fenced = !fences.isEmpty() && !out.takes(SyntaxLiberty.OMITTED_FENCE, 20);
    Pair fence = fenced ? pick.of(fences.toArray(Pair[]::new)) : null;
    if (fence != null) {
      out.literal(fence.open());
      out.whitespace();
    }
    Literal quote = ((Arguments) form.body()).quote();
    String json = quote == null ? objects.arguments() : quoted(quote, tool);
    if ((closes || fence != null) && out.takes(SyntaxLiberty.DROPPED_BRACKETS, DROPPED_BRACKETS)) {
      dropBrackets();
    }
    out.whitespace();
    Literal close = fence == null ? null : fence.close();
    if (close != null && !(closes && out.takes(SyntaxLiberty.MISSING_FENCE_CLOSER, 8))) {
      out.literal(close);
      out.whitespace();
    }
    return json;
  }

  private String quoted(Literal quote, ToolTexts.Tool tool) {
    SyntaxQuotedTexts object = new SyntaxQuotedTexts(out, quote, tool);
    object.write();
    return object.meant();
  }

  /** Calls as Python spells them; a list where they are one. */
  private void keywords(int count, boolean bare, boolean closes) {
    unclosed = false;
    boolean list = form.between() == CallForm.Between.COMMA_IN_BRACKETS;
    boolean array = list && (bare || !out.takes(SyntaxLiberty.NO_BRACKETS, 10));
    out.put(array ? "[" : "");
    if (array) {
      out.whitespace();
    }
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.put(array ? pick.of(",", ", ", ", ", ",\n") : pick.of("\n", "\n", " "));
      }
      boolean undeclared = !bare && (names().isEmpty() || undeclared());
      ToolTexts.Tool tool = new ToolTexts.Tool("undeclared", Map.of());
      if (!undeclared) {
        tool = names().get(pick.below(names().size()));
      }
      SyntaxKeywordTexts call = new SyntaxKeywordTexts(out, markers);
      call.call(tool);
      out.expected.addCall(tool.name(), call.meant(), null);
      if (out.takes(SyntaxLiberty.EXTRA_BRACES, 4)) {
        out.put(")");
      }
    }
    if (array) {
      out.put(pick.of("", "", "", " ", ","));
      out.put(!closes || pick.chance(90) ? "]" : "");
    }
  }

  private void objects(int count, boolean closes) {
    unclosed = false;
    out.inArray = false;
    boolean list = form.between() == CallForm.Between.COMMA_IN_BRACKETS;
    boolean array = list && out.takes(SyntaxLiberty.ARRAY, count > 1 ? 50 : 10);
    out.put(array ? "[" : "");
    if (array) {
      out.whitespace();
    }
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.whitespace();
        out.put(array && pick.chance(85) ? "," : "");
        out.whitespace();
      }
      boolean bare = SyntaxForms.bareInside(form);
      String name = bare ? declared().name() : next().name();
      objects.call(((CallObject) form.body()).shape(), name, bare);
      boolean drops = !array && closes && i == count - 1;
      if (out.takes(SyntaxLiberty.EXTRA_BRACES, 8)) {
        out.whitespace();
        out.put("}".repeat(pick.from(1, 2)));
      } else if (drops && out.takes(SyntaxLiberty.DROPPED_BRACKETS, DROPPED_BRACKETS)) {
        dropBrackets();
      }
    }
    if (array) {
      out.whitespace();
      out.inArray = !pick.chance(90);
      out.put(out.inArray ? "" : "]");
    }
  }

  /** Takes away closing brackets at the end of the text, which a closer then closes. */
  private void dropBrackets() {
    unclosed = true;
    int end = out.text.length();
    int from = end;
    while ("}]".indexOf(out.text.charAt(from - 1)) >= 0) {
      from--;
    }
    from = pick.from(from, end);
    String rest = out.text.substring(0, from).stripTrailing();
    if (!rest.endsWith(":") && !rest.endsWith("{")) {
      out.text.setLength(from);
    }
  }

  private ToolTexts.Tool next() {
    return undeclared() ? new ToolTexts.Tool("undeclared", Map.of()) : declared();
  }

  private boolean undeclared() {
    return !needsDeclared && out.takes(SyntaxLiberty.UNDECLARED_TOOL, 10);
  }

  private ToolTexts.Tool declared() {
    List<ToolTexts.Tool> tools = out.tools.tools();
    return tools.get(pick.below(tools.size()));
  }
}
