package dev.deltalex.cli;

import dev.deltalex.Limits;
import dev.deltalex.MessageCollector;
import dev.deltalex.Region;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CanonicalText;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a format is, in short. The texts are derived from the declaration; what streams is found out
 * by asking the parser.
 *
 * @param format the format
 * @param reasoning the markers around reasoning, most common first
 * @param calls a call in each of its forms, with {@code NAME}, {@code ID}, {@code KEY} and {@code
 *     VALUE} in the places of the model's text
 * @param streams the types of arguments that are emitted while the model writes them, in a call of
 *     the first form
 * @param waits the types of arguments that are emitted when they are complete
 * @param limits sentences on what is not read as the model means it
 */
record FormatSummary(
    WireFormat format,
    List<Markers> reasoning,
    List<String> calls,
    List<String> streams,
    List<String> waits,
    List<String> limits) {
  /** The beginning of a value of {@link #PROBES}, and its end. */
  private static final List<String> FIRST_AND_LAST = List.of("111", "333");

  private static final String TOOLS =
      """
      [{"name": "probe", "parameters": {"type": "object", "properties": {
        "value": {"type": "TYPE", "properties": {"key": {"type": "string"}},
          "items": {"type": "string"}}}}}]
      """;

  /** A value for each JSON type of arguments that may be long. */
  private static final Map<String, Object> PROBES = new LinkedHashMap<>();

  static {
    PROBES.put("string", "111 222 333");
    PROBES.put("number", 111_222_333);
    PROBES.put("object", Map.of("key", "111 222 333"));
    PROBES.put("array", List.of("111", "222", "333"));
  }

  /**
   * Markers that open or close the same reasoning.
   *
   * @param open alternatives; none if only the generation prompt opens it
   * @param close alternatives; none if the next marker of another kind closes it
   */
  record Markers(List<String> open, List<String> close) {
    /** The openers, an ellipsis and the closers. */
    @Override
    public String toString() {
      return (String.join(" or ", open) + " … " + String.join(" or ", close)).strip();
    }
  }

  /** The summary of a format. */
  static FormatSummary of(WireFormat format) {
    CanonicalText texts = new CanonicalText(format.syntax());
    List<String> calls =
        format.syntax().calls().stream()
            .map(form -> texts.call(form, "NAME", "ID", Map.of("KEY", "VALUE")))
            .toList();
    List<String> streams = new ArrayList<>();
    List<String> waits = new ArrayList<>();
    if (!calls.isEmpty()) {
      PROBES.forEach(
          (type, value) -> (isStreamed(format, type, value) ? streams : waits).add(type));
    }
    return new FormatSummary(
        format, reasoning(format.syntax(), texts), calls, streams, waits, limits(format));
  }

  private static List<Markers> reasoning(Syntax syntax, CanonicalText texts) {
    List<Markers> all = new ArrayList<>();
    if (syntax.messages() != null) {
      String[] around = texts.reasoning("\0").split("\0", -1);
      if (around.length == 2) {
        all.add(new Markers(List.of(around[0]), List.of(around[1])));
      }
    }
    for (Block block : syntax.blocks()) {
      if (block.kind() == Region.REASONING) {
        all.add(new Markers(texts(block.open()), texts(block.close())));
      }
    }
    return all;
  }

  private static List<String> texts(List<Literal> literals) {
    return literals.stream().map(Literal::text).toList();
  }

  private static boolean isStreamed(WireFormat format, String type, Object value) {
    Syntax syntax = format.syntax();
    String text =
        new CanonicalText(syntax)
            .call(syntax.calls().getFirst(), "probe", "0", Map.of("value", value));
    ToolSet tools = ToolSetReader.read(TOOLS.replace("TYPE", type), Limits.DEFAULT);
    MessageCollector sink = new MessageCollector();
    try (StreamParser parser = StreamSpec.of(format).tools(tools).build().open(sink)) {
      parser.feed(text.substring(0, text.indexOf(FIRST_AND_LAST.getLast())));
    }
    return sink.message().calls().stream()
        .anyMatch(call -> call.arguments().contains(FIRST_AND_LAST.getFirst()));
  }

  private static List<String> limits(WireFormat format) {
    List<String> limits = new ArrayList<>(format.knownLimits());
    Syntax syntax = format.syntax();
    if (syntax.calls().isEmpty()) {
      limits.add("Calls are not read.");
    } else if (syntax.messages() == null) {
      List<String> required = new ArrayList<>();
      for (CallForm form : syntax.calls()) {
        List<Pair> pairs = form.around();
        boolean bare = form.proof() != CallForm.Proof.MARKED || pairs.isEmpty();
        if (bare || pairs.getFirst().optional()) {
          return limits;
        }
        String open = pairs.getFirst().open().text();
        if (!required.contains(open)) {
          required.add(open);
        }
      }
      limits.add("A call without " + String.join(" or ", required) + " is text.");
    }
    return limits;
  }
}
