package dev.deltalex.cuda.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Device memory. Copies and fills are complete when the method returns. They are not ordered
 * against running kernels: the caller synchronizes with kernels that use the buffer.
 */
public final class DeviceBuffer extends DeviceResource {
  /** Heap memory is copied to the driver in chunks of this size; larger chunks are not faster. */
  private static final long PIECE = 1 << 20;

  /** The default stream, in which the plain copies and fills run. */
  private static final long DEFAULT_STREAM = 0;

  private final long pointer;
  private final long bytes;

  DeviceBuffer(DeviceContext context, long pointer, long bytes) {
    super(context);
    this.pointer = pointer;
    this.bytes = bytes;
  }

  /** The device address, as kernels use it. */
  public long devicePointer() {
    context.checkOwner();
    checkOpen();
    return pointer;
  }

  /** Size in bytes. */
  public long byteSize() {
    return bytes;
  }

  /** Copies a segment, heap or native, to the start of the buffer. */
  public void copyFrom(MemorySegment source) {
    copyFrom(0, source);
  }

  /** Copies a segment, heap or native, to an offset of the buffer. */
  public void copyFrom(long offset, MemorySegment source) {
    begin("cuMemcpyHtoD_v2", offset, source.byteSize());
    if (source.isNative()) {
      upload(offset, source);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        long left = source.byteSize();
        MemorySegment staging = arena.allocate(Math.max(1, Math.min(left, PIECE)));
        for (long at = 0; at < source.byteSize(); at += PIECE) {
          long size = Math.min(PIECE, source.byteSize() - at);
          MemorySegment.copy(source, at, staging, 0, size);
          upload(offset + at, staging.asSlice(0, size));
        }
      }
    }
    settle();
  }

  /** Fills a native segment with the first bytes of the buffer. */
  public void copyTo(MemorySegment target) {
    begin("cuMemcpyDtoH_v2", 0, target.byteSize());
    if (!target.isNative()) {
      throw new IllegalArgumentException("the target must be native memory");
    }
    if (target.byteSize() > 0) {
      int code = context.driver().optional().memcpyDToH(target, pointer, target.byteSize());
      context.check(code, "cuMemcpyDtoH_v2");
    }
  }

  /** Sets every byte of the buffer. */
  public void fill(byte value) {
    begin("cuMemsetD8_v2", 0, bytes);
    context.check(context.driver().memsetD8(pointer, value, bytes), "cuMemsetD8_v2");
    settle();
  }

  @Override
  void release(boolean lost) {
    if (!lost) {
      context.check(context.driver().memFree(pointer), "cuMemFree_v2");
    }
  }

  private void begin(String call, long offset, long size) {
    context.use(call);
    checkOpen();
    context.requireNoCapture();
    Objects.checkFromIndexSize(offset, size, bytes);
  }

  private void upload(long offset, MemorySegment source) {
    if (source.byteSize() > 0) {
      int code = context.driver().memcpyHToD(pointer + offset, source, source.byteSize());
      context.check(code, "cuMemcpyHtoD_v2");
    }
  }

  /**
   * Waits for the default stream. {@code cuMemsetD8} returns before the fill is done, and a copy
   * from pageable memory may return before its last chunk is written. Non-blocking streams are not
   * ordered after the default stream, so their kernels could read the old bytes.
   */
  private void settle() {
    context.check(context.driver().streamSynchronize(DEFAULT_STREAM), "cuStreamSynchronize");
  }
}
