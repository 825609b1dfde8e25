package dev.deltalex.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sessions on two threads of this JVM. */
final class LocalSpark {
  /** The function in SQL, by the columns of {@link Responses}. */
  static final String ANSWERS = "SELECT id, deltalex(format, tools, text) AS answer FROM responses";

  private LocalSpark() {}

  /** A session of its own: what it registers no other one sees. */
  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("deltalex")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.warehouse.dir", "target/warehouse")
        .getOrCreate()
        .newSession();
  }

  static List<Row> rows(SparkSession spark, String sql) {
    return spark.sql(sql).collectAsList();
  }
}
