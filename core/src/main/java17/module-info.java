/**
 * A streaming parser for the output of language models. Only the packages that an embedding engine
 * needs are exported; {@code json}, {@code scan}, {@code value} and {@code grammar} are internal.
 *
 * <p>For Java 17 to 24. The descriptor for 25 is in src/main/java and requires the Vector API, too.
 */
module dev.deltalex.core {
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
