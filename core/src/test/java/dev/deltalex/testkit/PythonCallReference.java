package dev.deltalex.testkit;

import dev.deltalex.Limits;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference for the arguments of a call as Python spells it, behind its parenthesis.
 *
 * <ul>
 *   <li>An argument without a name is discarded with its comma.
 *   <li>Strings are Python's: both quotes, alone or in threes, raw, escapes; those in a row are
 *       one. The prefixes b and f are reported. A quote of its kind ends a string.
 *   <li>An escape that is incomplete or names no char is text, and reported; a backslash that
 *       begins none is text as in Python.
 *   <li>A parenthesis begins an array, which is reported: only a comma makes it a tuple.
 *   <li>Numbers are Python's, words are those of Python and JSON. The rest is as in JSON.
 * </ul>
 */
final class PythonCallReference implements ArgumentsReference {
  private enum At {
    NAME,
    NAME_STRING,
    NAME_WORD,
    SIGN,
    VALUE,
    ELEMENT,
    STRING,
    BEHIND_STRING,
    WORD,
    DEEP,
    NEXT,
    DONE
  }

  private static final Pattern WHOLE_ESCAPE =
      Pattern.compile(
          "(?s)\\\\(?:[\\\\'\"abfnrtv\n\r]|x\\p{XDigit}{2}|u\\p{XDigit}{4}"
              + "|U00(?:0\\p{XDigit}|10)\\p{XDigit}{4}|[0-7]{3})");

  private static final Pattern BEGUN_ESCAPE =
      Pattern.compile(
          "\\\\(?:x\\p{XDigit}?|u\\p{XDigit}{0,3}"
              + "|U(?:0?|00|000\\p{XDigit}{0,4}|001|0010\\p{XDigit}{0,3})|[0-7]{1,2})");

  private static final Pattern LOW_BEGUN =
      Pattern.compile("(?:\\\\(?:u(?:[dD](?:[c-fC-F]\\p{XDigit}?)?)?)?)?");

  private static final String DIGITS = "\\d(?:_?\\d)*";

  private static final Pattern DECIMAL =
      Pattern.compile(
          "([+-]?)(" + DIGITS + ")?(\\.(" + DIGITS + ")?)?([eE]([+-]?" + DIGITS + "))?");

  private static final Pattern RADIX =
      Pattern.compile("([+-]?)0(?:[xX]((?:_?\\p{XDigit})+)|[oO]((?:_?[0-7])+)|[bB]((?:_?[01])+))");

  private static final String PREFIX = "[rRuUbBfF]{1,2}";

  private final Limits limits;
  private final StringBuilder out = new StringBuilder();

  /** What is kept back until a value begins. */
  private final StringBuilder held = new StringBuilder();

  /** The open brackets, the call's first. */
  private final StringBuilder open = new StringBuilder("(");

  private final StringBuilder word = new StringBuilder();
  private At at = At.NAME;

  // the string or name that is read
  private char quote;
  private boolean triple;
  private boolean raw;
  private boolean first;
  private boolean empty;
  private boolean behindReturn;
  private int quotes;
  private final StringBuilder escape = new StringBuilder();
  private int stringAt;
  private String lastPut = "";

  private int nameChars;
  private boolean nameStreams;

  // a container that is too deep
  private int brackets;
  private boolean deepString;
  private boolean deepEscape;

  private boolean repaired;
  private boolean tooDeep;

  PythonCallReference(Limits limits) {
    this.limits = limits;
    out.append('{');
  }

  @Override
  public boolean done() {
    return at == At.DONE;
  }

  @Override
  public boolean inString() {
    return at == At.STRING || at == At.NAME_STRING || at == At.DEEP;
  }

  @Override
  public boolean inToken() {
    return at == At.WORD || at == At.NAME_WORD;
  }

  @Override
  public boolean endsToken(char c) {
    boolean prefix = at == At.WORD && (c == '"' || c == '\'') && word.toString().matches(PREFIX);
    return !prefix && (JsonTokens.delimiter(c, "<") || "()=".indexOf(c) >= 0);
  }

  @Override
  public boolean cut() {
    return inString() || inToken() || at == At.SIGN || at == At.VALUE;
  }

  @Override
  public boolean drops() {
    boolean name = at == At.NAME_STRING || at == At.NAME_WORD || at == At.SIGN || at == At.VALUE;
    return at == At.WORD && !isLong() || name && !nameStreams;
  }

  @Override
  public boolean tooDeep() {
    return tooDeep;
  }

  @Override
  public boolean repaired() {
    return repaired;
  }

  @Override
  public int failures() {
    return 0;
  }

  @Override
  public String out(boolean waiting) {
    String all = out.toString();
    boolean name = at == At.NAME_STRING || at == At.NAME_WORD;
    boolean text = name ? nameStreams : at == At.STRING || at == At.DEEP || at == At.WORD;
    if (waiting && text && quotes == 0) {
      boolean half = escape.isEmpty() && Character.isHighSurrogate(all.charAt(all.length() - 1));
      boolean mayPair = at == At.STRING || at == At.NAME_STRING;
      mayPair &= WholeText.isHighEscape(lastPut) && LOW_BEGUN.matcher(escape).matches();
      all = all.substring(0, all.length() - (half ? 1 : mayPair ? lastPut.length() : 0));
    }
    return all.substring(0, Math.min(stringAt, all.length()))
        + WholeText.ofJson(all.substring(Math.min(stringAt, all.length())));
  }

  @Override
  public void feed(char c) {
    switch (at) {
      case STRING, NAME_STRING -> string(c);
      case BEHIND_STRING -> behindString(c);
      case WORD -> word(c);
      case NAME_WORD -> nameWord(c);
      case DEEP -> deep(c);
      default -> structure(c);
    }
  }

  // ---- structure

  private boolean inCall() {
    return open.length() == 1;
  }

  private char innermost() {
    return open.charAt(open.length() - 1);
  }

  private void structure(char c) {
    if (Blanks.ws(c)) {
      boolean waits = at == At.SIGN || at == At.VALUE || !held.isEmpty();
      if (!waits) {
        out.append(c);
      } else if (held.length() < limits.maxHeldChars()) {
        held.append(c);
      } else {
        repaired = true;
      }
      return;
    }
    if (c < ' ' || c == '<') {
      repaired = true;
      return;
    }
    switch (at) {
      case NAME -> name(c);
      case SIGN -> sign(c);
      case VALUE, ELEMENT -> value(c);
      default -> next(c);
    }
  }

  private void name(char c) {
    if (")]}".indexOf(c) >= 0) {
      close(c);
    } else if (",:=([{".indexOf(c) >= 0) {
      repaired = true;
    } else {
      held.append('"');
      nameChars = 0;
      nameStreams = false;
      if (c == '"' || c == '\'') {
        begin(c, At.NAME_STRING);
      } else {
        repaired |= !inCall();
        at = At.NAME_WORD;
        nameWord(c);
      }
    }
  }

  private void sign(char c) {
    if (c == '=' || c == ':') {
      repaired |= (c == '=') != inCall();
      held.append(':');
      at = At.VALUE;
    } else if (inCall() && !nameStreams) {
      repaired = true;
      at = held.charAt(0) == ',' ? At.NEXT : At.NAME;
      held.setLength(0);
      structure(c);
    } else {
      repaired = true;
      held.append(':');
      at = At.VALUE;
      structure(c);
    }
  }

  private void value(char c) {
    if (")]}".indexOf(c) >= 0) {
      close(c);
    } else if (c == ',') {
      missing();
      next(c);
    } else if (c == ':' || c == '=') {
      repaired = true;
    } else if ("([{".indexOf(c) >= 0) {
      repaired |= c == '(';
      flush();
      openContainer(c);
    } else if (c == '"' || c == '\'') {
      flush();
      out.append('"');
      begin(c, At.STRING);
    } else {
      at = At.WORD;
      word.setLength(0);
      word(c);
    }
  }

  private void next(char c) {
    if (")]}".indexOf(c) >= 0) {
      close(c);
    } else if (c == ':' || c == '=') {
      repaired = true;
    } else {
      held.append(',');
      at = innermost() == '[' ? At.ELEMENT : At.NAME;
      if (c != ',') {
        repaired = true;
        structure(c);
      }
    }
  }

  private void flush() {
    out.append(held);
    held.setLength(0);
    nameStreams = false;
  }

  private void missing() {
    repaired = true;
    flush();
    out.append("null");
    valueEnded();
  }

  private void openContainer(char c) {
    if (open.length() >= limits.maxDepth()) {
      tooDeep = true;
      repaired = true;
      out.append('"').append(c);
      endText();
      at = At.DEEP;
      brackets = 1;
      deepString = false;
      deepEscape = false;
      return;
    }
    open.append(c == '(' ? '[' : c);
    out.append(innermost());
    at = c == '{' ? At.NAME : At.ELEMENT;
  }

  private void close(char c) {
    if (at == At.VALUE) {
      missing();
    }
    // Without the comma.
    out.append(held.isEmpty() ? "" : held.substring(1));
    held.setLength(0);
    char left = innermost();
    repaired |= c != (left == '(' ? ')' : left == '[' ? ']' : '}');
    open.setLength(open.length() - 1);
    out.append(left == '[' ? ']' : '}');
    valueEnded();
  }

  private void valueEnded() {
    at = open.isEmpty() ? At.DONE : At.NEXT;
  }

  // ---- words

  private boolean isLong() {
    return word.length() > limits.maxHeldChars();
  }

  private void word(char c) {
    if ((c == '"' || c == '\'') && !isLong() && word.toString().matches(PREFIX)) {
      String prefix = word.toString().toLowerCase(java.util.Locale.ROOT);
      repaired |= !prefix.matches("[ru]+");
      flush();
      out.append('"');
      begin(c, At.STRING);
      raw = prefix.indexOf('r') >= 0;
      return;
    }
    if (endsToken(c)) {
      endToken();
      structure(c);
      return;
    }
    boolean was = isLong();
    word.append(c);
    if (isLong()) {
      repaired = true;
      if (!was) {
        flush();
        out.append('"');
        endText();
      }
      out.append(ReferenceValue.escaped(was ? String.valueOf(c) : word.toString()));
    }
  }

  private void nameWord(char c) {
    if (endsToken(c)) {
      endToken();
      structure(c);
      return;
    }
    put(ReferenceValue.escaped(String.valueOf(c)));
    count();
  }

  @Override
  public void endToken() {
    if (at == At.NAME_WORD) {
      put("\"");
      at = At.SIGN;
    } else if (at == At.WORD) {
      if (isLong()) {
        endText();
        out.append('"');
      } else {
        flush();
        out.append(meaning(word.toString()));
      }
      valueEnded();
    }
  }

  private String meaning(String spelled) {
    String json = JsonTokens.json(spelled);
    if (!json.startsWith("\"")) {
      return json;
    }
    String number = number(spelled);
    repaired |= number.isEmpty();
    return number.isEmpty() ? WholeText.ofJson(json) : number;
  }

  /** A number of Python as JSON, or nothing. */
  private static String number(String spelled) {
    Matcher whole = RADIX.matcher(spelled);
    if (whole.matches()) {
      int radix = whole.group(2) != null ? 16 : whole.group(3) != null ? 8 : 2;
      String digits = whole.group(radix == 16 ? 2 : radix == 8 ? 3 : 4).replace("_", "");
      BigInteger value = new BigInteger(digits, radix);
      return value.bitLength() > 63 ? "" : minus(whole.group(1)) + value;
    }
    Matcher parts = DECIMAL.matcher(spelled);
    if (!parts.matches() || parts.group(2) == null && parts.group(4) == null) {
      return "";
    }
    String integer = parts.group(2) == null ? "0" : parts.group(2).replace("_", "");
    boolean plain = parts.group(3) == null && parts.group(5) == null;
    String shorter = integer.replaceFirst("^0+(?=.)", "");
    if (plain && !shorter.equals(integer) && !shorter.equals("0")) {
      return "";
    }
    String fraction = parts.group(4) == null ? "0" : parts.group(4).replace("_", "");
    return minus(parts.group(1))
        + shorter
        + (parts.group(3) == null ? "" : '.' + fraction)
        + (parts.group(5) == null ? "" : 'e' + parts.group(6).replace("_", ""));
  }

  private static String minus(String sign) {
    return sign.equals("-") ? "-" : "";
  }

  // ---- strings

  private void begin(char c, At what) {
    at = what;
    quote = c;
    triple = false;
    raw = false;
    first = what == At.STRING;
    empty = false;
    behindReturn = false;
    quotes = 0;
    escape.setLength(0);
    if (what == At.STRING) {
      endText();
    }
    lastPut = "";
  }

  private void behindString(char c) {
    boolean third = empty && c == quote;
    empty = false;
    if (third) {
      at = At.STRING;
      triple = true;
    } else if (c == '"' || c == '\'') {
      begin(c, At.STRING);
    } else if (!Blanks.ws(c)) {
      out.append('"');
      valueEnded();
      structure(c);
    }
  }

  private void string(char c) {
    boolean ended = inText(c);
    if (ended && at == At.NAME_STRING) {
      put("\"");
      at = At.SIGN;
    } else if (ended) {
      endText();
      at = At.BEHIND_STRING;
    } else {
      count();
    }
  }

  /** The text of a string is complete: what follows is no half of its last surrogate. */
  private void endText() {
    String whole = WholeText.ofJson(out.substring(stringAt));
    out.setLength(stringAt);
    out.append(whole);
    stringAt = out.length();
    lastPut = "";
  }

  private void count() {
    boolean name = at == At.NAME_STRING || at == At.NAME_WORD;
    if (name && !nameStreams && ++nameChars > limits.maxNameChars()) {
      out.append(held);
      held.setLength(0);
      nameStreams = true;
    }
  }

  private void put(String text) {
    lastPut = text;
    boolean name = at == At.NAME_STRING || at == At.NAME_WORD;
    (name && !nameStreams ? held : out).append(text);
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(ReferenceValue.escaped(text.substring(i, i + 1)));
    }
  }

  /** A char of a string. Whether it is the last quote. */
  private boolean inText(char c) {
    if (!escape.isEmpty()) {
      return inEscape(c);
    }
    boolean lineFeed = behindReturn && c == '\n';
    behindReturn = false;
    if (lineFeed) {
      return false;
    }
    if (c == quote && !triple) {
      empty = first;
      first = false;
      return true;
    }
    first = false;
    if (c == quote) {
      if (quotes == 0) {
        endText();
      }
      return ++quotes == 3;
    }
    text(String.valueOf(quote).repeat(quotes));
    quotes = 0;
    if (c == '\\') {
      escape.append(c);
      return false;
    }
    repaired |= !triple && (c == '\n' || c == '\r');
    put(ReferenceValue.escaped(String.valueOf(c)));
    return false;
  }

  private boolean inEscape(char c) {
    String before = escape.toString();
    String with = before + c;
    escape.setLength(0);
    if (raw) {
      text("\\");
      boolean taken = c == quote || c == '\\';
      text(taken ? String.valueOf(c) : "");
      return !taken && inText(c);
    }
    if (WHOLE_ESCAPE.matcher(with).matches()) {
      escaped(with);
      return false;
    }
    if (BEGUN_ESCAPE.matcher(with).matches()) {
      escape.append(with);
      return false;
    }
    if (before.matches("\\\\[0-7]+")) {
      escaped(before);
    } else {
      repaired |= before.length() > 1 || c == 'N';
      text(
          before.startsWith("\\U")
              ? "\\U" + before.substring(2).toLowerCase(java.util.Locale.ROOT)
              : before);
    }
    return inText(c);
  }

  private void escaped(String all) {
    char second = all.charAt(1);
    int simple = "\\'\"abfnrtv".indexOf(second);
    if (simple >= 0) {
      text("\\'\"\u0007\b\f\n\r\t\u000B".substring(simple, simple + 1));
    } else if (second == 'u') {
      put(all);
    } else if (second == '\r') {
      behindReturn = true;
    } else if (second != '\n') {
      boolean octal = Character.isDigit(second);
      int value = Integer.parseInt(all.substring(octal ? 1 : 2), octal ? 8 : 16);
      boolean lone = value >= 0xD800 && value <= 0xDFFF;
      String chars = Character.toString(lone ? 0xFFFD : value);
      put(chars.length() == 1 ? ReferenceValue.escaped(chars) : chars);
    }
  }

  // ---- what is nested too deep

  private void deep(char c) {
    out.append(ReferenceValue.escaped(String.valueOf(c)));
    if (deepEscape) {
      deepEscape = false;
    } else if (deepString) {
      deepEscape = c == '\\';
      deepString = c != '"';
    } else {
      deepString = c == '"';
      brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
    }
    if (brackets == 0) {
      endText();
      out.append('"');
      stringAt = out.length();
      valueEnded();
    }
  }

  // ---- the end

  @Override
  public void closeAll(boolean settleToken) {
    if (done()) {
      return;
    }
    if (at == At.WORD && !isLong() && settleToken) {
      endToken();
    }
    boolean inName = at == At.NAME_STRING || at == At.NAME_WORD;
    boolean inLong = at == At.WORD && isLong();
    if (nameStreams) {
      out.append(inName ? "\":null" : ":null");
    } else if (at == At.STRING || at == At.BEHIND_STRING || at == At.DEEP || inLong) {
      endText();
      out.append('"');
      stringAt = out.length();
    }
    for (int i = open.length() - 1; i >= 0; i--) {
      out.append(open.charAt(i) == '[' ? ']' : '}');
    }
    at = At.DONE;
  }

  // ---- only of JSON

  @Override
  public boolean mayEndString(char c) {
    return false;
  }

  @Override
  public QuoteReference.Place place() {
    throw new IllegalStateException("a quote always ends its string");
  }

  @Override
  public void feedQuote(QuoteReference.Verdict verdict) {
    throw new IllegalStateException("a quote always ends its string");
  }

  @Override
  public void edges(String chars) {
    // Only '<' ends a word.
  }

  @Override
  public boolean isQuoted() {
    return false;
  }

  @Override
  public boolean inRawText() {
    return false;
  }

  @Override
  public void literal() {
    throw new IllegalStateException("no literal is around strings");
  }

  @Override
  public void endKey() {
    // No literal is around strings.
  }

  @Override
  public void endScalar() {
    // No literal is around strings.
  }
}
