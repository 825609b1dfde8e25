package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.schema.ToolSet;
import java.util.HashSet;
import java.util.Set;

/** One call of the reference parser: its parameters and what of them is written, and when. */
final class ReferenceCall {
  /** Undeclared parameters of one call that are remembered. */
  private static final int MOST_UNDECLARED = 64;

  private final EventLog log;
  private final Policies policies;
  private final Limits limits;
  private final ToolSet tools;
  private final int index;
  private final int tool;
  private final boolean dropped;
  private final Set<String> given = new HashSet<>();
  private boolean first = true;
  private int undeclared;
  private boolean forgetful;

  private String key = "";
  private int keyAt;
  private int valueAt;
  private boolean duplicate;
  private int types;
  private final StringBuilder value = new StringBuilder();

  /** Chars of {@link #value} already written as part of a string. */
  private int written;

  private boolean begun;

  ReferenceCall(
      EventLog log, ToolSet tools, Policies policies, Limits limits, String name, int index) {
    this.log = log;
    this.tools = tools;
    this.policies = policies;
    this.limits = limits;
    this.index = index;
    char[] chars = name.toCharArray();
    tool = tools.indexOf(chars, 0, chars.length);
    dropped = tool < 0 && policies.unknownTool() == Policies.UnknownTool.DROP;
  }

  boolean dropped() {
    return dropped;
  }

  void open(String name, int headerAt, int headerEnd) {
    if (!dropped) {
      log.callOpened(index, tool, "", WholeText.of(name), headerAt);
      write("{", headerEnd - 1);
    }
  }

  void close(boolean brace, boolean complete, int at) {
    if (dropped) {
      return;
    }
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

  private int ordinal(String name) {
    char[] chars = name.toCharArray();
    return tool < 0 ? -1 : tools.parameterIndex(tool, chars, 0, chars.length);
  }

  void openParameter(String asWritten, int tagAt, int from) {
    String name = WholeText.of(asWritten);
    key = name;
    keyAt = tagAt;
    valueAt = from;
    duplicate = false;
    boolean again = given.contains(name);
    if (again && policies.duplicateParameter() == Policies.DuplicateParameter.KEEP_FIRST) {
      log.diagnostic(Diagnostic.DUPLICATE_PARAMETER, tagAt);
      duplicate = true;
    }
    int parameter = ordinal(name);
    if (!again) {
      remember(name, parameter, tagAt);
    }
    types = parameter < 0 ? 0 : tools.parameterTypes(tool, parameter);
    value.setLength(0);
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
    int before = value.length();
    value.append(text, from, to);
    if (!duplicate
        && before <= limits.buffered()
        && value.length() > limits.buffered()
        && ReferenceValue.buffers(value.substring(0, limits.buffered() + 1), types)) {
      log.diagnostic(Diagnostic.BUFFER_LIMIT, valueAt);
    }
  }

  private boolean streams() {
    return value.length() > limits.buffered() || !ReferenceValue.buffers(value, types);
  }

  /** Writes what of a string can already be written: all that was appended. */
  void flush(int held) {
    int end = value.length() - held;
    if (duplicate || end <= written || !streams()) {
      return;
    }
    begin(valueAt);
    String whole = WholeText.of(value.toString());
    write(ReferenceValue.escaped(whole.substring(written, end)), valueAt + written);
    written = end;
  }

  private void begin(int at) {
    if (!begun) {
      begun = true;
      write(prefix() + '"', at);
    }
  }

  private String prefix() {
    String comma = first ? "" : ",";
    first = false;
    return comma + '"' + ReferenceValue.escaped(key) + "\":";
  }

  /** The value's end was found, or supplied. */
  void closeValue(int at) {
    if (duplicate) {
      return;
    }
    if (streams() || value.isEmpty() && ReferenceValue.onlyString(types)) {
      begin(value.isEmpty() ? at : valueAt);
      flush(0);
      write("\"", at);
      return;
    }
    ReferenceValue typed = ReferenceValue.of(value.toString(), types, limits, policies);
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
    if (duplicate) {
      return;
    }
    flush(0);
    if (!begun) {
      if (!dropped) {
        log.diagnostic(Diagnostic.VALUE_DROPPED, keyAt);
      }
    } else if (policies.truncation() == Policies.Truncation.CLOSE) {
      write("\"", at);
    }
  }

  private void write(String json, int at) {
    if (!dropped) {
      char[] chars = json.toCharArray();
      log.arguments(index, chars, 0, chars.length, at);
    }
  }

  /** Whether a call of this name counts against {@link Limits#calls()}. */
  static boolean counts(ToolSet tools, Policies policies, String name) {
    return policies.unknownTool() != Policies.UnknownTool.DROP || declared(tools, name);
  }

  static boolean declared(ToolSet tools, String name) {
    return ordinal(tools, name) >= 0;
  }

  /** The tool of this name, or -1. */
  static int ordinal(ToolSet tools, String name) {
    char[] chars = name.toCharArray();
    return tools.indexOf(chars, 0, chars.length);
  }
}
