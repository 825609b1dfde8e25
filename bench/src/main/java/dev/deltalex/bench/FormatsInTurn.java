package dev.deltalex.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;

/**
 * Times what {@link FormatDelta} times in one JVM, in slices of some tens of microseconds, one
 * format after the other: what else the machine does hits all of them alike. The figure is the 2nd
 * percentile of a format's slices.
 */
public final class FormatsInTurn {
  /** Slices of each format that are timed; half as many precede them. */
  private static final int SLICES = 600;

  private static final int PERCENT = 2;

  private FormatsInTurn() {}

  /** Prints a table of ratios; takes about half a minute. */
  public static void main(String[] args) {
    List<Measurement> run = new ArrayList<>();
    for (int chars : new int[] {4, 24}) {
      for (String text : new String[] {"plain", "code"}) {
        List<FormatDelta.Stream> streams = new ArrayList<>();
        for (String format : formats()) {
          FormatDelta.Argument stream = new FormatDelta.Argument();
          stream.text = text;
          begin(stream, format, chars);
          stream.prepare();
          streams.add(stream);
        }
        time("argument", text, streams, run);
      }
    }
    for (int chars : new int[] {4, 24}) {
      List<FormatDelta.Stream> streams = new ArrayList<>();
      for (String format : formats()) {
        FormatDelta.Answer stream = new FormatDelta.Answer();
        begin(stream, format, chars);
        stream.prepare();
        streams.add(stream);
      }
      time("answer", "plain", streams, run);
    }
    new FormatRatios(run).print(System.out);
  }

  private static List<String> formats() {
    try {
      return List.of(EachFormat.class.getField("format").getAnnotation(Param.class).value());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void begin(FormatDelta.Stream stream, String format, int chars) {
    stream.format = format;
    stream.chars = chars;
  }

  private static void time(
      String method, String text, List<FormatDelta.Stream> streams, List<Measurement> run) {
    long[][] times = new long[streams.size()][SLICES];
    // Each is one slice ahead of the one before it: of a text that another has just read, the
    // branch predictor would know the way.
    for (int i = 0; i < times.length; i++) {
      for (int slice = 0; slice < i; slice++) {
        streams.get(i).feed();
      }
    }
    for (int slice = -SLICES / 2; slice < SLICES; slice++) {
      for (int i = 0; i < times.length; i++) {
        long start = System.nanoTime();
        streams.get(i).feed();
        times[i][Math.max(0, slice)] = System.nanoTime() - start;
      }
    }
    for (int i = 0; i < times.length; i++) {
      Arrays.sort(times[i]);
      FormatDelta.Stream stream = streams.get(i);
      double nanos = (double) times[i][SLICES * PERCENT / 100] / FormatDelta.DELTAS;
      Map<String, String> params =
          Map.of("format", stream.format, "chars", String.valueOf(stream.chars), "text", text);
      run.add(
          new Measurement(
              "FormatDelta." + method, params, nanos, Double.NaN, true, Double.NaN, Map.of()));
    }
  }
}
