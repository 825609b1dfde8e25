package dev.deltalex.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Message;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No text fails a job, in any format; and what Spark hands out is what the parser read. */
class HostileTextTest {
  private static final String[] MARKERS = {
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<function=",
    "</function>",
    "<parameter=",
    "</parameter>",
    "[TOOL_CALLS]",
    "[ARGS]",
    "<|channel|>",
    "<|message|>",
    "<|end|>",
    "<|call|>",
    "{\"name\": \"weather\", \"arguments\": ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u",
    "\\",
    "\n",
    ">",
    "<",
    "weather",
    "\u0000",
    "\ufeff",
    "🏔",
    "1e999",
    "null"
  };
  private static final int MARKERS_OF_A_TEXT = 40;
  private static final int DEEP = 5_000;

  @TempDir Path directory;

  private final SparkSession spark = LocalSpark.session();

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.add("{\"a\":".repeat(DEEP));
    texts.add("[".repeat(DEEP) + "]".repeat(DEEP));
    texts.add("<tool_call>".repeat(DEEP));
    texts.add("<think>".repeat(DEEP) + "</think>".repeat(DEEP));
    Random random = new Random(14);
    for (int i = 0; i < 20; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < MARKERS_OF_A_TEXT; k++) {
        text.append(MARKERS[random.nextInt(MARKERS.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void everyFormatReadsEveryTextAsOutsideOfSpark() {
    List<String> texts = texts();
    Responses responses = new Responses();
    for (WireFormat format : Formats.all()) {
      for (int i = 0; i < texts.size(); i++) {
        responses.add(format.name() + " " + i, format.name(), Responses.WEATHER, texts.get(i));
      }
    }
    responses.save(spark, directory);

    List<Row> rows = LocalSpark.rows(spark, LocalSpark.ANSWERS);
    assertEquals(Formats.all().size() * texts.size(), rows.size());
    for (Row row : rows) {
      String[] id = row.getString(0).split(" ");
      assertRead(
          row.getString(0), read(id[0], texts.get(Integer.parseInt(id[1]))), row.getStruct(1));
    }
  }

  private static Message read(String format, String text) {
    return StreamSpec.of(Formats.byName(format))
        .tools(ToolSetReader.read(Responses.WEATHER))
        .build()
        .read(text);
  }

  private static void assertRead(String id, Message message, Row answer) {
    assertEquals(message.reasoning(), answer.getAs("reasoning"), id);
    assertEquals(message.content(), answer.getAs("content"), id);
    assertEquals(message.finishReason().name(), answer.getAs("finish"), id);
    List<String> noted = answer.getList(answer.fieldIndex("diagnostics"));
    assertEquals(
        message.diagnostics().stream().map(note -> note.code().name()).toList(), noted, id);
    List<Row> calls = answer.getList(answer.fieldIndex("calls"));
    assertEquals(message.calls().size(), calls.size(), id);
    for (int i = 0; i < calls.size(); i++) {
      Message.Call call = message.calls().get(i);
      assertEquals(call.name(), calls.get(i).getAs("name"), id);
      assertEquals(call.arguments(), calls.get(i).getAs("arguments"), id);
      assertEquals(call.complete(), calls.get(i).getAs("complete"), id);
    }
  }

  @Test
  void everyRowMayHaveToolsOfItsOwnOrAnUnknownFormat() {
    Responses responses = new Responses();
    int rows = 4 * SpecCache.MOST;
    for (int i = 0; i < rows; i++) {
      String tools = i % 3 == 0 ? "[{\"name\": \"f" : "[{\"name\": \"f" + i + "\"}]";
      responses.add("" + i, i % 2 == 0 ? "hermes" : "none" + i, tools, "f" + i);
    }
    responses.save(spark, directory);

    List<Row> finish =
        LocalSpark.rows(
            spark,
            "SELECT answer.finish, count(*) FROM ("
                + LocalSpark.ANSWERS
                + ") GROUP BY answer.finish");
    long read = 0;
    long refused = 0;
    for (Row row : finish) {
      if ("ERROR".equals(row.getString(0))) {
        refused = row.getLong(1);
      } else {
        read = row.getLong(1);
      }
    }
    long expected = 0; // even, and no multiple of 3
    for (int i = 0; i < rows; i++) {
      expected += i % 2 == 0 && i % 3 != 0 ? 1 : 0;
    }
    assertEquals(expected, read);
    assertEquals(rows - expected, refused);
  }

  @Test
  void defectIsARowToo() {
    Row row = Rows.ofDefect(new IllegalStateException("no such state"));
    assertEquals("ERROR", row.getString(4));
    String problem = ((String[]) row.get(3))[0];
    assertTrue(problem.contains("no such state"), problem);
    assertTrue(problem.contains("HostileTextTest"), problem);
  }
}
