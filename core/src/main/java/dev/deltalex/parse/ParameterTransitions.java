package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.value.Coercion;
import dev.deltalex.value.NestedText;
import dev.deltalex.value.SpanOutput;
import dev.deltalex.value.TextValue;

/** Opens and closes parameters between tags, and the elements inside of them. */
abstract sealed class ParameterTransitions extends QuotedMarkers permits Transitions {
  private static final char[] NO_KEY = {};
  private static final int STRUCTURES = ParameterType.OBJECT | ParameterType.ARRAY;

  /**
   * What the header of the parameter that opens says about its value. Set where the header ends, or
   * from the held header where the parameter opens, and read by the action that follows in the same
   * delta: it is no state of a stream.
   */
  WireType wireType = WireType.UNSAID;

  /** As {@link #wireType}: whether the name is that of an array's elements. */
  boolean isItem;

  /** What a header says about the value of its parameter. */
  enum WireType {
    UNSAID,
    STRING,
    JSON,
    DICT,
    LIST
  }

  ParameterTransitions(Workspace work) {
    super(work);
  }

  /** Opens the parameter whose header was read; {@code end} is the index behind it. */
  final void openParameter(Edge e, char[] a, int hold, int end) {
    ParserCore p = parser;
    if (p.value.isHeld()) {
      settleWhole(false);
    }
    if (p.grammar.typesInFields()) {
      readType(a, hold);
    }
    int decoded = decodedName(a, hold + p.nameFrom, hold + p.nameTo);
    char[] name = decoded < 0 ? a : work.nameChars;
    int from = decoded < 0 ? hold + p.nameFrom : 0;
    int to = decoded < 0 ? hold + p.nameTo : decoded;
    int parameter = parameter(name, from, to);
    boolean repeated = isRepeated(parameter, name, from, to, origin + hold + p.tagAt);
    p.state = e.next();
    if (repeated || p.suppressed) {
      p.ownValue().discard();
      return;
    }
    char[] key = key(parameter, name, from, to);
    int types = wireTypes(p.tools.parameterTypes(p.tool, parameter));
    openValue(types, key, keyLength(parameter, key), hold, end);
    State first = p.grammar.state(e.next());
    if (first.op() == Op.SKIP_WHITESPACE) {
      p.value.trimEnd();
    }
    if (first.keys() != null && parameter < 0) {
      mayBeWhole(first.keys(), name, from, to);
    }
  }

  /** The type is a field of the header, in the place of an id. */
  private void readType(char[] a, int hold) {
    ParserCore p = parser;
    if (p.idFrom < p.idTo) {
      wireType = HeaderText.typed(a, hold + p.idFrom, hold + p.idTo);
    }
  }

  /** The value of an undeclared parameter may be all arguments if it is the first of that name. */
  private void mayBeWhole(KeyTable whole, char[] name, int from, int to) {
    TextValue value = parser.value;
    if (value.isFirst() && whole.has(name, from, to)) {
      value.mayBeWhole();
    }
  }

  /** A parameter that may be all arguments of the call: whether it is its {@code sole} one. */
  final void settleWhole(boolean sole) {
    ParserCore p = parser;
    if (p.value.isHeld()) {
      boolean pythonLiterals = p.options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
      work.out.parametersOf(p.tools, p.tool);
      p.value.settle(work.out, work.arrays, p.limits, pythonLiterals, sole);
    }
  }

  private int parameter(char[] a, int from, int to) {
    ParserCore p = parser;
    if (p.nameIndex != StreamState.NOT_LOOKED_UP) {
      return p.nameIndex;
    }
    return p.tool < 0 ? -1 : p.tools.parameterIndex(p.tool, a, from, to);
  }

  /** The parameters of the open call. */
  final SeenParameters given() {
    ParserCore p = parser;
    SeenParameters given = p.given;
    if (given == null) {
      given = new SeenParameters(work.arrays);
      p.given = given;
    }
    return given;
  }

  /**
   * Adds a parameter of the call, and reports it if its tool does not declare it; returns whether
   * the call has it already and keeps the first.
   */
  private boolean isRepeated(int parameter, char[] a, int from, int to, long at) {
    ParserCore p = parser;
    int outcome = given().add(parameter, a, from, to);
    boolean repeated =
        isRepeated(outcome == SeenParameters.KNOWN, outcome == SeenParameters.FULL, at);
    if (!repeated && parameter < 0 && p.tool >= 0 && p.tools.parameterCount(p.tool) > 0) {
      work.out.diagnostic(Diagnostic.UNDECLARED_PARAMETER, at);
    }
    return repeated;
  }

  private boolean isRepeated(boolean known, boolean full, long at) {
    if (full) {
      work.out.diagnostic(Diagnostic.NAME_LIMIT, at);
    }
    ParserOptions options = parser.options;
    boolean repeated =
        known && options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
    if (repeated) {
      work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at);
    }
    return repeated;
  }

  /** Opens the parameter {@code key}, whose value is all that the call has behind its name. */
  final void openRaw(char[] key, int end) {
    ParserCore p = parser;
    int parameter = p.tool < 0 ? -1 : p.tools.parameterIndex(p.tool, key, 0, key.length);
    TextValue value = p.ownValue();
    if (p.suppressed) {
      value.discard();
      return;
    }
    isRepeated(parameter, key, 0, key.length, origin + end);
    char[] json = key(parameter, key, 0, key.length);
    int length = keyLength(parameter, json);
    int types = p.tools.parameterTypes(p.tool, parameter);
    boolean stream = p.options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    value.open(types, p.calls - 1, json, length, origin + end, origin + end, stream);
  }

  /** The key of a declared parameter, or of {@code a[from, to)} if that is -1, as JSON. */
  private char[] key(int parameter, char[] a, int from, int to) {
    ParserCore p = parser;
    return parameter >= 0
        ? p.tools.keyJson(p.tool, parameter)
        : given().key(work.scanner, a, from, to);
  }

  private int keyLength(int parameter, char[] key) {
    return parameter >= 0 ? key.length : given().keyLength();
  }

  /** Opens a value of these types; its key has no chars in an array. */
  private void openValue(int types, char[] key, int keyLength, int hold, int end) {
    ParserCore p = parser;
    boolean stream = p.options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    long at = origin + hold + p.tagAt;
    p.ownValue().open(types, p.calls - 1, key, keyLength, at, origin + end, stream);
  }

  /** A string that the schema admits is one; other values that the response types are JSON. */
  private int wireTypes(int declared) {
    return switch (wireType) {
      case UNSAID -> declared;
      case STRING -> (declared & ParameterType.STRING) == 0 ? declared : ParameterType.STRING;
      case JSON, DICT, LIST -> Coercion.WIRE_JSON;
    };
  }

  // ---- elements

  /**
   * Opens an element: a parameter, or a part of the innermost element, which is an object or array
   * then.
   */
  final void openElement(State s, Edge e, char[] a, int hold, int end) {
    ParserCore p = parser;
    TextValue value = p.ownValue();
    NestedText elements = value.elements();
    int decoded = decodedName(a, hold + p.nameFrom, hold + p.nameTo);
    char[] name = decoded < 0 ? a : work.nameChars;
    int from = decoded < 0 ? hold + p.nameFrom : 0;
    int to = decoded < 0 ? hold + p.nameTo : decoded;
    long at = origin + hold + p.tagAt;
    if (elements.isLeaf() && elements.depth() > p.limits.maxDepth()) {
      work.out.diagnostic(Diagnostic.DEPTH_LIMIT, at);
      emit(s.kind(), a, hold, end);
      return;
    }
    p.state = e.next();
    boolean parameters = elements.depth() == 0;
    int parameter = -1;
    boolean discarded;
    int schema;
    if (parameters) {
      parameter = parameter(name, from, to);
      discarded = isNameless(from, to, at) || isRepeated(parameter, name, from, to, at);
      discarded |= p.suppressed;
      schema = p.tools.parameterSchema(p.tool, parameter);
    } else {
      value.enter(work.out, work.arrays, isItem, at);
      boolean refused = isRefused(elements, name, from, to, at);
      discarded = refused || elements.isDiscarded();
      int around = elements.schema();
      schema =
          elements.isArray()
              ? p.tools.elementSchema(around)
              : p.tools.memberSchema(around, name, from, to);
    }
    boolean array = elements.isArray();
    int declared =
        parameters ? p.tools.parameterTypes(p.tool, parameter) : p.tools.schemaTypes(schema);
    boolean unknown = wireType == WireType.UNSAID && parameters && parameter < 0;
    int types = nestedTypes(declared);
    int structures = unknown ? STRUCTURES : types & STRUCTURES;
    elements.open(work.arrays, name, from, to, schema, structures);
    if (discarded) {
      elements.discard();
      value.discard();
    } else if (array) {
      openValue(types, NO_KEY, 0, hold, end);
    } else {
      char[] key = key(parameter, name, from, to);
      openValue(types, key, keyLength(parameter, key), hold, end);
    }
    if (structures != 0) {
      value.mayNest();
    }
  }

  private boolean isNameless(int from, int to, long at) {
    if (from == to) {
      work.out.diagnostic(Diagnostic.NAMELESS_PARAMETER, at);
    }
    return from == to;
  }

  /** Whether a member is discarded: it has no name, or its object has one of that name. */
  private boolean isRefused(NestedText elements, char[] a, int from, int to, long at) {
    if (elements.isArray()) {
      if (!isItem && !elements.isDiscarded()) {
        // The name of the element is lost.
        work.out.diagnostic(Diagnostic.VALUE_REPAIRED, at);
      }
      return false;
    }
    if (from == to) {
      return elements.isDiscarded() || isNameless(from, to, at);
    }
    int outcome = elements.add(work.arrays, a, from, to);
    return !elements.isDiscarded()
        && isRepeated(outcome == NestedText.KNOWN, outcome == NestedText.FULL, at);
  }

  /** What the response says about the type of an element counts more than the schema. */
  private int nestedTypes(int declared) {
    return switch (wireType) {
      case DICT -> ParameterType.OBJECT;
      case LIST -> ParameterType.ARRAY;
      case UNSAID, STRING, JSON -> wireTypes(declared);
    };
  }

  /** Closes the value; between elements, the innermost element. */
  final void closeInnermost(State s, long at) {
    ParserCore p = parser;
    if (s.kind() == TextKind.VALUE) {
      closeValue(at);
    } else {
      closeElements(p.value.isInElement() ? 1 : 0, at);
    }
  }

  /** Closes the element that a closer names, and those inside of it. */
  final void closeElement(State s, char[] a, int hold, long at) {
    ParserCore p = parser;
    boolean named = p.nameFrom < p.nameTo;
    int count = named ? p.value.elements().closedBy(a, hold + p.nameFrom, hold + p.nameTo) : 1;
    if (count > 1) {
      work.out.diagnostic(Diagnostic.RECOVERED, at);
    }
    if (s.kind() == TextKind.VALUE) {
      closeValue(at);
      count--;
    } else if (!p.value.isInElement()) {
      count = 0;
    }
    if (count > 0 || s.kind() != TextKind.VALUE) {
      closeElements(count, at);
    }
  }

  /** Closes objects and arrays between elements; none: the closer belongs to nothing. */
  private void closeElements(int count, long at) {
    if (count <= 0) {
      work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
    } else {
      parser.value.leave(work.out, count, at);
    }
  }

  void closeValue(long at) {
    ParserCore p = parser;
    boolean pythonLiterals = p.options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
    SpanOutput out = work.out;
    p.value.close(out, work.arrays, p.limits, pythonLiterals, at);
  }
}
