package dev.deltalex.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's SQL runs as it stands, and its PySpark names what there is. */
class ReadmeTest {
  @TempDir static Path directory;

  private static final SparkSession SPARK = LocalSpark.session();

  @BeforeAll
  static void save() {
    Responses.sample().save(SPARK, directory);
  }

  private static String section() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    int start = readme.indexOf("\n## In Spark\n");
    assertTrue(start >= 0, "no section");
    return readme.substring(start, readme.indexOf("\n## ", start + 1));
  }

  private static String block(String language) throws IOException {
    String section = section();
    String fence = "\n```" + language + "\n";
    int start = section.indexOf(fence);
    assertTrue(start >= 0, language);
    return section.substring(start + fence.length(), section.indexOf("\n```", start + 1));
  }

  @Test
  void sqlGivesARowForEachCallAndOneForAResponseWithout() throws IOException {
    Dataset<Row> answers = SPARK.sql(block("sql"));
    assertEquals(
        List.of("id", "content", "name", "arguments", "finish"), List.of(answers.columns()));
    String rome = answers.filter("id = 'hermes'").collectAsList().getFirst().mkString("|");
    assertEquals("hermes|I look.|weather|{\"city\": \"Rome\", \"days\": 3}|TOOL_CALLS", rome);
    assertEquals(2, answers.filter("id = 'two'").count());
    assertEquals(1, answers.filter("id = 'prose' AND name IS NULL").count());
    assertEquals(1, answers.filter("id = 'typing_error' AND finish = 'ERROR'").count());
  }

  @Test
  void sqlReadsEachTextOnce() throws IOException {
    Dataset<Row> answers = SPARK.sql(block("sql"));
    String plan = answers.queryExecution().executedPlan().toString();
    assertEquals(2, plan.split("deltalex\\(", -1).length, plan);
  }

  /** The strings of the call, in order; those without a comma between them are one. */
  @Test
  void pySparkNamesTheClassAndItsType() throws IOException {
    String python = block("python");
    String[] quoted = python.split("\"");
    assertTrue(python.startsWith("spark.udf.registerJavaFunction(\"deltalex\", "), python);
    assertEquals(DeltalexUdf.class.getName(), quoted[3]);
    assertEquals(DeltalexUdf.SCHEMA, StructType.fromDDL(quoted[5] + quoted[7]));
  }

  @Test
  void everyFieldIsExplained() throws IOException {
    String table =
        section().lines().filter(line -> line.startsWith("|")).collect(Collectors.joining("\n"));
    for (String field : DeltalexUdf.SCHEMA.fieldNames()) {
      assertTrue(table.contains("`" + field + "`"), field);
    }
  }
}
