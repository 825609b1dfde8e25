package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.Scanners;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.ChildJvm;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A pool that was made before the warm-up takes the better scanner once it has no open stream. In a
 * JVM of its own, because there is one scanner in a process.
 */
class PoolScannerTest {
  private static final String TEXT =
      "r</think>a <tool_call><function=f><parameter=a>\n1 < 2\n</parameter></function></tool_call>";

  /** Prints the scanner of each stream, and whether its events are those of the first. */
  public static void main(String[] arguments) {
    StreamPool pool = new StreamPool(1);
    pool.reserve(4);
    EventLog first = new EventLog();
    StreamParser open = open(pool, first);
    String before = scanner(open);
    Scanners.warmUp();
    System.out.println("current " + Scanners.current().name());
    System.out.println("settled " + StreamPool.isWarm());
    System.out.println("beside an open one " + scannerOfNext(pool, first));
    end(open);
    System.out.println("first " + before);
    System.out.println("alone " + scannerOfNext(pool, first));
    System.out.println("again " + scannerOfNext(pool, first));
  }

  private static String scannerOfNext(StreamPool pool, EventLog first) {
    EventLog log = new EventLog();
    StreamParser parser = open(pool, log);
    String scanner = scanner(parser);
    end(parser);
    return scanner + (log.toString().equals(first.toString()) ? " same" : " other") + " events";
  }

  private static StreamParser open(StreamPool pool, EventLog log) {
    StreamSpec spec = StreamSpec.of(Formats.byName("qwen3_coder")).tools(ToolSet.ANY).build();
    StreamParser parser = pool.open(spec, log);
    parser.feed(TEXT);
    return parser;
  }

  private static void end(StreamParser parser) {
    parser.finish(EndCause.STOP);
    parser.close();
  }

  private static String scanner(StreamParser parser) {
    return parser.core.work.scanner.name();
  }

  @Test
  void anIdlePoolTakesTheScannerOfTheProcess() {
    List<String> options =
        List.of("--add-modules=jdk.incubator.vector", "-D" + Scanners.PROPERTY + "=vector");
    List<String> lines = ChildJvm.run(options, PoolScannerTest.class).lines().toList();
    String current = value(lines, "current ");
    assertEquals("scalar", value(lines, "first "));
    assertTrue(value(lines, "beside an open one ").startsWith("scalar "), lines::toString);
    assertEquals(current + " same events", value(lines, "alone "));
    assertEquals(current + " same events", value(lines, "again "));
    assertEquals(!current.equals("scalar"), Boolean.parseBoolean(value(lines, "settled ")));
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(lines.toString()))
        .substring(name.length());
  }
}
