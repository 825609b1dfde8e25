package dev.deltalex.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts made from declarations mean to the parser what they were made from, at any cutting: for the
 * shipped formats and for those of the kinds that are not shipped yet.
 */
class SyntaxTextsTest {
  private static final int TEXTS = Integer.getInteger("deltalex.texts", 2_000);
  private static final int DAMAGED_TEXTS = TEXTS / 4;
  private static final int TEXTS_PER_REQUEST = 16;
  private static final int LONGEST_DELTA = 9;
  private static final long ID_SEED = 42;

  private final EventLog whole = new EventLog();
  private final EventLog cut = new EventLog();
  private int failures;
  private String shortest = "";

  static Stream<WireFormat> formats() {
    List<WireFormat> shipped =
        Stream.of("qwen3_coder", "hermes", "think_only", "mimo", "kimi_k3")
            .map(Formats::byName)
            .toList();
    return Stream.concat(shipped.stream(), SampleFormats.ALL.stream());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void meanWhatTheyWereMadeFrom(WireFormat format) {
    for (int i = 0; i < TEXTS; i += TEXTS_PER_REQUEST) {
      request(format, new Pick(i * 0x9E3779B97F4A7C15L));
    }
    assertEquals("", shortest, failures + " of " + TEXTS + " texts of " + format.name());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void damagedTextsAreReadAlikeAtAnyCutting(WireFormat format) {
    SyntaxMutations mutations = new SyntaxMutations(format.syntax());
    Pick pick = new Pick(format.name().hashCode());
    for (int i = 0; i < DAMAGED_TEXTS; i += TEXTS_PER_REQUEST) {
      ToolTexts.Tools tools = ToolTexts.next(pick);
      ParserOptions options = format.defaultOptions();
      StreamSpec spec = StreamSpec.of(format).tools(tools.set()).options(options).build();
      try (StreamParser parser = spec.open(whole)) {
        for (int k = 0; k < TEXTS_PER_REQUEST; k++) {
          SyntaxTexts.Made made = SyntaxTexts.next(format.syntax(), pick, tools, options);
          String text = mutations.mutated(pick, made.text());
          assertEquals("", broken(parser, text), text);
        }
      }
    }
  }

  private void request(WireFormat format, Pick pick) {
    ToolTexts.Tools tools = ToolTexts.next(pick);
    ParserOptions.Builder builder =
        format.defaultOptions().toBuilder().callIds(ParserOptions.CallIds.NATIVE);
    boolean reasons =
        format.syntax().blocks().stream().anyMatch(block -> block.kind() == Region.REASONING);
    if (reasons && pick.chance(25)) {
      builder.initialState(ParserOptions.InitialState.REASONING);
    }
    ParserOptions options = builder.build();
    StreamSpec spec = StreamSpec.of(format).tools(tools.set()).options(options).build();
    try (StreamParser parser = spec.open(whole)) {
      for (int i = 0; i < TEXTS_PER_REQUEST; i++) {
        SyntaxTexts.Made made = SyntaxTexts.next(format.syntax(), pick, tools, options);
        String failure = failure(parser, made);
        if (!failure.isEmpty()) {
          failures++;
          String report = report(made, tools, options, failure);
          shortest = shortest.isEmpty() || report.length() < shortest.length() ? report : shortest;
        }
      }
    }
  }

  private String failure(StreamParser parser, SyntaxTexts.Made made) {
    String rule = broken(parser, made.text());
    if (!rule.isEmpty() || !made.known()) {
      return rule;
    }
    String difference = made.expected().difference(whole);
    return difference.isEmpty() ? made.expected().idDifference(whole) : difference;
  }

  /** What differs between two cuttings, or is no sequence of events; empty if nothing. */
  private String broken(StreamParser parser, String text) {
    read(parser, text, Math.max(1, text.length()), whole);
    for (int size = 1; size <= LONGEST_DELTA; size++) {
      read(parser, text, size, cut);
      if (!whole.agrees(cut, EventLog.Strength.FULL)) {
        return "by " + size + ": " + cut.print();
      }
    }
    String rule = whole.violation();
    return rule == null ? "" : rule;
  }

  private static void read(StreamParser parser, String text, int size, EventLog log) {
    log.clear();
    parser.reset(log, ID_SEED);
    char[] chars = text.toCharArray();
    for (int at = 0; at < chars.length; at += size) {
      parser.feed(chars, at, Math.min(chars.length, at + size));
    }
    parser.finish(EndCause.STOP);
  }

  private String report(
      SyntaxTexts.Made made, ToolTexts.Tools tools, ParserOptions options, String failure) {
    StringBuilder text = new StringBuilder();
    JavaLiteral.append(made.text(), text);
    return failure
        + "\ntext "
        + text
        + "\nliberties "
        + made.liberties()
        + "\nstart "
        + options.initialState()
        + "\nseen\n"
        + whole.print()
        + "tools "
        + tools.json();
  }
}
