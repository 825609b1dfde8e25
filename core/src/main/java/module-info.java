/**
 * A streaming parser for the output of language models. Only the packages that an embedding engine
 * needs are exported; {@code json}, {@code scan}, {@code value} and {@code grammar} are internal.
 *
 * <p>For Java 25. The descriptor for 17 to 24 is in src/main/java17: the same without the Vector
 * API.
 */
module dev.deltalex.core {
  // Plain, not static: only then do consumers on the module path get SIMD without a flag.
  requires jdk.incubator.vector;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports dev.deltalex;
  exports dev.deltalex.batch;
  exports dev.deltalex.format;
  exports dev.deltalex.parse;
  exports dev.deltalex.schema;
  exports dev.deltalex.syntax;
  exports dev.deltalex.text;
  exports dev.deltalex.wire;
}
