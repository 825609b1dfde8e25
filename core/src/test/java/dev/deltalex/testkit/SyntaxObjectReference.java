package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Keywords;
import dev.deltalex.syntax.Literal;
import org.jspecify.annotations.Nullable;

/**
 * The reference for one call written as JSON: an object that describes it, or its arguments behind
 * a header; from its brace to where it ends or fails.
 *
 * <ul>
 *   <li>Outside of strings the closers of the call close it with all that is open in it; an opener
 *       does, too, and is read again. Before the call is proven such an opener makes it text.
 *   <li>A closer that came as its token inside a string counts if the text ends behind it or what
 *       may follow such a closer does.
 * </ul>
 */
final class SyntaxObjectReference extends JsonStringsReference {
  /** More than any level. */
  static final int NONE = 30;

  private final SyntaxReference outside;
  private final SyntaxAnnounced announced;
  private final int length;
  private final EventLog log;
  private final SyntaxForms forms;
  private final SyntaxLook look;
  private final SyntaxKeys keys;
  private final SyntaxJsonMarkers markers;
  private final int edge;

  /** The tool whose arguments are all that there is, or empty. */
  private final String argumentsOf;

  private int pos;
  private int closedLevel = NONE;

  /** The place of the fence around the arguments, or -1. */
  private int fence = -1;

  private Outcome outcome = Outcome.OVER;
  private boolean ended;

  /** Index of the last char that was asked whether a closer came there as its token. */
  private int asked = -1;

  SyntaxObjectReference(SyntaxReference outside, SyntaxAnnounced announced) {
    super(
        outside.input,
        new JsonCallLog(outside.input, outside.calls, outside.log),
        announced.opening() == null ? announced.bodyAt() : announced.opening().headerAt(),
        isBare(announced));
    this.outside = outside;
    this.announced = announced;
    length = outside.length;
    log = outside.log;
    forms = new SyntaxForms(outside.syntax, outside.input);
    look = forms.look();
    keys = new SyntaxKeys(announced.form(), announced.kind() == SyntaxReference.Kind.ELEMENT);
    markers = new SyntaxJsonMarkers(forms, announced, outside.syntax);
    argumentsOf = announced.argumentsOf(outside.options());
    edge = Math.max(announced.holdStart() + limits.maxBufferedChars(), announced.bodyAt() + 1);
  }

  /** Whether it has no markers, or only such as other text has. */
  private static boolean isBare(SyntaxAnnounced announced) {
    CallForm form = announced.form();
    boolean forced = announced.kind() == SyntaxReference.Kind.ELEMENT;
    boolean inside = !forced && form != null && SyntaxForms.bareInside(form);
    return inside || announced.kind() == SyntaxReference.Kind.BARE;
  }

  int pos() {
    return pos;
  }

  /** The outermost level that was closed, or {@link #NONE}. */
  int closedLevel() {
    return closedLevel;
  }

  /** The level of the fence around the arguments as a bit, or 0 if they have none. */
  int fenceBit() {
    CallForm form = announced.form();
    return fence < 0 || form == null ? 0 : 1 << form.around().size() + 1 + fence;
  }

  Outcome read() {
    i = announced.bodyAt() + 1;
    if (!argumentsOf.isEmpty() && !argumentsOnly()) {
      return outcome;
    }
    while (!ended) {
      boolean full = !call.committed() && i >= edge;
      if (i == length && !(full && edge < length)) {
        end();
      } else if (full) {
        overflow();
      } else if (asked == i || !closedByToken()) {
        step(text.charAt(i));
        call.say();
      }
    }
    return outcome;
  }

  /** Goes to the arguments' brace. False: there is none, and the call is read. */
  private boolean argumentsOnly() {
    look.window(0, Integer.MAX_VALUE);
    i = Blanks.past(text, announced.bodyAt());
    CallForm fenced = announced.opening() == null ? null : announced.form();
    fence = fenced == null ? -1 : Math.max(-1, forms.fence(i, fenced));
    if (fence >= 0) {
      markers.inFence(fence);
      i = text.indexOf('{', i);
    }
    if (!call.commit(argumentsOf, braceAt)) {
      return false;
    }
    if (i < length && text.charAt(i) == '{') {
      call.begin(i);
      if (fenced != null && SyntaxForms.orObject(fenced)) {
        // The header opens the object.
        call.begunAt(announced.bodyAt() - 1);
      }
      at = At.ARGUMENTS;
      if (quote() != null) {
        ToolSet tools = outside.input.tools();
        int tool = ReferenceCall.ordinal(tools, argumentsOf);
        call.json().quoted(key -> typesOf(tools, tool, key), outside.input.options());
      }
      return true;
    }
    if (opensPython()) {
      call.beginPython(i);
      at = At.ARGUMENTS;
      i++;
      return true;
    }
    pos = i;
    look.window(0, Integer.MAX_VALUE);
    boolean another = i < length && markers.opener(i) >= 0;
    if (i == length || another) {
      log.diagnostic(Diagnostic.RECOVERED, i);
    }
    if (another) {
      closedLevel = markers.level();
    }
    // The brace takes the place of the last char before the closer.
    call.emptyAt(i - 1);
    int closer = i == length ? NO : markers.closer(i);
    SyntaxOpening opening = announced.opening();
    boolean inPairs = opening != null && !outside.syntax.isMessage(opening.form());
    if (closer >= 0 && inPairs && (outside.levelsOf(opening) & 1 << markers.level()) == 0) {
      // The closer of a pair that is missing closes all that is open.
      boolean own = opening.form().close() != null;
      if (!own || markers.level() < opening.form().around().size()) {
        log.diagnostic(Diagnostic.RECOVERED, i);
        pos = closer;
        closedLevel = markers.level();
      }
    }
    close(true, i);
    outcome = i == length ? Outcome.OVER : outcome;
    return false;
  }

  private boolean opensPython() {
    CallForm form = announced.opening() == null ? null : announced.form();
    return form != null && form.body() instanceof Keywords;
  }

  private static int typesOf(ToolSet tools, int tool, String key) {
    for (int k = 0; tool >= 0 && k < tools.parameterCount(tool); k++) {
      if (ReferenceValue.escaped(tools.parameterName(tool, k)).equals(key)) {
        return tools.parameterTypes(tool, k);
      }
    }
    return tools.parameterTypes(tool, -1);
  }

  /** The literal around strings of arguments behind a header, if they are not JSON. */
  private @Nullable Literal quote() {
    CallForm form = announced.opening() == null ? null : announced.form();
    return form != null && form.body() instanceof Arguments arguments ? arguments.quote() : null;
  }

  @Override
  int delimiter(int p) {
    Literal quote = quote();
    look.window(p, Integer.MAX_VALUE - p);
    return quote == null ? NO : look.literal(p, quote);
  }

  @Override
  void cutLiteral() {
    end();
  }

  @Override
  boolean outgrows(int furthest) {
    boolean full = !call.committed() && furthest >= edge && edge < length;
    if (full) {
      overflow();
    }
    return full;
  }

  private void overflow() {
    log.diagnostic(Diagnostic.BUFFER_LIMIT, announced.holdStart());
    notACall(edge);
  }

  private void end(Outcome what, int at) {
    outcome = what;
    pos = at;
    ended = true;
  }

  @Override
  void notACall(int deciding) {
    end(Outcome.TEXT, deciding);
  }

  private void step(char c) {
    switch (at) {
      case KEY_STRING -> keyString(c);
      case NAME -> name(c);
      case WRAPPED -> wrapped(c);
      case ARGUMENTS -> arguments(c);
      case SKIPPED -> skipped(c);
      case KEY_TOKEN -> keyToken(c);
      default -> structure(c);
    }
  }

  // ---- keys

  @Override
  boolean keyMayGoOn(String soFar) {
    if (!bare || keys.mayBegin(soFar)) {
      return true;
    }
    notACall(i);
    return false;
  }

  @Override
  void keyEnded() {
    at = At.COLON;
    if (bare && !keys.mayBe(key)) {
      notACall(i);
      return;
    }
    if (keys.isNameNext() && !nameAsKey(key)) {
      notACall(i);
      return;
    }
    if (!keys.isKnown(key)) {
      call.unknown(keyAt);
    }
    if (keys.repeats(key)) {
      key = "\\";
      call.duplicate(keyAt);
    }
  }

  /** The key is the tool's name. Whether it may be one. */
  private boolean nameAsKey(String written) {
    if (written.isEmpty() || written.length() > limits.maxNameChars()) {
      return false;
    }
    decode(written);
    nameKnown = true;
    key = SyntaxKeys.ARGUMENTS;
    return true;
  }

  @Override
  void value(char c) {
    valueAt = i;
    boolean missing = c == ',' || c == '}' || c == ']';
    if (keys.isName(key)) {
      if (c != '"' && c != '\'') {
        notACall(i);
        return;
      }
      quote = c;
      at = At.NAME;
      i++;
    } else if (missing) {
      at = At.NEXT;
    } else if (keys.isArguments(key)) {
      argumentsBegin(c);
    } else {
      skipped = new LenientJsonReference(limits);
      at = At.SKIPPED;
    }
  }

  // ---- the arguments

  private void argumentsBegin(char c) {
    if (c == '{') {
      call.begin(i);
      at = At.ARGUMENTS;
      if (!nameKnown || commit(i)) {
        arguments(c);
      }
    } else if (c == '"') {
      at = At.WRAPPED;
      i++;
    } else if (c == '\'' || c == '[') {
      notACall(i);
    } else {
      argumentsToken();
    }
  }

  /** A bare token as the arguments: null is none, anything else no call. */
  private void argumentsToken() {
    int p = i;
    while (p < length && p < edge && !JsonTokens.delimiter(text.charAt(p), edges())) {
      p++;
    }
    if (p < length && p >= edge) {
      overflow();
      return;
    }
    String token = text.substring(i, p);
    i = p;
    if (p == length) {
      end();
    } else if (JsonTokens.isNull(token)) {
      at = At.NEXT;
    } else {
      notACall(p);
    }
  }

  private void arguments(char c) {
    if (!fed(call.arguments(), c) || !call.arguments().done()) {
      return;
    }
    at = At.NEXT;
    if (!argumentsOf.isEmpty()) {
      close(true, i - 1);
      pos = i;
    }
  }

  // ---- proof and end

  @Override
  void brace() {
    if (call.committed() || provenWithout(i)) {
      close(true, i);
      pos = i + 1;
    }
  }

  /** Whether it is a call without arguments; if not, it is text from here. */
  private boolean provenWithout(int deciding) {
    if (!nameKnown || bare && !keys.argumentsSeen()) {
      notACall(deciding);
      return false;
    }
    return commit(deciding);
  }

  private void close(boolean complete, int where) {
    call.close(complete, where);
    end(Outcome.CALL, pos);
  }

  /**
   * A closer that came as its token inside a string of an open call ends the string and the call if
   * what follows may follow a call. Whether it does, or the text ends before that can be told.
   */
  private boolean closedByToken() {
    asked = i;
    if (!call.committed() || !inString(call.arguments())) {
      return false;
    }
    look.window(i, limits.maxHeldChars());
    int closer = markers.closerToken(i);
    if (closer < 0) {
      return false;
    }
    int follows = forms.behindCloser(closer, markers.form(), markers.level());
    if (follows == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, i);
    }
    if (follows == END && outside.input.cancelled()) {
      end();
      return true;
    }
    if (follows < 0 && follows != END) {
      return false;
    }
    closeOver(i, closer, markers.level());
    return true;
  }

  /** The call ends with what is open in it; reading goes on at {@code then}. */
  private void closeOver(int where, int then, int level) {
    call.arguments().closeAll(true);
    log.diagnostic(Diagnostic.RECOVERED, where);
    close(true, where);
    closedLevel = level;
    pos = then;
  }

  @Override
  int closerBehindQuote(int p) {
    int room = Math.min(limits.maxHeldChars(), call.committed() ? Integer.MAX_VALUE - i : edge - i);
    look.window(i, room);
    return markers.closer(p);
  }

  @Override
  boolean beginsMarker(char c) {
    return c == '<' || markers.mayBegin(c);
  }

  @Override
  boolean marker() {
    look.window(i, call.committed() ? Integer.MAX_VALUE - i : edge - i);
    int closer = markers.closer(i);
    int level = markers.level();
    int opener = closer >= 0 ? NO : markers.opener(i);
    int verdict = best(closer, opener);
    if (verdict == NO) {
      return stray();
    }
    if (verdict == END) {
      end();
    } else if (verdict < 0) {
      overflow();
    } else if (!call.committed() && opener >= 0) {
      notACall(i);
    } else if (call.committed() || provenWithout(i)) {
      closeOver(i, closer >= 0 ? closer : i, closer >= 0 ? level : markers.level());
    }
    return true;
  }

  /** A char that is none of JSON's own, and with which a marker may begin, is discarded. */
  private boolean stray() {
    if (edges().indexOf(text.charAt(i)) < 0) {
      return false;
    }
    if (at == At.ARGUMENTS) {
      call.arguments().feed(text.charAt(i));
    } else if (at == At.SKIPPED) {
      skipped.feed(text.charAt(i));
    }
    i++;
    return true;
  }

  /** The chars that are no data outside of strings, because markers begin with them. */
  @Override
  String edges() {
    return '<' + markers.firstChars().replaceAll("[\\[\\]{},:\"']", "");
  }

  /** The text ended. */
  private void end() {
    end(Outcome.OVER, length);
    FinishReason reason = outside.input.reason();
    if (reason == FinishReason.CANCELLED) {
      call.say();
      call.leave();
    } else if (call.committed()) {
      cutScalar();
      endOfCall(reason == FinishReason.STOP);
    } else if (bare) {
      notACall(length);
    } else if (reason == FinishReason.STOP && nameKnown && !keys.argumentsSeen() && !midway()) {
      if (commit(length)) {
        log.diagnostic(Diagnostic.RECOVERED, length);
        close(true, length);
        outcome = Outcome.OVER;
      }
    } else {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, announced.openerAt());
    }
  }

  /**
   * The text may end with the beginning of a literal behind raw text or a bare scalar: longer than
   * {@code </} it ends them, else it is text.
   */
  private void cutScalar() {
    ArgumentsReference arguments = call.arguments();
    if (!arguments.isQuoted() || i == length) {
      return;
    }
    arguments.endKey();
    if (length - i > 2) {
      arguments.endScalar();
      return;
    }
    while (i < length && (arguments.inRawText() || arguments.inToken())) {
      arguments.feed(text.charAt(i++));
    }
  }

  private void endOfCall(boolean stop) {
    ParserOptions options = outside.input.options();
    ArgumentsReference arguments = call.arguments();
    boolean cut = call.begun() && arguments.cut();
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    boolean complete = stop && (all || !cut);
    if (complete) {
      log.diagnostic(Diagnostic.RECOVERED, length);
    } else if (call.begun() && arguments.drops()) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, length);
    }
    if (complete || options.truncation() == ParserOptions.Truncation.CLOSE) {
      arguments.closeAll(complete);
    }
    close(complete, length);
    outcome = Outcome.OVER;
  }
}
