package dev.deltalex.format;

import dev.deltalex.ParserOptions;
import java.util.List;

/**
 * A wire format: how a family of models writes reasoning and tool calls. See {@link Formats}.
 * Immutable and shared by any number of threads. Not to be implemented: parsers take only formats
 * that this library has made.
 */
public interface WireFormat {
  /** The name that engines use. */
  String name();

  /** Other names of the same format. */
  List<String> aliases();

  /** The options to start from, where they differ from {@link ParserOptions#DEFAULT}. */
  ParserOptions defaultOptions();
}
