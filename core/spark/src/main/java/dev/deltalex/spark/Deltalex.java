package dev.deltalex.spark;

import java.util.List;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.SparkUserDefinedFunction;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The function for programs in Java and Scala. See {@link DeltalexUdf} for what it does. */
public final class Deltalex {
  /** The name of the function in SQL. */
  public static final String NAME = "deltalex";

  private Deltalex() {}

  /**
   * The function of three columns, to {@link DeltalexUdf#SCHEMA}. A column that is not of strings
   * is cast where SQL casts implicitly; otherwise the query is refused before it runs.
   */
  public static UserDefinedFunction function() {
    return declared();
  }

  /**
   * Registers the function as {@code deltalex} with a session. Sessions that are made where this
   * jar is on the class path have it already: {@link DeltalexExtensions}.
   */
  public static void register(SparkSession spark) {
    spark.udf().register(NAME, function());
  }

  /** With the types of its columns, without which Spark would pass on whatever they hold. */
  static SparkUserDefinedFunction declared() {
    SparkUserDefinedFunction untyped =
        (SparkUserDefinedFunction) functions.udf(new DeltalexUdf(), DeltalexUdf.SCHEMA);
    Option<Encoder<?>> string = Option.apply(Encoders.STRING());
    return untyped.copy(
        untyped.f(),
        untyped.dataType(),
        CollectionConverters.asScala(List.of(string, string, string)).toSeq(),
        untyped.outputEncoder(),
        Option.apply(NAME),
        untyped.nullable(),
        untyped.deterministic());
  }
}
