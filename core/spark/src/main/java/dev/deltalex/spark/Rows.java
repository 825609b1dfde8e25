package dev.deltalex.spark;

import dev.deltalex.DeltaEvent;
import dev.deltalex.FinishReason;
import dev.deltalex.Message;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of {@link DeltalexUdf#SCHEMA}. Array columns are Java arrays: Spark converts no lists. */
final class Rows {
  private static final Row[] NO_CALLS = {};

  private Rows() {}

  static Row of(Message message) {
    return RowFactory.create(
        message.reasoning(),
        message.content(),
        calls(message.calls()),
        names(message.diagnostics()),
        message.finishReason().name());
  }

  /** Nothing was read, and {@code problem} says why. */
  static Row ofProblem(String problem) {
    return RowFactory.create("", "", NO_CALLS, new String[] {problem}, FinishReason.ERROR.name());
  }

  /** The parser threw an exception, which no text should make it do. */
  static Row ofDefect(RuntimeException defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    String place = trace.length == 0 ? "" : " at " + trace[0];
    return ofProblem("defect of the parser, please report the text: " + defect + place);
  }

  private static Row[] calls(List<Message.Call> calls) {
    Row[] rows = new Row[calls.size()];
    for (int i = 0; i < rows.length; i++) {
      Message.Call call = calls.get(i);
      rows[i] = RowFactory.create(call.name(), call.arguments(), call.complete());
    }
    return rows;
  }

  private static String[] names(List<DeltaEvent.Note> notes) {
    String[] names = new String[notes.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = notes.get(i).code().name();
    }
    return names;
  }
}
