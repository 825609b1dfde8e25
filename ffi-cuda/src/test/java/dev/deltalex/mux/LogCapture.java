package dev.deltalex.mux;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the multiplexer logs while this is open. */
final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.deltalex.mux");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> messages = new ArrayList<>();

  LogCapture() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    messages.add(formatter.formatMessage(record) + (record.getThrown() == null ? "" : " + stack"));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(this);
  }

  synchronized int count() {
    return messages.size();
  }

  synchronized String only() {
    if (messages.size() != 1) {
      throw new AssertionError(messages.size() + " lines: " + messages);
    }
    return messages.getFirst();
  }
}
