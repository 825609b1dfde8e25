/**
 * The function {@code deltalex(format, tools_json, text)} for Spark SQL, which reads recorded
 * responses of language models.
 *
 * <p>{@link dev.deltalex.spark.DeltalexExtensions} gives it to the SQL of every new session that
 * has this jar; {@link dev.deltalex.spark.Deltalex} to Java, as a function of columns, and to
 * sessions that exist already; {@link dev.deltalex.spark.DeltalexUdf} is the class to name in
 * PySpark. {@code ResponseReader} does the reading, one for each thread of an executor.
 */
@NullMarked
package dev.deltalex.spark;

import org.jspecify.annotations.NullMarked;
