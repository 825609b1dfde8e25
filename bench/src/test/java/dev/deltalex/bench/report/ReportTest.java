package dev.deltalex.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path directory;

  @Test
  void drawsWhatThereArePointsOf() throws IOException {
    Files.writeString(
        directory.resolve("argument-length.csv"),
        "chars before,ours,re-parsing\n1024.000,12.000,400000.000\n1048576.000,13.000,NaN\n");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    new Report(directory).write(new PrintStream(said, true, StandardCharsets.UTF_8));

    String text = said.toString(StandardCharsets.UTF_8);
    Path svg = directory.resolve("argument-length.svg");
    // Without fonts there is a line instead.
    assertTrue(Files.exists(svg) != text.contains("No plot argument-length"), text);
    assertFalse(Files.exists(directory.resolve("delta-size.svg")));
    if (Files.exists(svg)) {
      assertTrue(Files.readString(svg).contains("<svg"));
      assertTrue(text.contains("The table and 1 plots: " + directory), text);
    }
  }

  @Test
  void valuesThatWereNotMeasuredAreLeftOut() throws IOException {
    Path csv =
        Files.writeString(
            directory.resolve("x.csv"), "chars,ours,other\n1.0,2.5,NaN\n4.0,3.5,7.0\n");
    Points points = Points.read(csv);
    assertEquals(List.of("chars", "ours", "other"), points.columns());
    assertEquals(2.5, points.rows().getFirst()[1]);
    assertTrue(Double.isNaN(points.rows().getFirst()[2]));
  }
}
