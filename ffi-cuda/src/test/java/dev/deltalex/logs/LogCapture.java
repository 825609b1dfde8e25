package dev.deltalex.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures the lines of a logger until it is closed, instead of printing them to the console. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = new ArrayList<>();

  /** Starts to capture the logger with this name. */
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

  /** The lines so far: level, message, and whether there was a stack trace. */
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

  /** Waits for a number of lines and returns them. */
  public synchronized List<String> await(int count) throws InterruptedException {
    while (lines.size() < count) {
      wait();
    }
    return List.copyOf(lines);
  }
}
