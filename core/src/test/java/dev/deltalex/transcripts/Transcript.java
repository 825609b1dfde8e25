package dev.deltalex.transcripts;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;

/**
 * One section of a transcript file.
 *
 * @param line of the file at which the section begins
 * @param input what the model wrote
 * @param finish why the stream ended
 * @param events the expected log, one event a line
 */
record Transcript(
    String format,
    String title,
    int line,
    String input,
    ToolSet tools,
    Policies policies,
    Limits limits,
    FinishReason finish,
    String events) {

  /** The log of the input, cut that way. */
  String replay(Cuts cuts) {
    EventLog log = new EventLog();
    StreamParser parser = StreamParser.create(Formats.byName(format), tools, policies, limits, log);
    char[] chars = input.toCharArray();
    int at = 0;
    for (int end : cuts.ends(chars.length)) {
      parser.feed(chars, at, end);
      at = end;
    }
    LawCase.end(parser, finish);
    String violation = log.violation();
    return violation == null ? log.print() : log.print() + "violation: " + violation + '\n';
  }
}
