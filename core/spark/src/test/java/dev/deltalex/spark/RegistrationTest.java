package dev.deltalex.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** The ways to the function: by the jar alone, by Java, by the name of its class. */
class RegistrationTest {
  private static final String TEXT = "<think>hm</think>Hi.";

  private final SparkSession spark = LocalSpark.session();

  private void assertReads(String sql) {
    Row answer = LocalSpark.rows(spark, sql).getFirst().getStruct(0);
    assertEquals("hm", answer.getAs("reasoning"));
    assertEquals("Hi.", answer.getAs("content"));
  }

  @Test
  void sessionWithTheJarHasTheFunction() {
    assertReads("SELECT deltalex('hermes', NULL, '" + TEXT + "')");
    List<Row> lines = LocalSpark.rows(spark, "DESCRIBE FUNCTION deltalex");
    assertTrue(lines.toString().contains("deltalex(format, tools_json, text)"), lines.toString());
    assertTrue(lines.toString().contains(DeltalexUdf.class.getName()), lines.toString());
  }

  @Test
  void javaRegistersTheFunction() {
    forgetTheFunction();
    assertThrows(
        AnalysisException.class, () -> spark.sql("SELECT deltalex('hermes', NULL, 'Hi.')"));
    Deltalex.register(spark);
    assertReads("SELECT deltalex('hermes', NULL, '" + TEXT + "')");
  }

  /** As in a session that was made before the jar was there. */
  private void forgetTheFunction() {
    var registry =
        ((org.apache.spark.sql.classic.SparkSession) spark).sessionState().functionRegistry();
    for (FunctionIdentifier function : CollectionConverters.asJava(registry.listFunction())) {
      if (function.funcName().equals(Deltalex.NAME)) {
        assertTrue(registry.dropFunction(function));
      }
    }
  }

  @Test
  void javaCallsTheFunctionOnColumns() {
    Row answer =
        spark
            .sql("SELECT '" + TEXT + "' AS text")
            .select(Deltalex.function().apply(lit("hermes"), lit(null), col("text")))
            .head()
            .getStruct(0);
    assertEquals("hm", answer.getAs("reasoning"));
  }

  /** What PySpark's registerJavaFunction calls, with the type as it sends it. */
  @Test
  void theNameOfTheClassIsEnough() {
    String type = DeltalexUdf.SCHEMA.json();
    spark.udf().registerJava("by_name", DeltalexUdf.class.getName(), DataType.fromJson(type));
    assertReads("SELECT by_name('hermes', '[]', '" + TEXT + "')");
  }

  @Test
  void columnsOfOtherTypesAreCastOrRefusedBeforeTheQueryRuns() {
    Row answer =
        LocalSpark.rows(spark, "SELECT deltalex('hermes', NULL, 5)").getFirst().getStruct(0);
    assertEquals("5", answer.getAs("content"));
    assertThrows(
        AnalysisException.class,
        () -> spark.sql("SELECT deltalex('hermes', array('weather'), 'Hi.')"));
  }

  @Test
  void argumentsAreCounted() {
    Exception refused =
        assertThrows(Exception.class, () -> spark.sql("SELECT deltalex('hermes', 'Hi.')"));
    assertTrue(refused.getMessage().contains("format, tools_json and text"), refused.toString());
  }

  @Test
  void functionTravelsToExecutors() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new DeltalexUdf());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Row answer = ((DeltalexUdf) in.readObject()).call("hermes", null, TEXT);
      assertEquals("hm", answer.getString(0));
    }
  }
}
