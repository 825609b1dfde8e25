/**
 * A streaming parser for the output of language models. Only the packages that an embedding engine
 * needs are exported; {@code scan}, {@code value} and {@code grammar} are internal.
 */
module dev.deltalex.core {
  // Plain, not static: only then do consumers on the module path get SIMD without a flag.
  requires jdk.incubator.vector;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports dev.deltalex;
  exports dev.deltalex.format;
  exports dev.deltalex.parse;
  exports dev.deltalex.schema;
  exports dev.deltalex.syntax;
  exports dev.deltalex.text;
  exports dev.deltalex.wire;
}
