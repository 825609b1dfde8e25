package dev.deltalex.testkit;

import java.util.List;

/**
 * The second opinion: reads a whole response at once, looks ahead as far as it likes, allocates
 * freely and shares no code with the engine. What it says for a text is what the engine must say
 * for every way of cutting that text.
 *
 * <p>It knows every option. {@code FinishReason.CANCELLED} yields what must have been emitted
 * before the cancellation and no more.
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

  /**
   * What a parser must say of a case, up to the ids of calls, into a log of the caller's.
   *
   * @param tokens the special tokens of the text, or {@link SpecialTokens#NONE} if it comes as
   *     chars
   */
  static void parse(LawCase law, SpecialTokens tokens, EventLog log) {
    String format = law.format();
    ReferenceInput input =
        new ReferenceInput(
            law.text(), tokens, law.tools(), law.options(), law.limits(), law.reason());
    if (TAGGED.contains(format)) {
      new TaggedReference(input, log, true).run();
    } else if (HERMES.contains(format)) {
      new HermesReference(input, log).run();
    } else if (format.equals("think_only")) {
      new TaggedReference(input, log, false).run();
    } else {
      throw new IllegalArgumentException("no reference for the format " + format);
    }
  }
}
