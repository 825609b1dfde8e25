package dev.deltalex.bench.ratio;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Tells whether the JIT has work left. On a busy machine its threads need seconds for what takes a
 * tenth of one elsewhere, so a warm-up must not end by the clock.
 */
final class CompileQueue {
  private static final String NAME = "com.sun.management:type=DiagnosticCommand";

  /** What HotSpot says of each of its two queues. */
  private static final String EMPTY = "Empty";

  private static final String CURRENT = "Current compiles:";

  private CompileQueue() {}

  /** Whether nothing is queued or being compiled; true where the JVM does not tell. */
  static boolean isEmpty() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      Object queue = server.invoke(new ObjectName(NAME), "compilerQueue", null, null);
      return isEmpty(String.valueOf(queue));
    } catch (JMException e) {
      return true;
    }
  }

  /** Reads HotSpot's list: the running compiles, then each queue with its tasks or one word. */
  static boolean isEmpty(String list) {
    boolean inCurrent = false;
    for (String line : list.lines().map(String::strip).toList()) {
      if (line.startsWith(CURRENT)) {
        inCurrent = true;
      } else if (line.endsWith("queue:")) {
        inCurrent = false;
      } else if (!line.isEmpty() && (inCurrent || !line.equals(EMPTY))) {
        return false;
      }
    }
    return true;
  }
}
