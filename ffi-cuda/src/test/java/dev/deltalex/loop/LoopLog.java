package dev.deltalex.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What loops log while this is open, kept from the console. */
final class LoopLog extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.deltalex.loop");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = new ArrayList<>();

  LoopLog() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    lines.add(record.getLevel() + " " + formatter.formatMessage(record));
    notifyAll();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(this);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits until there are so many lines, and returns them. */
  synchronized List<String> await(int count) throws InterruptedException {
    while (lines.size() < count) {
      wait();
    }
    return List.copyOf(lines);
  }
}
