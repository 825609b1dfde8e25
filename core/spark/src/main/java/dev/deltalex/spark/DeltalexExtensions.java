package dev.deltalex.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.classic.UserDefinedFunctionUtils;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.runtime.BoxedUnit;

/**
 * Makes {@code deltalex} a built-in function of SQL. Spark finds this class in the jar when it
 * makes a session, by the file of services beside it; {@code spark.sql.extensions} may name it as
 * well.
 */
public final class DeltalexExtensions implements SparkSessionExtensionsProvider {
  private static final int ARGUMENTS = 3;
  private static final String USAGE =
      "_FUNC_(format, tools_json, text) - Reads a response of a language model: reasoning, content,"
          + " tool calls, diagnostics and how it ended.";

  /** Creates the extension; Spark does so. */
  public DeltalexExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(Deltalex.NAME), description(), DeltalexExtensions::expression));
    return BoxedUnit.UNIT;
  }

  /** What {@code DESCRIBE FUNCTION} prints. The fields that say nothing here are empty. */
  private static ExpressionInfo description() {
    String udf = DeltalexUdf.class.getName();
    return new ExpressionInfo(udf, "", Deltalex.NAME, USAGE, "", "", "", "", "", "", "java_udf");
  }

  private static Expression expression(Seq<Expression> arguments) {
    if (arguments.length() != ARGUMENTS) {
      throw new IllegalArgumentException(
          "deltalex has "
              + ARGUMENTS
              + " arguments, format, tools_json and text; the query passes "
              + arguments.length());
    }
    return UserDefinedFunctionUtils.toScalaUDF(Deltalex.declared(), arguments);
  }
}
