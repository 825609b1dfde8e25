package dev.deltalex.testkit;

/** The reference for a JSON object of which only some values matter: keys and what is skipped. */
abstract class JsonObjectReference {
  /** What became of it. */
  enum Outcome {
    /** A call that closed. */
    CALL,
    /** Text up to where it failed. */
    TEXT,
    /** The text of the response ended inside, and all that there is to say was said. */
    OVER
  }

  /** What is read. */
  enum At {
    /** A key comes, or the end. */
    KEY,
    /** A key in quotes. */
    KEY_STRING,
    /** A bare key. */
    KEY_TOKEN,
    /** A colon comes. */
    COLON,
    /** A value comes. */
    VALUE,
    /** A string that matters. */
    NAME,
    /** An object that matters. */
    ARGUMENTS,
    /** The same as a string of its text. */
    WRAPPED,
    /** A value that does not matter. */
    SKIPPED,
    /** A comma comes, or the end. */
    NEXT
  }

  final ReferenceInput input;
  final String text;
  At at = At.KEY;

  /** Index of the char that is read. */
  int i;

  char quote;
  final JsonEscape escape = new JsonEscape();
  String key = "";
  int keyAt;
  LenientJsonReference skipped;

  JsonObjectReference(ReferenceInput input) {
    this.input = input;
    text = input.text();
    skipped = new LenientJsonReference(input.limits());
  }

  /** The chars that are no data outside of strings, because markers begin with them. */
  abstract String edges();

  abstract void keyEnded();

  /** Whether a key that begins so may be one, of the object that is read. */
  abstract boolean keyMayGoOn(String soFar);

  abstract void value(char c);

  /** A bracket that closes the object. */
  abstract void brace();

  /** Whether a marker may begin with this char; '<' is never data outside of strings. */
  abstract boolean beginsMarker(char c);

  /**
   * A marker may begin at {@link #i}, outside of strings. Whether that was dealt with; if not, the
   * char is one of the object's.
   */
  abstract boolean marker();

  final void structure(char c) {
    if (beginsMarker(c) && marker()) {
      return;
    }
    boolean stray =
        switch (at) {
          case KEY -> ",:{[".indexOf(c) >= 0;
          case COLON -> false;
          default -> c == ':';
        };
    if (stray || c <= ' ') {
      i++;
      return;
    }
    switch (at) {
      case KEY -> key(c);
      case COLON -> {
        at = At.VALUE;
        i += c == ':' ? 1 : 0;
      }
      case VALUE -> value(c);
      default -> next(c);
    }
  }

  private void next(char c) {
    if (c == '}' || c == ']') {
      brace();
      return;
    }
    at = At.KEY;
    i += c == ',' ? 1 : 0;
  }

  private void key(char c) {
    if (c == '}' || c == ']') {
      brace();
      return;
    }
    keyAt = i;
    if (c == '"' || c == '\'') {
      quote = c;
      at = At.KEY_STRING;
      i++;
    } else {
      at = At.KEY_TOKEN;
    }
  }

  final void keyString(char c) {
    if (c == quote && !escape.open()) {
      key = text.substring(keyAt + 1, i);
      i++;
      keyEnded();
      return;
    }
    if (!keyMayGoOn(text.substring(keyAt + 1, i + 1))) {
      return;
    }
    if (escape.open()) {
      escape.take();
    } else if (c == '\\') {
      escape.begin();
    }
    i++;
  }

  final void keyToken(char c) {
    if (JsonTokens.delimiter(c, edges())) {
      key = text.substring(keyAt, i);
      keyEnded();
    } else if (keyMayGoOn(text.substring(keyAt, i + 1))) {
      i++;
    }
  }

  final void skipped(char c) {
    if (!fed(skipped, c)) {
      return;
    }
    if (skipped.done()) {
      at = At.NEXT;
    }
  }

  /** Feeds {@code c} unless it ends a token that is the whole value, or begins a marker. */
  final boolean fed(ArgumentsReference json, char c) {
    json.edges(edges());
    if (json.isQuoted()) {
      int end = literal(json);
      if (end != SyntaxLook.NO) {
        return end >= 0;
      }
    }
    if (json.inToken() && json.endsToken(c)) {
      json.endToken();
      if (json.done()) {
        at = At.NEXT;
        return false;
      }
    }
    if (!json.inString() && beginsMarker(c) && marker()) {
      return false;
    }
    if (json.mayEndString(c)) {
      int heldChars = input.limits().maxHeldChars();
      QuoteReference quoted =
          new QuoteReference(text, i, heldChars, input.cancelled(), this::closerBehindQuote)
              .edges(edges());
      QuoteReference.Verdict verdict = quoted.in(json.place());
      return !outgrows(quoted.furthest()) && fedQuote(json, verdict);
    }
    json.feed(c);
    i++;
    return true;
  }

  /** The literal around strings at {@link #i}, which it reads; or what the look says. */
  private int literal(ArgumentsReference json) {
    if (json.inString() && !json.inRawText()) {
      return SyntaxLook.NO;
    }
    int end = delimiter(i);
    if (end >= 0) {
      json.literal();
      i = end;
    } else if (end != SyntaxLook.NO) {
      cutLiteral();
    }
    return end;
  }

  /** The index behind the literal around strings at {@code p}, or a verdict. */
  abstract int delimiter(int p);

  /** The text ends within the literal around strings. */
  abstract void cutLiteral();

  /** Feeds a quote. Whether its meaning is known; if not, the text ends before it is. */
  final boolean fedQuote(ArgumentsReference json, QuoteReference.Verdict verdict) {
    json.feedQuote(verdict);
    boolean known = verdict != QuoteReference.Verdict.OPEN;
    i = known ? i + 1 : text.length();
    return known;
  }

  /**
   * Whether the object is text because all before {@code furthest} had to be kept; then it has been
   * dealt with.
   */
  abstract boolean outgrows(int furthest);

  /** The index behind a closer at {@code p}, where the quote at {@link #i} is asked about. */
  abstract int closerBehindQuote(int p);

  /** Whether any char but a quote would be text of a string or of a key in quotes. */
  final boolean inString(ArgumentsReference arguments) {
    return switch (at) {
      case KEY_STRING, WRAPPED -> true;
      case ARGUMENTS -> arguments.inString();
      case SKIPPED -> skipped.inString();
      default -> false;
    };
  }

  /** Whether the text stands inside a key, a string or a token. */
  final boolean midway() {
    return switch (at) {
      case KEY_STRING, KEY_TOKEN, NAME, WRAPPED -> true;
      case SKIPPED -> skipped.inString() || skipped.inToken();
      default -> false;
    };
  }
}
