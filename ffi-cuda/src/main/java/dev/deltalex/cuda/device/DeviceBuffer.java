package dev.deltalex.cuda.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Memory of the device. Copies and fills are finished when the method returns; they do not wait for
 * kernels that are running, which is the caller's to see to.
 */
public final class DeviceBuffer extends DeviceResource {
  /** Heap memory goes to the driver in pieces of this size: 1 MiB keeps the transfer busy. */
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

  /** Address for kernels. */
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

  /** Copies the start of the buffer to a native segment, as much as that holds. */
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

  /** Sets every byte. */
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
   * A fill returns before it is done, and a copy of pageable memory may return while its last piece
   * is under way. Streams that do not wait for the default stream would not see it.
   */
  private void settle() {
    context.check(context.driver().streamSynchronize(DEFAULT_STREAM), "cuStreamSynchronize");
  }
}
