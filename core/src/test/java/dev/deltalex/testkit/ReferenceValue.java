package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ParameterType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the raw text of a tagged value becomes: JSON text, and what is to be said about it.
 *
 * @param json the JSON text
 * @param diagnostic what happened to it, or null
 * @param uncertain whether another reading is as good: only plain Python literals are known here
 */
record ReferenceValue(String json, @Nullable Diagnostic diagnostic, boolean uncertain) {

  ReferenceValue(String json, @Nullable Diagnostic diagnostic) {
    this(json, diagnostic, false);
  }

  private static final int STRING = ParameterType.STRING;
  private static final int NULL = ParameterType.NULL;

  /** In place of types: the response says that the value is JSON. */
  static final int JSON = 1 << 20;

  static boolean onlyString(int types) {
    return types == 0 || types == STRING;
  }

  /** Whether an object or array is admitted, and no string. */
  static boolean structuredOnly(int types) {
    return has(types, ParameterType.OBJECT | ParameterType.ARRAY) && !has(types, STRING);
  }

  /** Whether a value that began like this must be seen whole before any of it can be written. */
  static boolean buffers(CharSequence value, int types) {
    if (onlyString(types)) {
      return false;
    }
    if ((types & STRING) == 0) {
      return true;
    }
    if (types == (STRING | NULL)) {
      String begun = value.toString();
      return begun.length() <= 4 && "null".regionMatches(true, 0, begun, 0, begun.length());
    }
    String bare = trimmed(value.toString());
    if (bare.isEmpty()) {
      return true;
    }
    char c = bare.charAt(0);
    return has(types, NULL) && (c == 'n' || c == 'N')
        || has(types, ParameterType.BOOLEAN) && (c == 't' || c == 'f')
        || has(types, ParameterType.INTEGER | ParameterType.NUMBER) && (c == '-' || digit(c))
        || has(types, ParameterType.OBJECT) && c == '{'
        || has(types, ParameterType.ARRAY) && c == '[';
  }

  private static boolean has(int types, int any) {
    return (types & any) != 0;
  }

  static ReferenceValue of(String text, int types, Limits limits, ParserOptions options) {
    boolean exact = has(types, STRING);
    String bare = trimmed(text);
    if (types == JSON) {
      JsonPrefix json = JsonPrefix.of(bare);
      boolean deep = json.deepest() > limits.maxDepth();
      return json.complete() && !deep && !bare.isEmpty()
          ? new ReferenceValue(WholeText.ofJson(bare), null)
          : new ReferenceValue(
              string(text), deep ? Diagnostic.DEPTH_LIMIT : Diagnostic.COERCION_FAILED);
    }
    if (types == (STRING | NULL)) {
      return new ReferenceValue(text.equalsIgnoreCase("null") ? "null" : string(text), null);
    }
    if (bare.equalsIgnoreCase("null") && (!exact || has(types, NULL))) {
      return new ReferenceValue("null", null);
    }
    String scalar = exact ? exactScalar(bare, types) : looseScalar(bare, types);
    if (scalar != null) {
      return new ReferenceValue(scalar, null);
    }
    ReferenceValue structured = structured(bare, types, limits, options, exact);
    if (structured != null) {
      return structured.json.isEmpty()
          ? new ReferenceValue(string(text), structured.diagnostic, structured.uncertain)
          : structured;
    }
    return new ReferenceValue(string(text), exact ? null : Diagnostic.COERCION_FAILED);
  }

  static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && " \t\n\r".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (from < to && " \t\n\r".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Beside strings a scalar counts only as JSON would spell it. */
  private static @Nullable String exactScalar(String text, int types) {
    if (has(types, ParameterType.BOOLEAN) && (text.equals("true") || text.equals("false"))) {
      return text;
    }
    if (has(types, ParameterType.INTEGER) && jsonNumber(text) && allDigits(text)) {
      return text;
    }
    return has(types, ParameterType.NUMBER) && jsonNumber(text) ? text : null;
  }

  private static @Nullable String looseScalar(String bare, int types) {
    if (has(types, ParameterType.BOOLEAN)) {
      String lower = bare.toLowerCase(Locale.ROOT);
      if (lower.equals("true") || lower.equals("false")) {
        return lower;
      }
      boolean sole = (types & ~NULL) == ParameterType.BOOLEAN;
      if (sole && (bare.equals("1") || bare.equals("0"))) {
        return bare.equals("1") ? "true" : "false";
      }
    }
    if (has(types, ParameterType.INTEGER)) {
      String integer = integer(bare);
      if (integer != null) {
        return integer;
      }
    }
    return has(types, ParameterType.NUMBER) && jsonNumber(bare) ? bare : null;
  }

  /** {@code +007} is 7, {@code 5.0} is 5, any other JSON number is itself. */
  private static @Nullable String integer(String bare) {
    String digits = bare.startsWith("+") || bare.startsWith("-") ? bare.substring(1) : bare;
    int point = digits.indexOf('.');
    if (point > 0 && point < digits.length() - 1 && zeros(digits, point + 1)) {
      digits = digits.substring(0, point);
    }
    if (digits.isEmpty() || !allDigits(digits)) {
      return jsonNumber(bare) ? bare : null;
    }
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return (bare.startsWith("-") ? "-" : "") + digits.substring(from);
  }

  private static boolean zeros(String digits, int from) {
    for (int i = from; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean allDigits(String text) {
    for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean jsonNumber(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '-' || digit(text.charAt(0)))
        && digit(text.charAt(text.length() - 1))
        && JsonPrefix.of(text).complete();
  }

  /**
   * Beside strings, JSON of an admitted kind. Otherwise whatever JSON the text is or can be made to
   * be: the wrong kind of value is still better than its text. Null if it is none; an empty JSON
   * text if it must become a string for a reason of its own.
   */
  private static @Nullable ReferenceValue structured(
      String bare, int types, Limits limits, ParserOptions options, boolean exact) {
    if (!has(types, ParameterType.OBJECT | ParameterType.ARRAY) || bare.isEmpty()) {
      return null;
    }
    boolean object = has(types, ParameterType.OBJECT) && bare.startsWith("{");
    boolean array = has(types, ParameterType.ARRAY) && bare.startsWith("[");
    if (exact && !object && !array) {
      return null;
    }
    JsonPrefix json = JsonPrefix.of(bare);
    if (json.deepest() > limits.maxDepth()) {
      return new ReferenceValue("", Diagnostic.DEPTH_LIMIT);
    }
    boolean isString = bare.startsWith("\"");
    if (json.complete() && (bare.startsWith("{") || bare.startsWith("["))) {
      return new ReferenceValue(WholeText.ofJson(bare), null);
    }
    if (json.complete() && !exact) {
      ReferenceValue held = isString ? nearJson(bare, limits, options) : null;
      return held == null
          ? new ReferenceValue(WholeText.ofJson(bare), Diagnostic.COERCION_FAILED)
          : held;
    }
    if (exact) {
      return null;
    }
    if (json.valid() && json.closable() && !json.inString()) {
      String closed = WholeText.ofJson(bare + json.completion());
      return new ReferenceValue(closed, Diagnostic.VALUE_REPAIRED);
    }
    return nearJson(bare, limits, options);
  }

  /**
   * In this order: repaired; out of a fence; out of a JSON string; a Python literal. A text with
   * escapes that only Python has is a Python literal if it is one.
   */
  private static @Nullable ReferenceValue nearJson(
      String bare, Limits limits, ParserOptions options) {
    boolean python = options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
    LenientJsonReference read = repaired(bare, limits);
    if (read != null && !(read.oddEscapes() && python)) {
      return new ReferenceValue(read.out(false), Diagnostic.VALUE_REPAIRED);
    }
    if (read != null) {
      String transcoded = PythonReference.toJson(bare, limits.maxDepth());
      return transcoded == null
          ? new ReferenceValue(read.out(false), Diagnostic.VALUE_REPAIRED, true)
          : new ReferenceValue(transcoded, null);
    }
    String inner = unfenced(bare);
    String held = unwrapped(inner);
    String json = inner.equals(bare) ? null : wholeOrRepaired(inner, limits);
    json = json == null && held != null ? wholeOrRepaired(held, limits) : json;
    if (json != null) {
      return new ReferenceValue(json, Diagnostic.VALUE_REPAIRED);
    }
    if (!python || inner.isEmpty() || !bracketed(inner)) {
      return null;
    }
    String transcoded = PythonReference.toJson(inner, limits.maxDepth());
    return transcoded == null
        ? new ReferenceValue("", Diagnostic.COERCION_FAILED, true)
        : new ReferenceValue(transcoded, null);
  }

  /** The text read as near-JSON, or null if that needs a guess or something other than brackets. */
  private static @Nullable LenientJsonReference repaired(String text, Limits limits) {
    LenientJsonReference json = new LenientJsonReference(limits);
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (json.done()) {
        return null;
      }
      if (json.mayEndString(text.charAt(i))) {
        int heldChars = limits.maxHeldChars();
        QuoteReference quoted = new QuoteReference(text, i, heldChars, false, p -> SyntaxLook.NO);
        json.feedQuote(quoted.in(json.place()));
      } else {
        json.feed(text.charAt(i));
      }
    }
    boolean closable = json.closable();
    json.closeAll(true);
    return closable && !json.guessed() ? json : null;
  }

  private static @Nullable String wholeOrRepaired(String text, Limits limits) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return null;
    }
    JsonPrefix json = JsonPrefix.of(text);
    if (json.complete() && json.deepest() <= limits.maxDepth()) {
      return WholeText.ofJson(text);
    }
    LenientJsonReference read = repaired(text, limits);
    return read == null ? null : read.out(false);
  }

  /** What is inside a Markdown fence with or without a language; else the text itself. */
  private static String unfenced(String bare) {
    if (bare.length() < 6 || !bare.startsWith("```") || !bare.endsWith("```")) {
      return bare;
    }
    return trimmed(bare.substring(3, bare.length() - 3).replaceFirst("^[a-zA-Z]+", ""));
  }

  /** The text of a JSON string, or null. */
  private static @Nullable String unwrapped(String bare) {
    if (bare.length() < 2 || !bare.startsWith("\"") || !bare.endsWith("\"")) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    JsonEscape escape = new JsonEscape();
    for (int i = 1; i < bare.length() - 1; i++) {
      char c = bare.charAt(i);
      if (escape.open() && !escape.takes(c)) {
        text.append(escape.take());
      }
      if (escape.open()) {
        text.append(escape.add(c) ? JsonEscape.meaning(escape.take()) : "");
      } else if (c == '\\') {
        escape.begin();
      } else {
        text.append(c);
      }
    }
    return trimmed(text.append(escape.take()).toString());
  }

  private static boolean bracketed(String bare) {
    return "([{".indexOf(bare.charAt(0)) >= 0 && ")]}".indexOf(bare.charAt(bare.length() - 1)) >= 0;
  }

  /** A JSON string of the text, with U+FFFD for lone surrogates. */
  static String string(String text) {
    return '"' + escaped(WholeText.of(text)) + '"';
  }

  /** The inside of a JSON string; surrogates stay. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\u00")
                .append(c < 16 ? '0' : '1')
                .append("0123456789abcdef".charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
