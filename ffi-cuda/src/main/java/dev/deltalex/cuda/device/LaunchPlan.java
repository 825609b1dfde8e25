package dev.deltalex.cuda.device;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A kernel, its grid and block sizes, and its arguments in the layout of {@code cuLaunchKernel},
 * which copies them at each launch or capture.
 */
public final class LaunchPlan {
  private final KernelFunction function;
  private final int grid;
  private final int block;
  private final MemorySegment pointers;

  LaunchPlan(KernelFunction function, int grid, int block, long[] arguments) {
    this.function = function;
    this.grid = grid;
    this.block = block;
    int count = arguments.length;
    Arena arena = function.module().context.arena();
    // At least one entry: an empty segment has no usable address.
    MemorySegment values = arena.allocate(JAVA_LONG, Math.max(1, count));
    this.pointers = arena.allocate(JAVA_LONG, Math.max(1, count));
    for (int i = 0; i < count; i++) {
      values.setAtIndex(JAVA_LONG, i, arguments[i]);
      pointers.setAtIndex(JAVA_LONG, i, values.address() + i * JAVA_LONG.byteSize());
    }
  }

  KernelFunction function() {
    return function;
  }

  int grid() {
    return grid;
  }

  int block() {
    return block;
  }

  MemorySegment pointers() {
    return pointers;
  }
}
