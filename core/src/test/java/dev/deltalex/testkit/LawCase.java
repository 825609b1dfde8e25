package dev.deltalex.testkit;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import org.jspecify.annotations.Nullable;

/**
 * One input of the laws, with all that the answer depends on.
 *
 * @param format the wire format
 * @param text the whole response
 * @param toolsJson the tools as JSON, for the report; empty if unknown
 * @param tools the request's tools
 * @param reason why the stream ends
 * @param seed where cuts and samples come from
 * @param expected what the text was made from, or null if that is unknown
 */
public record LawCase(
    WireFormat format,
    String text,
    String toolsJson,
    ToolSet tools,
    ParserOptions options,
    Limits limits,
    FinishReason reason,
    long seed,
    @Nullable Expected expected) {

  /** The same case about another text, of which nothing is expected. */
  public LawCase withText(String other) {
    return new LawCase(format, other, toolsJson, tools, options, limits, reason, seed, null);
  }

  /** The request of the case, without a vocabulary. */
  public StreamSpec spec() {
    return StreamSpec.of(format).tools(tools).options(options).limits(limits).build();
  }

  /** Ends the stream as the case says. */
  public void end(StreamParser parser) {
    end(parser, reason);
  }

  /** Ends a stream: CANCELLED by {@code cancel}, any other reason by {@code finish}. */
  public static void end(StreamParser parser, FinishReason reason) {
    if (reason == FinishReason.CANCELLED) {
      parser.cancel();
    } else {
      parser.finish(EndCause.valueOf(reason.name()));
    }
  }

  /** The case whose client goes away after {@code end} chars. */
  LawCase cancelledAt(int end) {
    return new LawCase(
        format,
        text.substring(0, end),
        toolsJson,
        tools,
        options,
        limits,
        FinishReason.CANCELLED,
        seed,
        null);
  }

  /** All that is needed to see the failure again. */
  public String describe() {
    StringBuilder out = new StringBuilder();
    out.append("format   ").append(format.name()).append("\ntext     ");
    JavaLiteral.append(text, out);
    out.append("\ntools    ").append(toolsJson);
    out.append("\npolicies ").append(options.equals(ParserOptions.DEFAULT) ? "default" : options);
    out.append("\nlimits   ").append(limits.equals(Limits.DEFAULT) ? "default" : limits);
    out.append("\nreason   ").append(reason).append("\nseed     ").append(seed);
    return out.toString();
  }
}
