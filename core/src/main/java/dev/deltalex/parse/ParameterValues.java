package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.value.Coercion;
import dev.deltalex.value.SpanOutput;
import dev.deltalex.value.TextValue;

/** Opens and closes the values of parameters. */
abstract sealed class ParameterValues extends QuotedMarkers permits Transitions {
  /**
   * What the header of the parameter that opens says about its value. Set where the header ends and
   * read by the action that follows in the same delta: it is no state of a stream.
   */
  WireType wireType = WireType.UNSAID;

  /** What a header says about the value of its parameter. */
  enum WireType {
    UNSAID,
    STRING,
    JSON
  }

  ParameterValues(Workspace work) {
    super(work);
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

  final void openParameter(Edge e, char[] a, int hold, int end) {
    settleWhole(false);
    ParserCore p = parser;
    long origin = this.origin;
    int from = hold + p.nameFrom;
    int to = hold + p.nameTo;
    long at = origin + hold + p.tagAt;
    int tool = p.tool;
    int parameter = p.nameIndex;
    if (parameter == StreamState.NOT_LOOKED_UP) {
      parameter = tool < 0 ? -1 : p.tools.parameterIndex(tool, a, from, to);
    }
    SeenParameters given = p.given;
    if (given == null) {
      given = new SeenParameters(work.arrays);
      p.given = given;
    }
    int outcome = given.add(parameter, a, from, to);
    if (outcome == SeenParameters.FULL) {
      work.out.diagnostic(Diagnostic.NAME_LIMIT, at);
    }
    boolean repeated =
        outcome == SeenParameters.KNOWN
            && p.options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
    if (repeated) {
      work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at);
    }
    p.state = e.next();
    if (repeated || p.suppressed) {
      p.ownValue().discard();
      return;
    }
    int types = wireTypes(p.tools.parameterTypes(tool, parameter));
    char[] key;
    int keyLength;
    if (parameter >= 0) {
      key = p.tools.keyJson(tool, parameter);
      keyLength = key.length;
    } else {
      key = given.key(work.scanner, a, from, to);
      keyLength = given.keyLength();
    }
    boolean stream = p.options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    TextValue value = p.ownValue();
    value.open(types, p.calls - 1, key, keyLength, at, origin + end, stream);
    if (p.grammar.state(e.next()).op() == Op.SKIP_WHITESPACE) {
      value.trimEnd();
    }
    KeyTable whole = p.grammar.state(e.next()).keys();
    if (whole != null && parameter < 0 && value.isFirst() && whole.has(a, from, to)) {
      value.mayBeWhole();
    }
  }

  /** A string that the schema admits is one; other values that the response types are JSON. */
  private int wireTypes(int declared) {
    return switch (wireType) {
      case UNSAID -> declared;
      case STRING -> (declared & ParameterType.STRING) == 0 ? declared : ParameterType.STRING;
      case JSON -> Coercion.WIRE_JSON;
    };
  }

  void closeValue(long at) {
    ParserCore p = parser;
    boolean pythonLiterals = p.options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
    SpanOutput out = work.out;
    p.value.close(out, work.arrays, p.limits, pythonLiterals, at);
  }
}
