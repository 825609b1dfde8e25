package dev.deltalex.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL answers for responses in a parquet file. */
class SqlTest {
  @TempDir static Path directory;

  private static final SparkSession SPARK = LocalSpark.session();
  private static final Map<String, Row> ANSWERS = new HashMap<>();

  @BeforeAll
  static void readAll() {
    Responses sample = Responses.sample();
    sample.save(SPARK, directory);
    for (Row row : LocalSpark.rows(SPARK, LocalSpark.ANSWERS)) {
      ANSWERS.put(row.getString(0), row.getStruct(1));
    }
    assertEquals(sample.size(), ANSWERS.size());
  }

  private static Row answer(String id) {
    assertTrue(ANSWERS.containsKey(id), id);
    Row answer = ANSWERS.get(id);
    assertNotNull(answer, id);
    return answer;
  }

  private static String text(String id, String field) {
    return answer(id).getAs(field);
  }

  private static List<Row> calls(String id) {
    return answer(id).getList(answer(id).fieldIndex("calls"));
  }

  private static List<String> diagnostics(String id) {
    return answer(id).getList(answer(id).fieldIndex("diagnostics"));
  }

  /** The response was read: no call, no diagnostic. */
  private static void assertSaid(String id, String reasoning, String content) {
    assertEquals(reasoning, text(id, "reasoning"));
    assertEquals(content, text(id, "content"));
    assertEquals(List.of(), calls(id));
    assertEquals(List.of(), diagnostics(id));
    assertEquals("STOP", text(id, "finish"));
  }

  private static void assertCalled(Row call, String arguments) {
    assertEquals("weather", call.getAs("name"));
    assertEquals(arguments, call.getAs("arguments"));
    assertEquals(true, call.getAs("complete"));
  }

  /** Nothing was read: the one diagnostic says what is wrong and what to do. */
  private static void assertProblem(String id, String... words) {
    assertEquals("ERROR", text(id, "finish"));
    assertEquals("", text(id, "reasoning"));
    assertEquals("", text(id, "content"));
    assertEquals(List.of(), calls(id));
    assertEquals(1, diagnostics(id).size(), id);
    String problem = diagnostics(id).getFirst();
    for (String word : words) {
      assertTrue(problem.contains(word), problem);
    }
  }

  @Test
  void resultHasThePublishedColumns() {
    StructType columns = SPARK.sql(LocalSpark.ANSWERS).schema();
    assertEquals(DeltalexUdf.SCHEMA, columns.apply("answer").dataType());
  }

  // ---- whole responses

  @Test
  void proseIsContent() {
    assertSaid("prose", "", "Sunny in Zürich 🏔.");
    assertSaid("empty", "", "");
    assertSaid("think", "a", "b");
    assertSaid("alias", "hm", "Yes.");
  }

  @Test
  void reasoningContentAndCallAreTold() {
    assertEquals("Rome, then.", text("hermes", "reasoning"));
    assertEquals("I look.", text("hermes", "content"));
    assertEquals(1, calls("hermes").size());
    assertCalled(calls("hermes").getFirst(), "{\"city\": \"Rome\", \"days\": 3}");
    assertEquals(List.of(), diagnostics("hermes"));
    assertEquals("TOOL_CALLS", text("hermes", "finish"));
  }

  @Test
  void formatsOfOneFileDiffer() {
    assertCalled(calls("mistral").getFirst(), "{\"city\": \"Rome\"}");
    assertEquals(2, calls("two").size());
    assertTrue(calls("two").getFirst().<String>getAs("arguments").contains("\"A\""));
    assertTrue(calls("two").getLast().<String>getAs("arguments").contains("\"B\""));
  }

  @Test
  void typesComeFromTheToolsOfTheRow() {
    String typed = calls("qwen").getFirst().getAs("arguments");
    assertTrue(typed.contains("\"Rome\""), typed);
    assertTrue(typed.contains("3") && !typed.contains("\"3\""), typed);
  }

  @Test
  void callsAreReadWhereToolsAreNotKnownAndNotWhereThereAreNone() {
    assertEquals("weather", calls("undeclared_types").getFirst().getAs("name"));
    assertEquals(List.of(), calls("no_tools"));
    assertTrue(text("no_tools", "content").contains("<tool_call>"));
    assertEquals("STOP", text("no_tools", "finish"));
  }

  // ---- damage is data

  @Test
  void cutCallIsNotComplete() {
    Row call = calls("cut").getFirst();
    assertEquals("weather", call.getAs("name"));
    assertEquals(false, call.getAs("complete"));
    assertEquals("STOP", text("cut", "finish"));
  }

  @Test
  void diagnosticsCanBeAskedFor() {
    List<Row> rows =
        LocalSpark.rows(
            SPARK,
            "SELECT id FROM ("
                + LocalSpark.ANSWERS
                + ") WHERE array_contains(answer.diagnostics, 'UNDECLARED_TOOL')");
    assertEquals(List.of("other_tool"), rows.stream().map(row -> row.getString(0)).toList());
  }

  @Test
  void nullTextIsNull() {
    assertTrue(ANSWERS.containsKey("null_text"));
    assertNull(ANSWERS.get("null_text"));
    assertTrue(ANSWERS.containsKey("null_all"));
    assertNull(ANSWERS.get("null_all"));
  }

  @Test
  void unknownFormatIsTold() {
    assertProblem("null_format", "format is null", "hermes");
    assertProblem("typing_error", "'hermse'", "nearest: hermes");
    assertProblem("model_name", "Qwen3-Coder", "use 'qwen3_coder'");
    assertProblem("swapped", "is unknown", "deltalex formats");
    assertTrue(diagnostics("swapped").getFirst().length() < 250);
  }

  @Test
  void brokenToolsAreTold() {
    assertProblem("broken_tools", "tools_json: ", "not valid JSON", "send a JSON list of tools");
    assertProblem("tools_of_no_list", "tools_json: $", "expected a list of tools");
  }
}
