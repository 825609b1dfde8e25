package dev.deltalex.testkit;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The reference for near-JSON: one value in, char by char, strict JSON out. Whoever feeds it ends a
 * bare token that is the whole value with {@link #endToken}, as such a token does not know its end.
 */
final class LenientJsonReference implements ArgumentsReference {
  private enum At {
    VALUE,
    KEY,
    COLON,
    NEXT,
    STRING,
    TOKEN,
    DEEP,
    DONE
  }

  private final Limits limits;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder open = new StringBuilder();
  private final JsonEscape escape = new JsonEscape();
  private At at = At.VALUE;

  /** Whether a run from a comma or a key to the first char of a value is kept back. */
  private boolean pends;

  /** What the last structural char was: 0, '[', '{', ',' or ':'. */
  private char after;

  /** Whether the string or token that is read is a key, and whether chars of it are out already. */
  private boolean key;

  private boolean keyStreams;
  private char quote;
  private int sourceChars;
  private final StringBuilder token = new StringBuilder();

  private BracketCount brackets = new BracketCount();

  private boolean repaired;
  private boolean tooDeep;

  /** Whether something was supplied or discarded, or a bare word taken for a string. */
  private boolean guessed;

  /** Whether an escape that JSON does not have was taken for text. */
  private boolean oddEscapes;

  /** What was put last of a string: an escape of a high surrogate waits for its other half. */
  private String lastPut = "";

  private int settled;

  private String edges = "<";

  /** The types of the parameters by the JSON text of their names; null for JSON. */
  private @Nullable ToIntFunction<String> types;

  private ParserOptions options = ParserOptions.DEFAULT;

  /** The JSON text of the last key. */
  private final StringBuilder lastKey = new StringBuilder();

  private int failures;

  LenientJsonReference(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void edges(String chars) {
    edges = chars;
  }

  /** Keys have no quotes, bare scalars are raw text, literals stand around strings. */
  void quoted(ToIntFunction<String> parameters, ParserOptions with) {
    types = parameters;
    options = with;
  }

  @Override
  public boolean isQuoted() {
    return types != null;
  }

  /** Whether raw text between literals is read. */
  @Override
  public boolean inRawText() {
    return at == At.STRING && quote == 0;
  }

  /** Bare scalars so far that did not fit their types. */
  @Override
  public int failures() {
    return failures;
  }

  /** Whether the token that is read ends before {@code c}. */
  @Override
  public boolean endsToken(char c) {
    return isQuoted() && !key ? ",}]".indexOf(c) >= 0 : JsonTokens.delimiter(c, edges);
  }

  /** The literal around strings. */
  @Override
  public void literal() {
    if (inRawText()) {
      stringEnded();
    } else if (at == At.TOKEN && !key) {
      repaired = true;
      endToken();
    } else {
      endToken();
      openRawText();
    }
    settled = out.length();
  }

  private void openRawText() {
    if (at == At.NEXT) {
      guess();
      pends = true;
      pending.append(',');
      at = open.charAt(open.length() - 1) == '{' ? At.KEY : At.VALUE;
    } else if (at == At.COLON) {
      guess();
      pending.append(':');
      at = At.VALUE;
    }
    boolean isKey = at == At.KEY;
    if (isKey) {
      pends = true;
      pending.append('"');
    } else {
      flush();
      out.append('"');
    }
    beginString((char) 0, isKey);
  }

  /** A key that is read without quotes ends before a literal. */
  @Override
  public void endKey() {
    if (at == At.TOKEN && key) {
      endToken();
    }
  }

  /** The end of the text cut a literal: what it ends is complete. */
  @Override
  public void endScalar() {
    if (inRawText()) {
      stringEnded();
    } else if (at == At.TOKEN && !key) {
      endToken();
    }
    settled = out.length();
  }

  @Override
  public boolean done() {
    return at == At.DONE;
  }

  @Override
  public boolean repaired() {
    return repaired;
  }

  boolean guessed() {
    return guessed;
  }

  boolean oddEscapes() {
    return oddEscapes;
  }

  private void guess() {
    guessed = true;
    repaired = true;
  }

  /** Whether at most right brackets are missing: no string, key or value is. */
  boolean closable() {
    boolean value = at == At.VALUE && after != ':' || at == At.TOKEN && !key;
    return value || at == At.DONE || at == At.NEXT || at == At.KEY;
  }

  @Override
  public boolean tooDeep() {
    return tooDeep;
  }

  @Override
  public boolean inToken() {
    return at == At.TOKEN;
  }

  /** Whether a '<' would be data. */
  @Override
  public boolean inString() {
    return at == At.STRING || at == At.DEEP;
  }

  /** Whether {@code c} is a double quote that may end the string that is read. */
  @Override
  public boolean mayEndString(char c) {
    return at == At.STRING && c == '"' && quote == c && (!escape.open() || !escape.takes(c));
  }

  /** Where the string that is read stands. A value without a container is one of an object. */
  @Override
  public QuoteReference.Place place() {
    if (key) {
      return QuoteReference.Place.KEY;
    }
    boolean array = !open.isEmpty() && open.charAt(open.length() - 1) == '[';
    return array ? QuoteReference.Place.ELEMENT : QuoteReference.Place.MEMBER;
  }

  /** Feeds a quote that {@link #mayEndString}; an open verdict leaves everything as it was. */
  @Override
  public void feedQuote(QuoteReference.Verdict verdict) {
    if (escape.open()) {
      repaired = true;
      oddEscapes = true;
      put('\\' + escape.take());
    }
    settled = out.length();
    if (verdict == QuoteReference.Verdict.OPEN) {
      return;
    }
    if (verdict == QuoteReference.Verdict.ENDS) {
      feed('"');
      return;
    }
    repaired = true;
    countKeyChar();
    put("\\\"");
    settled = out.length();
  }

  /** Whether the value would be cut if the text ended here. */
  @Override
  public boolean cut() {
    return inString() || at == At.TOKEN || at == At.COLON || at == At.VALUE && after == ':';
  }

  /** Whether something is lost if the text ends here and nothing is settled: a token or a key. */
  @Override
  public boolean drops() {
    boolean heldToken = at == At.TOKEN && !key && token.length() <= limits.maxHeldChars();
    boolean inKey = key && (at == At.STRING || at == At.TOKEN);
    boolean heldKey = inKey || at == At.COLON || at == At.VALUE && after == ':';
    return heldToken || heldKey && !keyStreams;
  }

  /** What was put out; {@code waiting}: without a high surrogate whose other half may come. */
  @Override
  public String out(boolean waiting) {
    return WholeText.ofJson(out.substring(0, waiting ? settled : out.length()));
  }

  @Override
  public void feed(char c) {
    switch (at) {
      case STRING -> string(c);
      case DEEP -> deep(c);
      case TOKEN -> token(c);
      default -> structure(c);
    }
    settled = out.length() - waiting();
  }

  /** Chars at the end of what was put out that wait for the other half of a surrogate pair. */
  private int waiting() {
    int length = out.length();
    if (at == At.STRING
        && WholeText.isHighEscape(lastPut)
        && (!escape.open() || escape.mayBeLow())) {
      return length >= lastPut.length() && out.indexOf(lastPut, length - lastPut.length()) >= 0
          ? lastPut.length()
          : 0;
    }
    boolean half = length > 0 && Character.isHighSurrogate(out.charAt(length - 1));
    return half && !escape.open() ? 1 : 0;
  }

  // ---- between strings and tokens

  private void structure(char c) {
    if (Blanks.ws(c)) {
      if (!pends) {
        out.append(c);
      } else if (pending.length() < limits.maxHeldChars()) {
        pending.append(c);
      } else {
        repaired = true;
      }
      return;
    }
    boolean stray =
        switch (at) {
          case VALUE -> c == ':';
          case KEY -> ",:{[".indexOf(c) >= 0;
          case NEXT -> c == ':';
          default -> false;
        };
    boolean scalar = isQuoted() && at == At.VALUE;
    boolean edge = edges.indexOf(c) >= 0;
    if (stray || edge && !scalar || c < ' ') {
      guess();
      return;
    }
    switch (at) {
      case VALUE -> value(c);
      case KEY -> key(c);
      case COLON -> colon(c);
      default -> next(c);
    }
  }

  private void value(char c) {
    if (c == ',') {
      missing();
      next(c);
    } else if (c == '}' || c == ']') {
      if (after == ':') {
        missing();
      }
      close(c);
    } else if (c == '{' || c == '[') {
      flush();
      openContainer(c);
    } else if (c == '"' || c == '\'') {
      flush();
      out.append('"');
      beginString(c, false);
    } else {
      at = At.TOKEN;
      key = false;
      token.setLength(0);
      token.append(c);
    }
  }

  private void missing() {
    guess();
    flush();
    out.append("null");
    at = At.NEXT;
    after = 0;
  }

  /** The pending run is followed by a value. */
  private void flush() {
    out.append(pending);
    pending.setLength(0);
    pends = false;
    keyStreams = false;
  }

  private void openContainer(char c) {
    if (open.length() >= limits.maxDepth()) {
      tooDeep = true;
      guess();
      out.append('"').append(c);
      at = At.DEEP;
      brackets = new BracketCount();
      return;
    }
    open.append(c);
    out.append(c);
    after = c;
    at = c == '{' ? At.KEY : At.VALUE;
  }

  private void close(char c) {
    if (after == ',') {
      pending.deleteCharAt(0);
      repaired = true;
    }
    flush();
    int last = open.length() - 1;
    char right = open.charAt(last) == '{' ? '}' : ']';
    if (right != c) {
      guess();
    }
    open.setLength(last);
    out.append(right);
    after = 0;
    valueEnded();
  }

  private void valueEnded() {
    at = open.isEmpty() ? At.DONE : At.NEXT;
    after = 0;
  }

  private void key(char c) {
    if (c == '}' || c == ']') {
      close(c);
      return;
    }
    pends = true;
    pending.append('"');
    if (c == '"' || c == '\'') {
      beginString(c, true);
    } else {
      repaired |= !isQuoted();
      at = At.TOKEN;
      key = true;
      lastKey.setLength(0);
      sourceChars = 0;
      token(c);
    }
  }

  private void colon(char c) {
    after = ':';
    at = At.VALUE;
    pending.append(':');
    if (c != ':') {
      guess();
      value(c);
    }
  }

  private void next(char c) {
    if (c == '}' || c == ']') {
      close(c);
      return;
    }
    boolean object = open.charAt(open.length() - 1) == '{';
    pends = true;
    pending.append(',');
    after = ',';
    at = object ? At.KEY : At.VALUE;
    if (c != ',') {
      guess();
      structure(c);
    }
  }

  // ---- strings

  private void beginString(char c, boolean isKey) {
    at = At.STRING;
    quote = c;
    key = isKey;
    sourceChars = 0;
    if (isKey) {
      lastKey.setLength(0);
    }
    repaired |= c == '\'';
  }

  private void string(char c) {
    if (quote == 0) {
      countKeyChar();
      put(ReferenceValue.escaped(String.valueOf(c)));
      return;
    }
    if (escape.open()) {
      if (escape.takes(c)) {
        countKeyChar();
        if (escape.add(c)) {
          escaped(escape.take());
        }
        return;
      }
      repaired = true;
      oddEscapes = true;
      put('\\' + escape.take());
    }
    if (c == quote) {
      stringEnded();
      return;
    }
    countKeyChar();
    if (c == '\\') {
      escape.begin();
    } else {
      repaired |= c < ' ' || c == '"';
      put(ReferenceValue.escaped(String.valueOf(c)));
    }
  }

  private void escaped(String raw) {
    boolean apostrophe = raw.equals("\\'");
    repaired |= apostrophe;
    put(apostrophe ? "'" : raw);
  }

  /** A key that outgrows a name is put out as it comes. */
  private void countKeyChar() {
    if (key && !keyStreams && ++sourceChars > limits.maxNameChars()) {
      out.append(pending);
      pending.setLength(0);
      keyStreams = true;
    }
  }

  private void put(String text) {
    lastPut = text;
    if (key) {
      lastKey.append(text);
    }
    if (key && !keyStreams) {
      pending.append(text);
    } else {
      out.append(text);
    }
  }

  private void stringEnded() {
    put("\"");
    if (key) {
      at = At.COLON;
      after = 0;
    } else {
      valueEnded();
    }
  }

  // ---- tokens

  private void token(char c) {
    if (endsToken(c)) {
      endToken();
      structure(c);
      return;
    }
    if (key) {
      countKeyChar();
      put(ReferenceValue.escaped(String.valueOf(c)));
      return;
    }
    token.append(c);
    if (token.length() > limits.maxHeldChars()) {
      boolean first = token.length() == limits.maxHeldChars() + 1;
      if (first) {
        guess();
        flush();
      }
      String escaped = ReferenceValue.escaped(first ? token.toString() : String.valueOf(c));
      out.append(first ? "\"" : "").append(escaped);
    }
  }

  /** The open token, if any, ends here. */
  @Override
  public void endToken() {
    if (at != At.TOKEN) {
      return;
    }
    if (key) {
      stringEnded();
      return;
    }
    if (token.length() > limits.maxHeldChars()) {
      out.append('"');
    } else {
      flush();
      out.append(isQuoted() && open.length() == 1 ? typed() : spelled());
    }
    settled = out.length();
    valueEnded();
  }

  /** A token that is read as JSON. */
  private String spelled() {
    String read = isQuoted() ? ReferenceValue.trimmed(token.toString()) : token.toString();
    String json = JsonTokens.json(read);
    repaired |= !json.equals(read);
    guessed |= json.startsWith("\"");
    return json;
  }

  /** A bare scalar of the outermost object: raw text that the schema types. */
  private String typed() {
    String read = ReferenceValue.trimmed(token.toString());
    String name = keyStreams ? "" : lastKey.substring(0, Math.max(0, lastKey.length() - 1));
    int admitted = types == null ? 0 : types.applyAsInt(name);
    ReferenceValue value = ReferenceValue.of(read, admitted, limits, options);
    failures += value.diagnostic() == null ? 0 : 1;
    return value.json();
  }

  // ---- what is nested too deep

  private void deep(char c) {
    out.append(ReferenceValue.escaped(String.valueOf(c)));
    if (brackets.endsWith(c)) {
      out.append('"');
      valueEnded();
    }
  }

  // ---- the end

  /** Closes all that is open; a held token is settled or dropped. */
  @Override
  public void closeAll(boolean settleToken) {
    if (done()) {
      return;
    }
    boolean streamingToken = at == At.TOKEN && !key && token.length() > limits.maxHeldChars();
    if (at == At.TOKEN && !key && !streamingToken && settleToken) {
      endToken();
    }
    if ((at == At.STRING || at == At.TOKEN) && keyStreams && key) {
      out.append("\":null");
    } else if (keyStreams) {
      out.append(":null");
    } else if (at == At.STRING && !key || at == At.DEEP || streamingToken) {
      out.append('"');
    }
    for (int i = open.length() - 1; i >= 0; i--) {
      out.append(open.charAt(i) == '{' ? '}' : ']');
    }
    settled = out.length();
    at = At.DONE;
  }
}
