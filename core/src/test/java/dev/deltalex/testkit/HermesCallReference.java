package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.END;
import static dev.deltalex.testkit.MarkerLook.NO;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import java.util.Set;

/** The reference for one call written as a JSON object: from its '{' to where it ends or fails. */
final class HermesCallReference extends JsonStringsReference {
  private static final Set<String> ARGUMENTS_KEYS = Set.of("arguments", "parameters", "args");
  private static final Set<String> BARE_KEYS =
      Set.of("name", "arguments", "parameters", "args", "id", "type", "function", "tool_call_id");

  private final JsonReference outside;
  private final int length;
  private final EventLog log;
  private final MarkerLook look;

  private final int holdStart;
  private final int openerAt;
  private final int edge;

  /** The name of the tool whose arguments are all that there is, or empty. */
  private final String argumentsOf;

  private boolean firstKey = true;
  private boolean nameSeen;
  private boolean argumentsSeen;

  private int pos;

  private boolean wrapperClosed;
  private Outcome outcome = Outcome.OVER;
  private boolean ended;

  /** Index of the last char that was asked whether a closer came there as its token. */
  private int asked = -1;

  HermesCallReference(
      JsonReference outside, int holdStart, int openerAt, int braceAt, JsonReference.Kind kind) {
    super(
        outside.input,
        new JsonCallLog(outside.input, outside.calls, outside.log),
        braceAt,
        kind == JsonReference.Kind.BARE);
    this.outside = outside;
    length = outside.length;
    log = outside.log;
    look = new MarkerLook(outside.input);
    this.holdStart = holdStart;
    this.openerAt = openerAt;
    boolean named = kind == JsonReference.Kind.ARGUMENTS;
    argumentsOf = named ? outside.options().namedTool() : "";
    edge = Math.max(holdStart + limits.maxBufferedChars(), braceAt + 1);
  }

  int pos() {
    return pos;
  }

  /** Whether the call's wrapper was closed with it. */
  boolean wrapperClosed() {
    return wrapperClosed;
  }

  Outcome read() {
    i = braceAt + 1;
    if (!argumentsOf.isEmpty()) {
      i = braceAt;
      at = At.ARGUMENTS;
      call.begin(i);
      call.commit(argumentsOf, i);
    }
    while (!ended) {
      if (i == length) {
        end();
      } else if (!call.committed() && i >= edge) {
        overflow();
      } else if (asked == i || !closedByToken()) {
        step(text.charAt(i));
        call.say();
      }
    }
    return outcome;
  }

  private void overflow() {
    log.diagnostic(Diagnostic.BUFFER_LIMIT, holdStart);
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

  @Override
  boolean keyMayGoOn(String soFar) {
    if (!bare || !firstKey || BARE_KEYS.stream().anyMatch(known -> known.startsWith(soFar))) {
      return true;
    }
    notACall(i);
    return false;
  }

  @Override
  void keyEnded() {
    at = At.COLON;
    if (bare && firstKey && !BARE_KEYS.contains(key)) {
      notACall(i);
      return;
    }
    firstKey = false;
    if (key.equals("name")) {
      rival(nameSeen);
      nameSeen = true;
    } else if (ARGUMENTS_KEYS.contains(key)) {
      rival(argumentsSeen);
      argumentsSeen = true;
    }
  }

  /** A key that was given before, in its own or a rival spelling, is skipped. */
  private void rival(boolean seen) {
    if (!seen) {
      return;
    }
    key = "\\";
    call.duplicate(keyAt);
  }

  @Override
  void value(char c) {
    valueAt = i;
    boolean missing = c == ',' || c == '}' || c == ']';
    if (key.equals("name")) {
      if (c != '"' && c != '\'') {
        notACall(i);
        return;
      }
      quote = c;
      at = At.NAME;
      i++;
    } else if (missing) {
      at = At.NEXT;
    } else if (ARGUMENTS_KEYS.contains(key)) {
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
    while (p < length && p < edge && !JsonTokens.delimiter(text.charAt(p))) {
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
    if (!nameKnown || bare && !argumentsSeen) {
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
    boolean inString = call.committed() && inString(call.arguments()) && outside.ownCallsAreJson();
    int closer = inString ? look.window(i, limits.maxHeldChars()).callCloserToken(i) : NO;
    if (closer < 0) {
      return false;
    }
    int follows = look.behindCallCloserToken(closer);
    if (follows == MarkerLook.OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, i);
    }
    if (follows == END && outside.input.cancelled()) {
      end();
      return true;
    }
    if (follows < 0 && follows != END) {
      return false;
    }
    closeOver(i, closer);
    return true;
  }

  /** The call ends with what is open in it; reading goes on at {@code then}. */
  private void closeOver(int where, int then) {
    call.arguments().closeAll(true);
    log.diagnostic(Diagnostic.RECOVERED, where);
    close(true, where);
    wrapperClosed = true;
    pos = then;
  }

  @Override
  boolean beginsMarker(char c) {
    return c == '<';
  }

  @Override
  boolean marker() {
    if (!outside.ownCallsAreJson()) {
      stray();
      return true;
    }
    look.window(i, call.committed() ? Integer.MAX_VALUE - i : edge - i);
    int closer = look.tag(i, "</tool_call", '>');
    int opener = look.tag(i, "<tool_call", '>');
    int verdict = MarkerLook.best(closer, opener);
    if (verdict == NO) {
      stray();
    } else if (verdict == END) {
      end();
    } else if (verdict < 0) {
      overflow();
    } else if (!call.committed() && opener >= 0) {
      notACall(i);
    } else if (call.committed() || provenWithout(i)) {
      closeOver(i, closer >= 0 ? closer : i);
    }
    return true;
  }

  private void stray() {
    if (at == At.ARGUMENTS) {
      call.arguments().feed('<');
    } else if (at == At.SKIPPED) {
      skipped.feed('<');
    }
    i++;
  }

  /** The text ended. */
  private void end() {
    end(Outcome.OVER, length);
    FinishReason reason = outside.input.reason();
    if (reason == FinishReason.CANCELLED) {
      call.say();
      call.leave();
    } else if (call.committed()) {
      endOfCall(reason == FinishReason.STOP);
    } else if (bare) {
      notACall(length);
    } else if (reason == FinishReason.STOP && nameKnown && !argumentsSeen && !midway()) {
      if (commit(length)) {
        log.diagnostic(Diagnostic.RECOVERED, length);
        close(true, length);
        outcome = Outcome.OVER;
      }
    } else {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, openerAt);
    }
  }

  private void endOfCall(boolean stop) {
    ParserOptions options = outside.input.options();
    LenientJsonReference arguments = call.arguments();
    boolean cut = call.begun() && arguments.cut();
    if (!stop && call.begun() && arguments.drops()) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, length);
    }
    if (stop || options.truncation() == ParserOptions.Truncation.CLOSE) {
      arguments.closeAll(stop);
    }
    if (stop) {
      log.diagnostic(Diagnostic.RECOVERED, length);
    }
    close(stop && (!cut || options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL), length);
    outcome = Outcome.OVER;
  }
}
