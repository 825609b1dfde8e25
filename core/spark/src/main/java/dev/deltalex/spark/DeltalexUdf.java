package dev.deltalex.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a complete response of a language model: format, tools and text to a row of {@link
 * #SCHEMA}.
 *
 * <ul>
 *   <li>{@code format}: a name or alias of {@link dev.deltalex.format.Formats}.
 *   <li>{@code tools_json}: the {@code tools} of the request, a JSON list, as {@link
 *       dev.deltalex.schema.ToolSetReader} reads it. Null: the tools are not known, and every call
 *       is read; {@code []}: there are none, and no call is read.
 *   <li>{@code text}: the response as the model wrote it, special tokens included. The result of
 *       null is null.
 * </ul>
 *
 * <p>A row never fails the job. What is damaged in a text is in {@code diagnostics}, as names of
 * {@link dev.deltalex.Diagnostic}. If the format is not known or the tools cannot be read, {@code
 * finish} is {@code ERROR} and {@code diagnostics} has one sentence with the field and the remedy.
 *
 * <p>Stateless, and safe for use by any number of threads. Spark may evaluate it more than once for
 * a row; the result is the same each time.
 */
public final class DeltalexUdf implements UDF3<String, String, String, Row> {
  private static final long serialVersionUID = 1L;

  /** A call: its arguments are one strict JSON object if it is complete. */
  private static final StructType CALL =
      new StructType()
          .add("name", DataTypes.StringType)
          .add("arguments", DataTypes.StringType)
          .add("complete", DataTypes.BooleanType);

  /**
   * The columns of the result: {@code reasoning}, {@code content}, {@code calls}, {@code
   * diagnostics}, and {@code finish}, a name of {@link dev.deltalex.FinishReason}.
   */
  public static final StructType SCHEMA =
      new StructType()
          .add("reasoning", DataTypes.StringType)
          .add("content", DataTypes.StringType)
          .add("calls", DataTypes.createArrayType(CALL))
          .add("diagnostics", DataTypes.createArrayType(DataTypes.StringType))
          .add("finish", DataTypes.StringType);

  private static final ThreadLocal<ResponseReader> READER =
      ThreadLocal.withInitial(ResponseReader::new);

  /** Creates the function; Spark does so where it is named by class. */
  public DeltalexUdf() {}

  @Override
  public @Nullable Row call(
      @Nullable String format, @Nullable String toolsJson, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return READER.get().read(format, toolsJson, text);
    } catch (RuntimeException defect) {
      READER.remove(); // its parser may be in any state
      return Rows.ofDefect(defect);
    }
  }
}
