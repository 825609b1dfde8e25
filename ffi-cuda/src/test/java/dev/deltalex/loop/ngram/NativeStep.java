package dev.deltalex.loop.ngram;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.nativetools.NativeTools;
import dev.deltalex.ring.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** {@code step.h} compiled by g++; without g++ the test is skipped. */
@SuppressWarnings("restricted") // native code of this project, for tests
final class NativeStep {
  private static final int REFUSED = -1;

  private final MethodHandle next;
  private final MethodHandle step;

  private NativeStep(SymbolLookup lookup) {
    this.next =
        handle(
            lookup,
            "twin_next",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT,
                JAVA_INT, JAVA_INT));
    this.step = handle(lookup, "twin_step", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static MethodHandle handle(
      SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), descriptor);
  }

  static NativeStep compile() {
    return new NativeStep(
        SymbolLookup.libraryLookup(
            NativeTools.sharedLibrary(
                "step_twin",
                List.of(NativeTools.TEST_SOURCES.resolve("step_twin.cpp")),
                List.of("-I" + NativeTools.CUDA_SOURCES)),
            Arena.global()));
  }

  /** The next token, or -1 if the image is rejected. */
  int next(
      MemorySegment image,
      MemorySegment tokens,
      int end,
      int style,
      long seed,
      int position,
      int limit,
      int lanes) {
    try {
      return (int)
          next.invokeExact(
              image, image.byteSize() / 4, tokens, end, style, seed, position, limit, lanes);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static boolean isRefused(int token) {
    return token == REFUSED;
  }

  /** A {@code DlxLoop} for {@link #step}. */
  static MemorySegment loop(
      Arena arena, MemorySegment ring, RingLayout layout, MemorySegment image, int draftOrder) {
    MemorySegment loop = arena.allocate(72, 8);
    loop.set(JAVA_LONG, 0, ring.address());
    loop.set(JAVA_LONG, 8, image.address());
    loop.set(JAVA_LONG, 16, image.byteSize() / 4);
    loop.set(JAVA_LONG, 24, arena.allocate(128L * layout.slots(), 8).address());
    loop.set(JAVA_LONG, 32, arena.allocate(16, 8).address());
    loop.set(JAVA_INT, 40, layout.slots());
    loop.set(JAVA_INT, 44, layout.capacityWords());
    loop.set(JAVA_INT, 48, layout.maxBurst());
    loop.set(JAVA_INT, 52, (int) layout.slotOffset(0));
    loop.set(JAVA_INT, 56, (int) layout.ringOffset(0));
    loop.set(JAVA_INT, 60, draftOrder);
    return loop;
  }

  /** Sets the cursors in the states of the slots. */
  @SuppressWarnings("restricted") // the states that loop allocated
  static void startAt(MemorySegment loop, RingLayout layout, long cursor) {
    MemorySegment states =
        MemorySegment.ofAddress(loop.get(JAVA_LONG, 24)).reinterpret(128L * layout.slots());
    for (int slot = 0; slot < layout.slots(); slot++) {
      states.set(JAVA_LONG, 128L * slot, cursor); // wr
      states.set(JAVA_LONG, 128L * slot + 8, cursor); // rd
    }
  }

  /** Runs a step of every slot. */
  void step(MemorySegment loop, int lanes) {
    try {
      if ((int) step.invokeExact(loop, lanes) == 0) {
        throw new AssertionError("the image is refused");
      }
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
