package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;
import dev.deltalex.StreamControl;
import java.util.ArrayList;

/** A pool of nothing but the state of {@link StringFloor}: a handle of 24 bytes on one of them. */
public final class HandlePool {
  private final ArrayList<StringFloor> free = new ArrayList<>();
  private final DeltaSink none;

  /** An empty pool. */
  public HandlePool(DeltaSink none) {
    this.none = none;
  }

  /** Gives out a stream. */
  public Handle open(DeltaSink sink) {
    StringFloor stream = free.isEmpty() ? new StringFloor(sink) : free.removeLast();
    stream.reset(sink, 0);
    Handle handle = new Handle(this, stream);
    sink.opened(handle);
    return handle;
  }

  private void takeBack(StringFloor stream) {
    stream.reset(none, 0);
    free.add(stream);
  }

  /** What a caller holds until the end of a response. */
  public static final class Handle implements StreamControl {
    private final HandlePool pool;
    private final StringFloor stream;
    private int call = -1;

    Handle(HandlePool pool, StringFloor stream) {
      this.pool = pool;
      this.stream = stream;
    }

    /** The last call of the stream. */
    public int callIndex() {
      return call;
    }

    @Override
    public void cancel() {
      call = -2;
    }

    /** Gives the stream back. */
    public void close() {
      pool.takeBack(stream);
    }
  }
}
