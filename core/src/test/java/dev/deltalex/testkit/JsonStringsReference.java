package dev.deltalex.testkit;

import dev.deltalex.Limits;

/**
 * The reference for the strings of a call that is a JSON object: its name, and arguments that are a
 * string of their text.
 */
abstract class JsonStringsReference extends JsonObjectReference {
  final Limits limits;
  final JsonCallLog call;

  /** Index of the object's left bracket. */
  final int braceAt;

  /** Whether the object has no markers, so that only a declared tool makes it a call. */
  final boolean bare;

  /** Index of the first char of the value that is read. */
  int valueAt;

  final StringBuilder name = new StringBuilder();
  boolean nameKnown;

  /** Whether the text that was decoded last ends with its string. */
  private boolean wrapperEnds;

  JsonStringsReference(ReferenceInput input, JsonCallLog call, int braceAt, boolean bare) {
    super(input);
    limits = input.limits();
    this.call = call;
    this.braceAt = braceAt;
    this.bare = bare;
  }

  /** It is text up to {@code deciding}. */
  abstract void notACall(int deciding);

  /** Opens the call; if it may not be one, it is text up to {@code deciding}. */
  final boolean commit(int deciding) {
    if (call.commit(name.toString(), braceAt)) {
      return true;
    }
    notACall(deciding);
    return false;
  }

  // ---- the name

  final void name(char c) {
    boolean full = i - valueAt - 1 >= limits.maxNameChars();
    if (escape.open() && !escape.takes(c)) {
      name.append(escape.take());
    }
    if (escape.open() && !full) {
      if (escape.add(c)) {
        name.append(JsonEscape.meaning(escape.take()));
      }
      i++;
      return;
    }
    if (c == quote && !escape.open() && i > valueAt + 1) {
      nameEnded();
    } else if (c == quote && !escape.open() || full) {
      notACall(i);
    } else {
      if (c == '\\') {
        escape.begin();
      } else {
        name.append(c);
      }
      i++;
    }
  }

  /** Takes the name from a key as it is written. */
  final void decode(String written) {
    JsonEscape read = new JsonEscape();
    for (int k = 0; k < written.length(); k++) {
      char c = written.charAt(k);
      if (read.open() && read.takes(c)) {
        if (read.add(c)) {
          name.append(JsonEscape.meaning(read.take()));
        }
        continue;
      }
      name.append(read.take());
      if (c == '\\') {
        read.begin();
      } else {
        name.append(c);
      }
    }
    name.append(read.take());
  }

  private void nameEnded() {
    at = At.NEXT;
    i++;
    if (bare && !ReferenceCall.declared(input.tools(), name.toString())) {
      notACall(i);
      return;
    }
    nameKnown = true;
    if (call.begun()) {
      commit(i - 1);
    }
  }

  // ---- arguments in a string

  final void wrapped(char c) {
    if (escape.open()) {
      if (escape.takes(c)) {
        if (!escape.add(c) || unwrapped(JsonEscape.meaning(escape.take()), true)) {
          i++;
        }
        return;
      }
      String literal = escape.take();
      for (int k = 0; k < literal.length(); k++) {
        if (!unwrapped(literal.charAt(k), false)) {
          return;
        }
      }
    }
    if (c == '"') {
      wrappedEnded();
      i++;
    } else if (c == '\\') {
      escape.begin();
      i++;
    } else if (unwrapped(c, false)) {
      i++;
    }
  }

  private void wrappedEnded() {
    at = At.NEXT;
    if (call.begun() && !call.arguments().done()) {
      call.arguments().closeAll(true);
      call.noteBeyond();
    }
  }

  /** A decoded char of the text that the arguments were wrapped in. False: this is no call. */
  private boolean unwrapped(char c, boolean escaped) {
    if (call.begun()) {
      if (call.arguments().mayEndString(c)) {
        String rest = decodedFrom(i + 1);
        boolean cancelled = input.cancelled() && !wrapperEnds;
        QuoteReference quoted =
            new QuoteReference('"' + rest, 0, limits.maxHeldChars(), cancelled, p -> SyntaxLook.NO);
        QuoteReference.Verdict verdict = quoted.in(call.arguments().place());
        call.arguments().feedQuote(verdict);
        i = verdict == QuoteReference.Verdict.OPEN ? text.length() : i;
        return verdict != QuoteReference.Verdict.OPEN;
      }
      if (!call.arguments().done()) {
        call.arguments().feed(c);
      } else if (!Blanks.ws(c)) {
        call.noteBeyond();
      }
      return true;
    }
    if (Blanks.ws(c)) {
      return true;
    }
    if (c != '{') {
      notACall(i);
      return false;
    }
    call.begin(escaped ? i - 5 : i);
    if (nameKnown && !commit(i)) {
      return false;
    }
    call.arguments().feed(c);
    return true;
  }

  /** The text of the string from {@code p} on, at most as many chars as may be held. */
  private String decodedFrom(int p) {
    StringBuilder rest = new StringBuilder();
    JsonEscape read = new JsonEscape();
    wrapperEnds = false;
    for (int q = p; q < text.length() && rest.length() < limits.maxHeldChars(); q++) {
      char c = text.charAt(q);
      if (read.open() && read.takes(c)) {
        if (read.add(c)) {
          rest.append(JsonEscape.meaning(read.take()));
        }
        continue;
      }
      rest.append(read.take());
      if (c == '"') {
        wrapperEnds = true;
        break;
      }
      if (c == '\\') {
        read.begin();
      } else {
        rest.append(c);
      }
    }
    return rest.toString();
  }
}
