package dev.deltalex.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.OperatingSystemMXBean;
import dev.deltalex.parse.StreamPool;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Says how many million chars a second of CPU are read from parquet, with the function and without.
 * Run by {@code mvn -Pspark,long -pl core/spark -Dtest=SpeedTest test}.
 */
@Tag("long")
class SpeedTest {
  private static final int ROWS = 100_000;
  private static final int DAYS = 100;
  private static final int ROUNDS = 5;
  private static final double MILLION = 1e6;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @TempDir Path directory;

  private final SparkSession spark = LocalSpark.session();

  @Test
  void sayMillionCharsPerSecond() {
    save();
    long chars = one("SELECT sum(length(text)) FROM responses");
    String read =
        "SELECT sum(length(answer.reasoning) + length(answer.content) +"
            + " aggregate(answer.calls, 0, (n, c) -> n + length(c.arguments))) FROM ("
            + LocalSpark.ANSWERS
            + ")";
    String complete = "SELECT count_if(answer.calls[0].complete) FROM (" + LocalSpark.ANSWERS + ")";
    say("%d responses, %.0f million chars, JVM flags %s", ROWS, chars / MILLION, flags());
    for (int round = 1; round <= ROUNDS; round++) {
      double without = seconds("SELECT sum(length(text)) FROM responses");
      double with = seconds(read);
      say(
          "round %d: million chars per second of CPU: %.0f with the function, %.0f without",
          round, chars / MILLION / with, chars / MILLION / without);
    }
    say("scanner: %s", StreamPool.scannerDescription());
    assertEquals(ROWS, one(complete));
  }

  /** Reasoning, content and a call with a long argument: about 2,000 chars each. */
  private void save() {
    StringBuilder days = new StringBuilder();
    for (int day = 0; day < DAYS; day++) {
      days.append("day ").append(day).append(" is sunny\\n");
    }
    String call =
        "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \""
            + days
            + "\"}}\n"
            + "</tool_call>";
    String file = directory.resolve("responses.parquet").toString();
    spark
        .range(ROWS)
        .selectExpr(
            "id",
            "'hermes' AS format",
            "'" + Responses.WEATHER + "' AS tools",
            "'<think>' || id || ' is what they ask. ' || '</think>' || id || '. I look it up. ' || '"
                + call.replace("\\", "\\\\")
                + "' AS text")
        .write()
        .parquet(file);
    spark.read().parquet(file).createOrReplaceTempView("responses");
  }

  private long one(String sql) {
    List<Row> rows = LocalSpark.rows(spark, sql);
    return rows.getFirst().getLong(0);
  }

  /** CPU time of all threads, which other processes of the machine do not change much. */
  private double seconds(String sql) {
    long start = PROCESS.getProcessCpuTime();
    one(sql);
    return (PROCESS.getProcessCpuTime() - start) / 1e9;
  }

  private static String flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
  }

  private static void say(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
