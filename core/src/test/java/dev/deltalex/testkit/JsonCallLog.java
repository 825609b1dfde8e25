package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;

/** What is said of one call written as JSON from its proof on, and the arguments it collects. */
final class JsonCallLog {
  private final ReferenceInput input;
  private final ReferenceCalls calls;
  private final EventLog log;
  private final LenientJsonReference json;
  private ArgumentsReference arguments;
  private int argumentsAt = -1;
  private int writtenAt = -1;
  private int emptyAt = -1;
  private boolean beyond;

  private boolean committed;
  private boolean dropped;
  private int index;
  private int duplicateAt = -1;
  private int unknownAt = -1;
  private boolean saidRepaired;
  private boolean saidDepth;
  private int saidFailures;

  JsonCallLog(ReferenceInput input, ReferenceCalls calls, EventLog log) {
    this.input = input;
    this.calls = calls;
    this.log = log;
    json = new LenientJsonReference(input.limits());
    arguments = json;
  }

  boolean committed() {
    return committed;
  }

  ArgumentsReference arguments() {
    return arguments;
  }

  /** The arguments, if they are JSON or an object with other quotes. */
  LenientJsonReference json() {
    return json;
  }

  /** The arguments begin at this parenthesis. */
  void beginPython(int at) {
    arguments = new PythonCallReference(input.limits());
    begin(at);
  }

  /** Whether the arguments' '{' was seen. */
  boolean begun() {
    return argumentsAt >= 0;
  }

  /** If no arguments come, they are reported as if they had begun here. */
  void emptyAt(int at) {
    emptyAt = at;
  }

  void begin(int at) {
    argumentsAt = at;
    writtenAt = at;
  }

  /** The first char of the arguments is reported at another place than their brace. */
  void begunAt(int at) {
    writtenAt = at;
  }

  /** The text that the arguments are wrapped in has more than them, or less. */
  void noteBeyond() {
    beyond = true;
  }

  void duplicate(int keyAt) {
    if (committed) {
      log.diagnostic(Diagnostic.DUPLICATE_PARAMETER, keyAt);
    } else if (duplicateAt < 0 && unknownAt < 0) {
      duplicateAt = keyAt;
    }
  }

  void unknown(int keyAt) {
    if (committed) {
      log.diagnostic(Diagnostic.UNKNOWN_KEY, keyAt);
    } else if (duplicateAt < 0 && unknownAt < 0) {
      unknownAt = keyAt;
    }
  }

  /** It is a call, or would be one if its name and number allowed. */
  boolean commit(String name, int headerAt) {
    if (!calls.admitted(name, headerAt)) {
      return false;
    }
    committed = true;
    int tool = ReferenceCall.ordinal(input.tools(), name);
    dropped = tool < 0 && input.options().unknownTool() == ParserOptions.UnknownTool.DROP;
    index = calls.nextIndex(dropped);
    if (!dropped) {
      log.callOpened(index, tool, "", WholeText.of(name), headerAt);
    }
    if (ReferenceCall.undeclared(input.tools(), name)) {
      log.diagnostic(Diagnostic.UNDECLARED_TOOL, headerAt);
    }
    if (unknownAt >= 0) {
      log.diagnostic(Diagnostic.UNKNOWN_KEY, unknownAt);
    }
    if (duplicateAt >= 0) {
      log.diagnostic(Diagnostic.DUPLICATE_PARAMETER, duplicateAt);
    }
    return true;
  }

  /** Says what has shown itself about the arguments by now. */
  void say() {
    if (!committed || !begun()) {
      return;
    }
    if (arguments.tooDeep() && !saidDepth) {
      saidDepth = true;
      log.diagnostic(Diagnostic.DEPTH_LIMIT, argumentsAt);
    }
    if ((arguments.repaired() || beyond) && !saidRepaired) {
      saidRepaired = true;
      log.diagnostic(Diagnostic.VALUE_REPAIRED, argumentsAt);
    }
    while (saidFailures < arguments.failures()) {
      saidFailures++;
      log.diagnostic(Diagnostic.COERCION_FAILED, argumentsAt);
    }
  }

  void close(boolean complete, int at) {
    say();
    int none = emptyAt < 0 ? at : emptyAt;
    write(begun() ? arguments.out(false) : "{}", begun() ? writtenAt : none);
    if (dropped) {
      return;
    }
    log.callClosed(index, complete, at);
    if (complete) {
      calls.countComplete();
    }
  }

  /** The stream was cancelled: what of the arguments is out stays. */
  void leave() {
    if (committed && begun()) {
      write(arguments.out(true), writtenAt);
    }
  }

  private void write(String json, int at) {
    if (!dropped && !json.isEmpty()) {
      char[] chars = json.toCharArray();
      log.arguments(index, chars, 0, chars.length, at);
    }
  }
}
