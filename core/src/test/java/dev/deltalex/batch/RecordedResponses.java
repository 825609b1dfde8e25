package dev.deltalex.batch;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.CanonicalText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Recorded responses of about 2,000 chars, a JSON object a line: reasoning, an answer, and in three
 * of four lines a call that writes a file with code. Every second line is in qwen3_coder, the
 * others in hermes. As a program it prints as many lines as it is told, the one in the middle cut:
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp core/target/classes:core/target/test-classes:JACKSON \
 *   dev.deltalex.batch.RecordedResponses 10000 > recorded.jsonl
 * </pre>
 */
public final class RecordedResponses {
  /** The tools of every line. */
  public static final String TOOLS =
      """
      [{"type":"function","function":{"name":"write_file","description":"Writes a file.",\
      "parameters":{"type":"object","properties":{"path":{"type":"string"},\
      "content":{"type":"string"},"mode":{"type":"integer"},\
      "labels":{"type":"array","items":{"type":"string"}}},"required":["path","content"]}}},\
      {"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
      "properties":{"city":{"type":"string"},"days":{"type":"integer"}}}}}]\
      """;

  private static final String[] WORDS = {
    "the", "file", "has", "a", "loop", "that", "reads", "each", "line", "and", "counts", "what",
    "differs", "so", "we", "should", "check", "both", "sides", "before", "writing", "it", "again"
  };

  private static final String[] CODE = {
    "def total(rows: list[dict]) -> int:\n",
    "    return sum(row[\"count\"] for row in rows if row.get(\"kind\") != 'skip')\n",
    "    for index, row in enumerate(rows):\n",
    "        print(f\"{index}: {row!r}\")\n",
    "    # what is left is written at the end\n",
    "if __name__ == \"__main__\":\n",
    "    with open(\"rows.json\", encoding=\"utf-8\") as source:\n",
    "        path = \"C:\\\\data\\\\rows\"\n"
  };

  private static final List<WireFormat> FORMATS =
      List.of(Formats.byName("qwen3_coder"), Formats.byName("hermes"));

  private RecordedResponses() {}

  /** Prints lines; the argument is their number. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    try (PrintStream out =
        new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, "UTF-8")) {
      write(out, count, count / 2);
    }
  }

  /** Writes lines from 1 on; the line {@code bad} is cut in its middle. */
  public static void write(OutputStream out, int count, int bad) throws IOException {
    for (int i = 1; i <= count; i++) {
      String line = line(i);
      String written = i == bad ? line.substring(0, line.length() / 2) : line;
      out.write((written + '\n').getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A line, always the same for a number. */
  public static String line(int number) {
    WireFormat format = FORMATS.get(number % 2);
    return "{\"id\":%d,\"format\":\"%s\",\"text\":%s,\"tools\":%s}"
        .formatted(number, format.name(), quote(text(number)), TOOLS);
  }

  /** The format of a line. */
  public static WireFormat format(int number) {
    return FORMATS.get(number % 2);
  }

  /** The response of a line. */
  public static String text(int number) {
    SplittableRandom random = new SplittableRandom(number);
    CanonicalText writer = new CanonicalText(format(number).syntax());
    StringBuilder text = new StringBuilder();
    text.append(writer.reasoning(pick(random, WORDS, " ", 400)));
    boolean calls = random.nextInt(4) > 0;
    text.append(writer.content(pick(random, WORDS, " ", calls ? 300 : 1_500) + ".\n"));
    if (calls) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("path", "src/rows_" + random.nextInt(1_000) + ".py");
      arguments.put("content", pick(random, CODE, "", 1_000));
      arguments.put("mode", random.nextInt(512));
      arguments.put("labels", List.of("new", "python"));
      var form = format(number).syntax().calls().getFirst();
      text.append(writer.call(form, "write_file", "0", arguments));
    }
    return text.toString();
  }

  private static String pick(SplittableRandom random, String[] from, String between, int chars) {
    StringBuilder text = new StringBuilder();
    while (text.length() < chars) {
      text.append(text.isEmpty() ? "" : between).append(from[random.nextInt(from.length)]);
    }
    return text.toString();
  }

  private static String quote(String text) {
    LineOutput out = new LineOutput();
    out.quote(text);
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }
}
