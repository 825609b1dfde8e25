package dev.deltalex.cli;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.schema.ToolSet;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Feeds one text to a fresh parser, in pieces, as an engine would. */
record Replayer(WireFormat format, ToolSet tools, Policies policies, Limits limits) {
  /**
   * Runs a whole stream.
   *
   * @param ends where the pieces end, ascending
   * @param reason what the engine says at the end
   * @param fed told after each piece how many chars have been fed
   */
  void run(String text, int[] ends, FinishReason reason, DeltaSink sink, LongConsumer fed) {
    StreamParser parser = StreamParser.create(format, tools, policies, limits, sink);
    char[] delta = new char[0];
    int from = 0;
    for (int to : ends) {
      int length = to - from;
      if (delta.length < length) {
        delta = new char[Math.max(length, 64)];
      }
      text.getChars(from, to, delta, 0);
      parser.feed(delta, 0, length);
      // A parser may keep nothing of the caller's buffer: whatever it would read later is wrong.
      Arrays.fill(delta, 0, length, '\0');
      from = to;
      fed.accept(from);
    }
    if (reason == FinishReason.CANCELLED) {
      parser.cancel();
    } else {
      parser.finish(reason);
    }
    parser.close();
  }
}
