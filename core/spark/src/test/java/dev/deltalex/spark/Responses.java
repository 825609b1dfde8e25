package dev.deltalex.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Recorded responses as a parquet file, with the columns id, format, tools and text. */
final class Responses {
  static final String WEATHER =
      "[{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {\"type\":"
          + " \"object\", \"properties\": {\"city\": {\"type\": \"string\"}, \"days\": {\"type\":"
          + " \"integer\"}}}}}]";

  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("format", DataTypes.StringType)
          .add("tools", DataTypes.StringType)
          .add("text", DataTypes.StringType);

  private final List<Row> rows = new ArrayList<>();

  Responses add(String id, @Nullable String format, @Nullable String tools, @Nullable String text) {
    rows.add(RowFactory.create(id, format, tools, text));
    return this;
  }

  int size() {
    return rows.size();
  }

  /** Writes the file, in several parts, and makes it the view {@code responses} of the session. */
  void save(SparkSession spark, Path directory) {
    String file = directory.resolve("responses.parquet").toString();
    spark.createDataFrame(rows, COLUMNS).repartition(3).write().mode("overwrite").parquet(file);
    spark.read().parquet(file).createOrReplaceTempView("responses");
  }

  /** One or two of every kind: whole, damaged, and with fields that are wrong or absent. */
  static Responses sample() {
    return new Responses()
        .add("prose", "hermes", WEATHER, "Sunny in Zürich 🏔.")
        .add(
            "hermes",
            "hermes",
            WEATHER,
            "<think>Rome, then.</think>I look.<tool_call>\n{\"name\": \"weather\", \"arguments\":"
                + " {\"city\": \"Rome\", \"days\": 3}}\n</tool_call>")
        .add(
            "qwen",
            "qwen3_coder",
            WEATHER,
            "<tool_call>\n<function=weather>\n<parameter=city>\nRome\n</parameter>\n"
                + "<parameter=days>\n3\n</parameter>\n</function>\n</tool_call>")
        .add(
            "undeclared_types",
            "qwen3_coder",
            null,
            "<tool_call>\n<function=weather>\n<parameter=city>\nRome\n</parameter>\n"
                + "<parameter=days>\n3\n</parameter>\n</function>\n</tool_call>")
        .add("mistral", "mistral", WEATHER, "[TOOL_CALLS]weather[ARGS]{\"city\": \"Rome\"}")
        .add(
            "two",
            "hermes",
            WEATHER,
            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"A\"}}\n</tool_call>\n"
                + "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"B\"}}\n"
                + "</tool_call>")
        .add("alias", "qwen3_xml", WEATHER, "<think>hm</think>Yes.")
        .add("think", "think_only", null, "<think>a</think>b")
        .add(
            "no_tools",
            "hermes",
            "[]",
            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {}}\n</tool_call>")
        .add(
            "cut",
            "hermes",
            WEATHER,
            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Ro")
        .add(
            "other_tool",
            "hermes",
            WEATHER,
            "<tool_call>\n{\"name\": \"wether\", \"arguments\": {}}\n</tool_call>")
        .add("empty", "hermes", WEATHER, "")
        .add("null_text", "hermes", WEATHER, null)
        .add("null_format", null, WEATHER, "Hi.")
        .add("typing_error", "hermse", WEATHER, "Hi.")
        .add("model_name", "Qwen/Qwen3-Coder-30B-A3B-Instruct", WEATHER, "Hi.")
        .add("swapped", "<think>" + "no format is called this ".repeat(40), WEATHER, "hermes")
        .add("broken_tools", "hermes", "[{\"name\": ", "Hi.")
        .add("tools_of_no_list", "hermes", "{\"weather\": 1}", "Hi.")
        .add("null_all", null, null, null);
  }
}
