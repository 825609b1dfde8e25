package dev.deltalex.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger is told while this is open, kept from the console. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = new ArrayList<>();

  /** Takes the lines of the logger of that name. */
  public LogCapture(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    String stack = record.getThrown() == null ? "" : " + stack";
    lines.add(record.getLevel() + " " + formatter.formatMessage(record) + stack);
    notifyAll();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(this);
  }

  /** The lines so far: level, message, and whether a stack came with it. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The only line, without its level. */
  public synchronized String only() {
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " lines: " + lines);
    }
    return lines.getFirst().split(" ", 2)[1];
  }

  /** Waits until there are so many lines, and returns them. */
  public synchronized List<String> await(int count) throws InterruptedException {
    while (lines.size() < count) {
      wait();
    }
    return List.copyOf(lines);
  }
}
