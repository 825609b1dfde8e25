package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.schema.ToolSet;
import java.util.List;

/**
 * The second opinion: reads a whole response at once, looks ahead as far as it likes, allocates
 * freely and shares no code with the engine. What it says for a text is what the engine must say
 * for every way of cutting that text.
 *
 * <p>It knows the default policies and those that choose among states and ends; it does not model
 * {@code StructuredValues.STREAM}, {@code FencedCode.GUARD}, entities, constrained output or token
 * ids. {@code FinishReason.CANCELLED} yields what must have been emitted before the cancellation
 * and no more.
 */
public final class ReferenceParser {
  /** Formats with Qwen3-Coder's tags. */
  private static final List<String> TAGGED =
      List.of("qwen3_coder", "qwen3_xml", "mimo", "step3p5", "nemotron_v3");

  /** Formats with Hermes' JSON. */
  private static final List<String> HERMES = List.of("hermes", "qwen25", "qwen");

  private ReferenceParser() {}

  /** Whether there is a second opinion on this format. */
  public static boolean knows(String format) {
    return TAGGED.contains(format) || HERMES.contains(format) || format.equals("think_only");
  }

  /** Whether there is a second opinion under these policies. */
  static boolean models(Policies policies) {
    return policies.structuredValues() == Policies.StructuredValues.VERIFY
        && policies.fencedCode() == Policies.FencedCode.OFF
        && policies.toolChoice().compareTo(Policies.ToolChoice.NONE) <= 0
        && !policies.entities();
  }

  /** What a parser must say of {@code text}, up to the ids of calls. */
  public static EventLog parse(
      String format,
      String text,
      ToolSet tools,
      Policies policies,
      Limits limits,
      FinishReason reason) {
    return parse(format, text, tools, policies, limits, reason, new EventLog());
  }

  /** As above, into a log of the caller's. Returns that log. */
  public static EventLog parse(
      String format,
      String text,
      ToolSet tools,
      Policies policies,
      Limits limits,
      FinishReason reason,
      EventLog log) {
    if (TAGGED.contains(format)) {
      new TaggedReference(text, tools, policies, limits, reason, log, true).run();
    } else if (HERMES.contains(format)) {
      new HermesReference(text, tools, policies, limits, reason, log).run();
    } else if (format.equals("think_only")) {
      new TaggedReference(text, tools, policies, limits, reason, log, false).run();
    } else {
      throw new IllegalArgumentException("no reference for the format " + format);
    }
    return log;
  }
}
