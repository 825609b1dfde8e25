package dev.deltalex.transcripts;

import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import org.jspecify.annotations.Nullable;

/**
 * One section of a transcript file.
 *
 * @param line of the file at which the section begins
 * @param input what the model wrote; empty if it is given as tokens
 * @param tokens what the model wrote, or null
 * @param refusal why the tools were refused; empty if they were not
 * @param events the expected log, one event a line
 */
record Transcript(
    WireFormat format,
    String title,
    int line,
    String input,
    @Nullable TranscriptTokens tokens,
    ToolSet tools,
    String refusal,
    TranscriptSettings settings,
    String events) {

  /** Chars or tokens of the input. */
  int length() {
    return tokens == null ? input.length() : tokens.ids().length;
  }

  /** The log of the input, cut that way. */
  String replay(Cuts cuts) {
    return replay(format, cuts);
  }

  /**
   * The log of the input as another format.
   *
   * @throws IllegalArgumentException if the format cannot be read
   */
  String replay(WireFormat as, Cuts cuts) {
    if (!refusal.isEmpty()) {
      return "REFUSED " + refusal + '\n';
    }
    EventLog log = new EventLog();
    StreamSpec.Builder spec =
        StreamSpec.of(as).tools(tools).options(options(as)).limits(settings.limits());
    if (tokens != null) {
      spec.vocabulary(tokens.words());
    }
    StreamParser parser = spec.build().open(log);
    char[] chars = input.toCharArray();
    int at = 0;
    for (int end : cuts.ends(length())) {
      if (tokens == null) {
        parser.feed(chars, at, end);
      } else {
        parser.feedTokens(tokens.ids(), at, end);
      }
      at = end;
    }
    LawCase.end(parser, settings.finish());
    String violation = log.violation();
    String wrongId = wrongId(log);
    return log.print()
        + (violation == null ? "" : "violation: " + violation + '\n')
        + (wrongId.isEmpty() ? "" : "id: " + wrongId + '\n');
  }

  /** The section's options; calls in reasoning as the format has them, unless the section says. */
  private ParserOptions options(WireFormat as) {
    ParserOptions options = settings.options();
    return options.callsInReasoning() == ParserOptions.DEFAULT.callsInReasoning()
        ? options.toBuilder().callsInReasoning(as.syntax().callsInReasoning()).build()
        : options;
  }

  /** The first id that is not of the form that the option says, or empty. */
  private String wrongId(EventLog log) {
    boolean nine = settings.options().callIds() == ParserOptions.CallIds.ALNUM9;
    String form = nine ? "[A-Za-z0-9]{9}" : "call_[A-Za-z0-9]{24}";
    return log.calls().stream()
        .map(EventLog.Call::id)
        .filter(id -> !id.matches(form))
        .findFirst()
        .orElse("");
  }
}
