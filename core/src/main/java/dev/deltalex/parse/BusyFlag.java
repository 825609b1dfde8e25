package dev.deltalex.parse;

/**
 * Whether a parser of a workspace is reading input, and a callback may be running. Until it has
 * finished, no other parser of the workspace may read.
 *
 * <p>A pool may be handed from thread to thread, but two threads must not use it at the same time.
 * Where assertions are enabled, a call that comes while another thread is inside one is refused; as
 * the fields are not volatile, this finds most such calls, not all.
 */
final class BusyFlag {
  boolean busy;

  /** Id of the thread that set {@link #busy} last, where assertions are enabled; else 0. */
  private long reader;

  /** For an assertion where {@link #busy} is set: records the current thread. Returns true. */
  boolean recordReader() {
    reader = Thread.currentThread().getId();
    return true;
  }

  /**
   * For an assertion at the begin of {@code call}, while {@link #busy} is set: by this thread.
   * Returns true.
   *
   * @throws AssertionError if it was set by another thread
   */
  boolean isOneThread(String call) {
    Thread caller = Thread.currentThread();
    if (reader != 0 && reader != caller.getId()) {
      throw new AssertionError(
          call
              + " in thread "
              + caller.getName()
              + " while another thread is in a call of a parser of the same pool: a pool and its"
              + " parsers are used by one thread at a time");
    }
    return true;
  }
}
