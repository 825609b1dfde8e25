package dev.deltalex.spark;

import dev.deltalex.EndCause;
import dev.deltalex.MessageCollector;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads responses on one thread, with one pool of parsers and the specs of the last requests. */
final class ResponseReader {
  /** A longer text, in chars, leaves buffers behind that are not kept. */
  private static final int KEPT_CHARS = 1 << 20;

  private final SpecCache specs = new SpecCache();
  private final StreamPool pool = new StreamPool();
  private MessageCollector collector = new MessageCollector();

  Row read(@Nullable String format, @Nullable String toolsJson, String text) {
    SpecCache.Entry entry = specs.get(format, toolsJson);
    if (entry.spec() == null) {
      return Rows.ofProblem(entry.problem());
    }
    try (StreamParser stream = pool.open(entry.spec(), collector)) {
      stream.feed(text);
      stream.finish(EndCause.STOP);
    }
    Row row = Rows.of(collector.message());
    if (text.length() > KEPT_CHARS) {
      collector = new MessageCollector();
      pool.trim();
    }
    return row;
  }
}
