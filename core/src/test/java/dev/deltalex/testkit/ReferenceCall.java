package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.schema.ToolSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of the reference parser: its parameters and what of them is written, and when. */
class ReferenceCall {
  /** Undeclared parameters of one call that are remembered. */
  private static final int MOST_UNDECLARED = 64;

  final EventLog log;
  final ParserOptions options;
  final Limits limits;
  final ToolSet tools;
  private final int index;
  final int tool;
  private final boolean dropped;
  private final Set<String> given = new HashSet<>();

  /** Whether nothing is written yet of the object or array that is open. */
  boolean first = true;

  private int undeclared;
  private boolean forgetful;

  private String key = "";
  private int keyAt;
  int valueAt;

  /** Whether the value is discarded. */
  boolean duplicate;

  int types;

  /** Whether the value has no key. */
  private boolean keyless;

  /** Whether elements may be inside of the value as long as it is whitespace. */
  boolean mayNest;

  /** The text of the value, its entities decoded if the option says so. */
  final StringBuilder value = new StringBuilder();

  private final EntityReference entity = new EntityReference();

  /** Chars of {@link #value} already written as part of a string. */
  private int written;

  private boolean begun;
  private boolean trims;

  /** The parameters that may hold all arguments. */
  private List<String> wholes = List.of();

  /** Whether the value is one of those and the first of the call, which does not declare it. */
  private boolean whole;

  /** Whether such a value is complete: the next parameter or the end of the call settles it. */
  private boolean held;

  ReferenceCall(ReferenceInput input, EventLog log, String name, int index) {
    this.log = log;
    this.index = index;
    options = input.options();
    limits = input.limits();
    tools = input.tools();
    tool = ordinal(tools, name);
    dropped = tool < 0 && options.unknownTool() == ParserOptions.UnknownTool.DROP;
  }

  boolean dropped() {
    return dropped;
  }

  void open(String name, int headerAt, int headerEnd) {
    if (!dropped) {
      log.callOpened(index, tool, "", WholeText.of(name), headerAt);
    }
    if (undeclared(tools, name)) {
      log.diagnostic(Diagnostic.UNDECLARED_TOOL, headerAt);
    }
    if (!dropped) {
      write("{", headerEnd - 1);
    }
  }

  /** Whitespace at the end of values is not part of them. */
  void trims() {
    trims = true;
  }

  /**
   * Chars of the value that are part of it whatever follows: whitespace at the end is not, but for
   * runs of more than may be held.
   */
  private int settled() {
    int end = value.length();
    while (trims && end > 0 && Blanks.ws(value.charAt(end - 1))) {
      end--;
    }
    int run = value.length() - end;
    return end + run / (limits.maxHeldChars() + 1) * (limits.maxHeldChars() + 1);
  }

  private static int trimmedLength(CharSequence text) {
    int end = text.length();
    while (end > 0 && Blanks.ws(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Sets the parameters that may hold all arguments. */
  void wholes(List<String> names) {
    wholes = names;
  }

  void close(boolean brace, boolean complete, int at) {
    if (dropped) {
      return;
    }
    settle(true);
    if (brace) {
      write("}", at);
    }
    log.callClosed(index, complete, at);
  }

  /** Whether a parameter tag inside a value may open this parameter. */
  boolean couldFollow(String name) {
    if (given.contains(WholeText.of(name))) {
      return false;
    }
    return tool < 0 || tools.parameterCount(tool) == 0 || ordinal(name) >= 0;
  }

  /** Whether the tool declares this parameter and the call does not have it yet. */
  boolean declaresNew(String name) {
    return ordinal(name) >= 0 && !given.contains(WholeText.of(name));
  }

  /** The name of the open parameter, or null if it is one too many to be remembered. */
  @Nullable String rememberedKey() {
    return given.contains(key) ? key : null;
  }

  final int ordinal(String name) {
    char[] chars = name.toCharArray();
    return tool < 0 ? -1 : tools.parameterIndex(tool, chars, 0, chars.length);
  }

  /**
   * Opens a parameter; {@code string}: its value is one, or it is JSON; null if the header names no
   * type.
   */
  void openParameter(String asWritten, int tagAt, int from, @Nullable Boolean string) {
    settle(false);
    String name = WholeText.of(asWritten);
    key = name;
    keyAt = tagAt;
    valueAt = from;
    duplicate = false;
    boolean again = given.contains(name);
    if (again && options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST) {
      log.diagnostic(Diagnostic.DUPLICATE_PARAMETER, tagAt);
      duplicate = true;
    }
    int parameter = ordinal(name);
    if (!again) {
      remember(name, parameter, tagAt);
    }
    if (!duplicate && tool >= 0 && tools.parameterCount(tool) > 0 && parameter < 0) {
      log.diagnostic(Diagnostic.UNDECLARED_PARAMETER, tagAt);
    }
    types = tools.parameterTypes(tool, parameter);
    if (string != null && !string) {
      types = ReferenceValue.JSON;
    } else if (string != null && (types & ParameterType.STRING) != 0) {
      types = ParameterType.STRING;
    }
    begin(name, tagAt, from, types, duplicate || dropped);
    whole = wholes.contains(asWritten) && first && parameter < 0 && !duplicate;
  }

  /** Begins a value; without a name it has no key. */
  final void begin(@Nullable String name, int tagAt, int from, int admitted, boolean discarded) {
    key = name == null ? "" : name;
    keyless = name == null;
    keyAt = tagAt;
    valueAt = from;
    types = admitted;
    duplicate = discarded;
    mayNest = false;
    whole = false;
    value.setLength(0);
    entity.end();
    written = 0;
    begun = false;
  }

  private void remember(String name, int parameter, int tagAt) {
    if (parameter < 0 && ++undeclared > MOST_UNDECLARED) {
      if (!forgetful) {
        log.diagnostic(Diagnostic.NAME_LIMIT, tagAt);
        forgetful = true;
      }
      return;
    }
    given.add(name);
  }

  void append(CharSequence text, int from, int to) {
    if (options.entities() == ParserOptions.Entities.OFF) {
      add(text.subSequence(from, to));
      return;
    }
    for (int i = from; i < to; i++) {
      add(entity.add(text.charAt(i)));
    }
  }

  private void add(CharSequence text) {
    int before = value.length();
    value.append(text);
    if (!duplicate
        && before <= limits.maxBufferedChars()
        && value.length() > limits.maxBufferedChars()
        && buffers(value.substring(0, limits.maxBufferedChars() + 1))) {
      log.diagnostic(Diagnostic.BUFFER_LIMIT, valueAt);
    }
  }

  /** Whether the text may be an object that is all arguments, in a fence or string or neither. */
  private boolean mayBeWhole(CharSequence text) {
    int at = Blanks.past(text, 0);
    return whole && (at == text.length() || "{\"`".indexOf(text.charAt(at)) >= 0);
  }

  /** Settles a complete value that may hold all arguments: it does if nothing is beside it. */
  private void settle(boolean sole) {
    if (!held) {
      return;
    }
    held = false;
    whole = false;
    String text = value.toString();
    ReferenceValue object = ReferenceValue.of(text, ParameterType.OBJECT, limits, options);
    boolean all = sole && object.json().startsWith("{");
    all &= tool < 0 || tools.parameterCount(tool) == 0 || areParameters(object.json());
    ReferenceValue typed = all ? object : ReferenceValue.of(text, types, limits, options);
    if (typed.uncertain() || sole && object.uncertain()) {
      log.becomeUncertain();
    }
    if (typed.diagnostic() != null) {
      log.diagnostic(typed.diagnostic(), valueAt);
    }
    if (all) {
      String members = object.json().substring(1, object.json().length() - 1);
      write(members.isBlank() ? "" : members, valueAt);
    } else {
      write(prefix() + typed.json(), valueAt);
    }
  }

  private boolean areParameters(String object) {
    return Json.canonicalMembers(object).keySet().stream().allMatch(key -> ordinal(key) >= 0);
  }

  private boolean buffers(CharSequence text) {
    return mayBeWhole(text) || needsMore(text) && structureAt(text) < 0;
  }

  private boolean needsMore(CharSequence text) {
    boolean blank = mayNest && Blanks.past(text, 0) == text.length();
    return blank || mayBeTyped(text);
  }

  /**
   * Where the bracket stands with which an object or array begins that is normalised as it comes;
   * -1 if the value is none.
   */
  private int structureAt(CharSequence text) {
    if (mayBeWhole(text)
        || options.structuredValues() == ParserOptions.StructuredValues.VERIFY
        || !ReferenceValue.structuredOnly(types)) {
      return -1;
    }
    int at = Blanks.past(text, 0);
    boolean bracket = at < text.length() && "{[".indexOf(text.charAt(at)) >= 0;
    return bracket && at <= limits.maxBufferedChars() ? at : -1;
  }

  private boolean streams(CharSequence text) {
    if (mayBeWhole(text) && text.length() <= limits.maxBufferedChars()) {
      return false;
    }
    return structureAt(text) < 0 && (text.length() > limits.maxBufferedChars() || !needsMore(text));
  }

  /** Whether the text may not be a string; whitespace behind a null may be no part of it. */
  private boolean mayBeTyped(CharSequence text) {
    CharSequence ended = text.subSequence(0, trimmedLength(text));
    boolean isNull = trims && ended.toString().equalsIgnoreCase("null");
    return ReferenceValue.buffers(isNull ? ended : text, types);
  }

  /** Writes what of a string can already be written: all that was appended. */
  void flush() {
    flushString(value);
  }

  /**
   * The client went away: writes what must be out by now.
   *
   * @param half a high surrogate that comes next and waits for its other half, or 0
   */
  void leave(char half) {
    if (structureAt(value) >= 0) {
      structure(Ending.NONE, 0);
      return;
    }
    boolean decides = half != 0 && !entity.pending() && !value.isEmpty();
    flushString(decides ? value.toString() + half : value);
  }

  private void flushString(CharSequence known) {
    int settled = settled();
    if (duplicate || settled <= written || !streams(known)) {
      return;
    }
    begin(valueAt);
    String text = WholeText.of(value.toString());
    write(ReferenceValue.escaped(text.substring(written, settled)), valueAt + written);
    written = settled;
  }

  private void begin(int at) {
    if (!begun) {
      begun = true;
      write(prefix() + '"', at);
    }
  }

  final String prefix() {
    String comma = first ? "" : ",";
    first = false;
    return keyless ? comma : comma + '"' + ReferenceValue.escaped(key) + "\":";
  }

  /** The value's end was found, or supplied. */
  void closeValue(int at) {
    add(entity.end());
    if (duplicate) {
      return;
    }
    boolean blank = Blanks.past(value, 0) == value.length();
    if (!streams(value) && structureAt(value) < 0) {
      value.setLength(trims ? trimmedLength(value) : value.length());
    }
    held = mayBeWhole(value) && !blank && value.length() <= limits.maxBufferedChars();
    whole &= held;
    if (held) {
      return;
    }
    if (structureAt(value) >= 0) {
      structure(Ending.CLOSED, at);
      return;
    }
    if (streams(value) || value.isEmpty() && ReferenceValue.onlyString(types) && !mayNest) {
      begin(value.isEmpty() ? at : valueAt);
      flushString(value);
      write("\"", at);
      return;
    }
    ReferenceValue typed = ReferenceValue.of(value.toString(), types, limits, options);
    if (typed.uncertain()) {
      log.becomeUncertain();
    }
    if (typed.diagnostic() != null) {
      log.diagnostic(typed.diagnostic(), valueAt);
    }
    write(prefix() + typed.json(), valueAt);
  }

  /** The value was cut by a limit: it is left as it stands, closed, or dropped with its key. */
  void cutValue(int at) {
    add(entity.end());
    if (duplicate) {
      return;
    }
    boolean close = options.truncation() == ParserOptions.Truncation.CLOSE;
    if (structureAt(value) >= 0) {
      structure(close ? Ending.CUT_AND_CLOSED : Ending.CUT, at);
      return;
    }
    flushString(value);
    if (!begun) {
      if (!dropped) {
        log.diagnostic(Diagnostic.VALUE_DROPPED, keyAt);
      }
    } else if (close) {
      write("\"", at);
    }
  }

  /** How a value ends that is normalised as it comes. */
  private enum Ending {
    NONE,
    CLOSED,
    CUT,
    CUT_AND_CLOSED
  }

  private void structure(Ending ending, int at) {
    if (duplicate) {
      return;
    }
    LenientJsonReference json = new LenientJsonReference(limits);
    boolean beyond = false;
    for (int i = structureAt(value); i < value.length(); i++) {
      char c = value.charAt(i);
      if (json.mayEndString(c)) {
        boolean cancelled = ending == Ending.NONE;
        QuoteReference quoted =
            new QuoteReference(value, i, limits.maxHeldChars(), cancelled, p -> SyntaxLook.NO);
        QuoteReference.Verdict verdict = quoted.in(json.place());
        json.feedQuote(verdict);
        i = verdict == QuoteReference.Verdict.OPEN ? value.length() : i;
      } else if (!json.done()) {
        json.feed(c);
      } else {
        beyond |= !Blanks.ws(c);
      }
    }
    if (ending == Ending.CLOSED) {
      beyond |= !json.done();
      json.closeAll(true);
    } else if (ending != Ending.NONE && json.drops()) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, at);
    }
    if (ending == Ending.CUT_AND_CLOSED) {
      json.closeAll(false);
    }
    if (json.tooDeep()) {
      log.diagnostic(Diagnostic.DEPTH_LIMIT, valueAt);
    }
    if (json.repaired() || beyond) {
      log.diagnostic(Diagnostic.VALUE_REPAIRED, valueAt);
    }
    write(prefix() + json.out(ending == Ending.NONE), valueAt);
  }

  final void write(String json, int at) {
    if (!dropped) {
      char[] chars = json.toCharArray();
      log.arguments(index, chars, 0, chars.length, at);
    }
  }

  /** Whether a call of this name counts against {@link Limits#maxCalls}. */
  static boolean counts(ReferenceInput input, String name) {
    return input.options().unknownTool() != ParserOptions.UnknownTool.DROP
        || declared(input.tools(), name);
  }

  static boolean declared(ToolSet tools, String name) {
    return ordinal(tools, name) >= 0;
  }

  /** Whether the request lists tools, and not this one. */
  static boolean undeclared(ToolSet tools, String name) {
    return tools != ToolSet.ANY && !declared(tools, name);
  }

  /** The tool of this name, or -1. */
  static int ordinal(ToolSet tools, String name) {
    char[] chars = name.toCharArray();
    return tools.indexOf(chars, 0, chars.length);
  }
}
