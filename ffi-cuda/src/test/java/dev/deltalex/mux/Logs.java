package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.EventLog.Strength;
import dev.deltalex.testkit.LawCase;
import org.junit.jupiter.api.Assertions;

/** Expected event logs. */
final class Logs {
  private Logs() {}

  /** The events of a parser that is fed the whole text at once. */
  static EventLog whole(
      String format,
      ToolSet tools,
      ParserOptions options,
      Limits limits,
      String text,
      FinishReason reason) {
    EventLog log = new EventLog();
    StreamParser parser =
        StreamSpec.of(Formats.byName(format))
            .tools(tools)
            .options(options)
            .limits(limits)
            .build()
            .open(log);
    parser.feed(text);
    LawCase.end(parser, reason);
    return log;
  }

  static void assertSame(EventLog wanted, EventLog got, String context) {
    assertNull(got.violation(), context);
    if (!wanted.agrees(got, Strength.WITHOUT_IDS)) {
      Assertions.assertEquals(wanted.print(), got.print(), context);
      Assertions.fail("logs print alike and differ: " + context);
    }
  }

  /** A sink that runs an action at each event. */
  static DeltaSink throwing(RuntimeException thrown, int after) {
    EventLog quiet = new EventLog();
    return new WatchedSink(quiet) {
      private int left = after;

      @Override
      void event() {
        if (left-- == 0) {
          throw thrown;
        }
      }
    };
  }
}
