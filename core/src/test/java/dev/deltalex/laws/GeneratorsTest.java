package dev.deltalex.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.Cases.Source;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.Expected;
import dev.deltalex.testkit.LawCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated cases contain enough of what is hard, and of every setting. Seeds are fixed: a
 * share changes only with the generators.
 */
class GeneratorsTest {
  private static final int CASES = 4_000;

  private static List<LawCase> cases(String format, Source source) {
    List<LawCase> cases = new ArrayList<>(CASES);
    for (long seed = 0; seed < CASES; seed++) {
      cases.add(Cases.next(format, source, seed));
    }
    return cases;
  }

  private static void least(double percent, String what, List<LawCase> of, Predicate<LawCase> is) {
    double share = share(of, is);
    assertTrue(share >= percent, what + ": " + share + " %, of " + percent + " % at least");
  }

  private static void most(double percent, String what, List<LawCase> of, Predicate<LawCase> is) {
    double share = share(of, is);
    assertTrue(share <= percent, what + ": " + share + " %, of " + percent + " % at most");
  }

  private static double share(List<LawCase> cases, Predicate<LawCase> is) {
    return 100.0 * cases.stream().filter(is).count() / cases.size();
  }

  // ---- texts

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes"})
  void hardCasesAreFrequent(String format) {
    int made = 0;
    int severalCalls = 0;
    int markersInValues = 0;
    for (LawCase law : cases(format, Source.GENERATED)) {
      Expected expected = law.expected();
      if (expected != null) {
        made++;
        severalCalls += expected.callCount() > 1 ? 1 : 0;
        markersInValues += expected.markerInValue() ? 1 : 0;
      }
    }
    assertTrue(made > CASES / 4, made + " cases whose meaning is known");
    assertTrue(severalCalls * 5 > made, severalCalls + " of " + made + " have several calls");
    assertTrue(markersInValues * 5 > made, markersInValues + " of " + made + " hold markers");
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, GENERATED, 85",
    "qwen3_coder, MUTATED, 65",
    "qwen3_coder, RANDOM, 65",
    "hermes, GENERATED, 85",
    "hermes, MUTATED, 55",
    "hermes, RANDOM, 34"
  })
  void mostCasesHaveACall(String format, Source source, int percent) {
    List<LawCase> cases = cases(format, source);
    least(percent, "cases with a call", cases, GeneratorsTest::hasCall);
    // Neither a marker nor a brace, or calls are not read.
    most(15, "cases without anything that may be a call", cases, law -> !mayHaveCall(law));
  }

  /** Between letters, or between a letter and a bracket of a tag. */
  private static final Pattern QUOTE_IN_TEXT = Pattern.compile("[a-z =]\"[a-z]+\"[ >;]?");

  @ParameterizedTest
  @CsvSource({"GENERATED, 6", "MUTATED, 6", "RANDOM, 8"})
  void quotesThatAreNotEscapedAreAmongThem(Source source, int percent) {
    least(
        percent,
        "quotes in strings",
        cases("hermes", source),
        law -> QUOTE_IN_TEXT.matcher(law.text()).find());
  }

  @Test
  void objectsThatAreNearJsonAreAmongThem() {
    List<LawCase> cases = cases("qwen3_coder", Source.GENERATED);
    least(1, "in a fence", cases, law -> law.text().contains("```json\n"));
    least(1, "in a string", cases, law -> law.text().matches("(?s).*[>\n]\"[{\\[].*"));
    least(1, "repaired", cases, law -> law.text().contains("{theme:") || isNear(law.text()));
    least(10, "parameters without a type", cases, law -> isUntyped(law.toolsJson()));
  }

  private static boolean isNear(String text) {
    return text.contains("[{'a': false}]") || text.contains("[{\"a\": true},]");
  }

  private static boolean isUntyped(String tools) {
    return tools.contains("\":{}") || tools.contains("\"description\"");
  }

  /** Texts in which damaged or other tags of parameters are seen, by their least share. */
  private static final Map<Source, Map<String, Double>> TAGS =
      Map.of(
          Source.GENERATED,
          Map.of(
              "</(?!parameter|function|tool_call|think)[a-z]+ ?>",
              1.0,
              "<parameter=[a-z_]+=",
              0.3,
              "<parameter=(x?\r?\n|>)",
              0.3,
              "<parameter +(name ?= ?)?[\"'a-z]",
              0.5,
              "<function +(name ?= ?)?[\"'a-z]",
              0.5,
              "<function=nobody>\\s*<parameter=k>",
              1.0,
              "</parameter(s|_x|List)>",
              1.0),
          Source.RANDOM,
          Map.of(
              "</(a|k|content)>",
              5.0,
              "<parameter=(a|city|content)=",
              5.0,
              "<parameter (a|name=)",
              5.0,
              "<function=nobody>",
              5.0,
              "</parameters>",
              5.0));

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "mimo"})
  void damagedTagsAreAmongThem(String format) {
    TAGS.forEach((source, shares) -> {
      List<LawCase> cases = cases(format, source);
      shares.forEach((regex, percent) -> {
        Pattern pattern = Pattern.compile(regex);
        least(percent, regex, cases, law -> pattern.matcher(law.text()).find());
      });
    });
  }

  private static boolean hasCall(LawCase law) {
    EventLog log = new EventLog();
    StreamParser parser = law.spec().open(log);
    parser.feed(law.text());
    law.end(parser);
    return !log.calls().isEmpty();
  }

  private static boolean mayHaveCall(LawCase law) {
    String text = law.text();
    return law.tools().size() > 0
        && law.options().toolChoice() != ParserOptions.ToolChoice.NONE
        && (text.contains("<tool_call") || text.contains("<function=") || text.contains("{"));
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, GENERATED",
    "qwen3_coder, MUTATED",
    "qwen3_coder, RANDOM",
    "hermes, GENERATED",
    "hermes, MUTATED",
    "hermes, RANDOM",
    "think_only, GENERATED",
    "think_only, RANDOM"
  })
  void longTextsAreAmongThem(String format, Source source) {
    List<LawCase> cases = cases(format, source);
    Predicate<LawCase> isLong = law -> law.text().length() > Limits.DEFAULT.maxHeldChars();
    least(5, "cases longer than what is held", cases, isLong);
    most(10, "cases longer than what is held", cases, isLong);
  }

  @Test
  void longPartsAreOfEveryKind() {
    List<LawCase> all = new ArrayList<>();
    for (String format : List.of("qwen3_coder", "hermes")) {
      for (Source source : Source.values()) {
        all.addAll(cases(format, source));
      }
    }
    least(0.5, "whitespace", all, law -> blanks(law.text()) > Limits.DEFAULT.maxHeldChars());
    least(1.5, "arguments", all, law -> longest(law, EventLog.Kind.ARGUMENTS) > 1_024);
    least(1.0, "content", all, law -> longest(law, EventLog.Kind.CONTENT) > 1_024);
    least(0.5, "reasoning", all, law -> longest(law, EventLog.Kind.REASONING) > 1_024);
  }

  /** Length of the longest run of whitespace. */
  private static int blanks(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = " \t\r\n".indexOf(text.charAt(i)) >= 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static int longest(LawCase law, EventLog.Kind kind) {
    if (law.text().length() <= 1_024) {
      return 0;
    }
    EventLog log = new EventLog();
    StreamParser parser = law.spec().open(log);
    parser.feed(law.text());
    law.end(parser);
    int longest = 0;
    for (int i = 0; i < log.size(); i++) {
      longest = log.kind(i) == kind ? Math.max(longest, log.text(i).length()) : longest;
    }
    return longest;
  }

  // ---- settings

  /** Every value of every option, as "name=value". */
  private static List<String> values(ParserOptions options) {
    String all = options.toString();
    String named = options.namedTool().isEmpty() ? "no" : "yes";
    String fields = all.substring("ParserOptions[".length(), all.length() - 1);
    List<String> values = new ArrayList<>();
    for (String field : fields.split(", (?=[a-zA-Z]+=)")) {
      values.add(field.startsWith("namedTool=") ? "named=" + named : field);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, GENERATED",
    "qwen3_coder, MUTATED",
    "hermes, RANDOM",
    "think_only, GENERATED",
    "think_only, RANDOM"
  })
  void everyValueOfEveryOptionHasItsShare(String format, Source source) {
    Map<String, Integer> counts = new HashMap<>();
    for (LawCase law : cases(format, source)) {
      values(law.options()).forEach(value -> counts.merge(value, 1, Integer::sum));
    }
    List<String> expected = new ArrayList<>(values(ParserOptions.builder().namedTool("f").build()));
    for (Object[] constants :
        List.of(
            ParserOptions.InitialState.values(),
            ParserOptions.ToolChoice.values(),
            ParserOptions.UnknownTool.values(),
            ParserOptions.CallsInReasoning.values(),
            ParserOptions.RecoverAtStop.values(),
            ParserOptions.Truncation.values(),
            ParserOptions.CallIds.values(),
            ParserOptions.StructuredValues.values(),
            ParserOptions.PythonLiterals.values(),
            ParserOptions.MarkersBySpelling.values(),
            ParserOptions.FencedCode.values(),
            ParserOptions.Entities.values(),
            ParserOptions.DuplicateParameter.values())) {
      String name = constants[0].getClass().getSimpleName();
      for (Object value : constants) {
        expected.add(Character.toLowerCase(name.charAt(0)) + name.substring(1) + "=" + value);
      }
    }
    for (String value : expected) {
      int count = counts.getOrDefault(value, 0);
      assertTrue(count * 20 >= CASES, value + " in " + count + " cases of " + CASES);
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void settingsVary(Source source) {
    for (String format : List.of("qwen3_coder", "hermes", "think_only")) {
      List<LawCase> cases = cases(format, source);
      Predicate<LawCase> plain =
          law -> law.options().equals(ParserOptions.DEFAULT) && law.limits().equals(Limits.DEFAULT);
      most(40, "plain settings", cases, plain);
      least(20, "plain settings", cases, plain);
      least(20, "small windows", cases, law -> law.limits().maxHeldChars() <= 100);
      least(1, "no tools", cases, law -> law.tools().size() == 0);
      least(50, "tools", cases, law -> law.tools().size() > 0);
      least(60, "finish(STOP)", cases, law -> law.reason() == FinishReason.STOP);
    }
  }
}
