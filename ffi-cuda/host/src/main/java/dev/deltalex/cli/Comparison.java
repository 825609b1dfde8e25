package dev.deltalex.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.deltalex.Message;
import dev.deltalex.cli.ConformanceCase.Expected;
import dev.deltalex.cli.ConformanceCase.ExpectedCall;
import dev.deltalex.cli.Json.Numbers;
import dev.deltalex.host.JsonStrings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes the differences of two messages, one line per difference. */
final class Comparison {
  private final String oneName;
  private final String otherName;
  private final List<String> differences = new ArrayList<>();

  private Comparison(String oneName, String otherName) {
    this.oneName = oneName;
    this.otherName = otherName;
  }

  /**
   * The differences from a case's expectation; none if the case agrees. Content and reasoning are
   * compared without outer whitespace, calls by name, order and parsed arguments.
   */
  static List<String> withExpected(ConformanceCase asked, ReplayedMessage replayed) {
    Comparison comparison = new Comparison("expected", "got");
    Expected expected = asked.expected();
    if (expected != null) {
      Message got = replayed.message();
      comparison.text("content", expected.content().strip(), got.content().strip());
      comparison.text("reasoning", expected.reasoning().strip(), got.reasoning().strip());
      comparison.calls(expected.calls(), asked.rawArguments(), got.calls());
    }
    if (asked.finish() != null) {
      comparison.text("finish", asked.finish(), replayed.finish());
    }
    return comparison.differences;
  }

  /** The first difference between the results of two cuttings of a text; null if they are equal. */
  static @Nullable String ofCuttings(ReplayedMessage whole, ReplayedMessage cut) {
    Comparison comparison = new Comparison("whole", "cut");
    Message one = whole.message();
    Message other = cut.message();
    comparison.answers(one, other);
    comparison.text("finish", whole.finish(), cut.finish());
    comparison.text("diagnostics", whole.diagnostics(), cut.diagnostics());
    comparison.text("order of events", whole.outline(), cut.outline());
    return comparison.differences.isEmpty() ? null : comparison.differences.getFirst();
  }

  /** The differences of what two formats read in a text, apart from diagnostics. */
  static List<String> ofFormats(String oneName, Message one, String otherName, Message other) {
    Comparison comparison = new Comparison(oneName, otherName);
    comparison.answers(one, other);
    comparison.text("finish", EnumNames.of(one.finishReason()), EnumNames.of(other.finishReason()));
    return comparison.differences;
  }

  private void answers(Message one, Message other) {
    text("content", one.content(), other.content());
    text("reasoning", one.reasoning(), other.reasoning());
    each("calls", one, other, Message.Call::name);
    each("arguments", one, other, Message.Call::arguments);
    each("complete", one, other, Message.Call::complete);
  }

  private void calls(
      List<ExpectedCall> expected, List<String> rawArguments, List<Message.Call> got) {
    if (got.size() != expected.size()) {
      text(
          "calls",
          expected.stream().map(ExpectedCall::name).toList().toString(),
          got.stream().map(Message.Call::name).toList().toString());
      return;
    }
    for (int i = 0; i < got.size(); i++) {
      text("call " + i + " name", expected.get(i).name(), got.get(i).name());
      if (i < rawArguments.size()) {
        arguments(i, rawArguments.get(i), got.get(i), Numbers.BY_TEXT);
      } else {
        arguments(i, expected.get(i).argumentsJson(), got.get(i), Numbers.BY_VALUE);
      }
    }
  }

  private void arguments(int index, String expected, Message.Call call, Numbers numbers) {
    String field = "call " + index + " arguments" + (call.complete() ? "" : " (incomplete)");
    String got = call.complete() ? call.arguments() : OpenJson.closed(call.arguments());
    Object expectedTree;
    try {
      expectedTree = Json.read(expected, numbers);
    } catch (IOException e) {
      differences.add(field + ": the expectation is not JSON: " + TextExcerpt.of(expected));
      return;
    }
    try {
      Object gotTree = Json.read(got, numbers);
      if (expectedTree.equals(gotTree)) {
        return;
      }
      boolean shown = TextExcerpt.fits(expected) && TextExcerpt.fits(got);
      if (!shown
          && expectedTree instanceof Map<?, ?> expectedMembers
          && gotTree instanceof Map<?, ?> gotMembers) {
        members(field, expectedMembers, gotMembers);
      } else {
        text(field, expected, got);
      }
    } catch (JsonProcessingException e) {
      differences.add(
          "%s are not strict JSON: %s: got %s, expected %s"
              .formatted(
                  field, e.getOriginalMessage(), TextExcerpt.of(got), TextExcerpt.of(expected)));
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string failed", e);
    }
  }

  /**
   * Compares long objects by member, since the first difference of their texts may be whitespace.
   */
  private void members(String field, Map<?, ?> expected, Map<?, ?> got) {
    Set<Object> keys = new LinkedHashSet<>(expected.keySet());
    keys.addAll(got.keySet());
    for (Object key : keys) {
      String one = shown(expected.get(key));
      String other = shown(got.get(key));
      text(field + " " + JsonStrings.quote(key.toString()), one, other);
    }
  }

  /** A value with its type, so that {@code 5} and {@code "5"} are distinguishable. */
  private static String shown(@Nullable Object tree) {
    return switch (tree) {
      case null -> "nothing";
      case String s -> "string " + s;
      case Map<?, ?> m -> "object " + m;
      case List<?> l -> "array " + l;
      default -> tree.toString();
    };
  }

  private void each(String field, Message one, Message other, Function<Message.Call, Object> part) {
    text(
        field,
        one.calls().stream().map(part).toList().toString(),
        other.calls().stream().map(part).toList().toString());
  }

  private void text(String field, String one, String other) {
    if (one.equals(other)) {
      return;
    }
    String where = field;
    String left;
    String right;
    if (TextExcerpt.fits(one) && TextExcerpt.fits(other)) {
      left = JsonStrings.quote(one);
      right = JsonStrings.quote(other);
    } else {
      int at = TextExcerpt.firstDifference(one, other);
      where = field + " from char " + at;
      left = TextExcerpt.around(one, at);
      right = TextExcerpt.around(other, at);
    }
    differences.add(where + ": " + oneName + " " + left + ", " + otherName + " " + right);
  }
}
