package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** A connection that accepts all bytes and calls no handler. */
class SilentClient implements ClientConnection {
  @Override
  public long requestedAt() {
    return 0;
  }

  @Override
  public String requestId() {
    return "req_test";
  }

  @Override
  public void onLeave(Runnable task) {}

  @Override
  public void onDrained(Runnable task) {}

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void begin(int length) {}

  @Override
  public void write(Buffer bytes, Consumer<Boolean> taken) {
    taken.accept(true);
  }

  @Override
  public void end() {}

  @Override
  public void refuse(WireError error) {}

  @Override
  public void abort() {}
}
