package dev.deltalex.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.device.DeviceBuffer;
import dev.deltalex.cuda.device.DeviceContext;
import dev.deltalex.cuda.device.DeviceGraph;
import dev.deltalex.cuda.device.DeviceStream;
import dev.deltalex.cuda.device.LaunchPlan;
import dev.deltalex.cuda.device.MappedMemory;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.ring.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The device resources of a CUDA loop: the model, the slots' states, the kernel and its parameters.
 * Used only by the thread that owns the context, and closed with the context.
 */
final class DeviceSide {
  /** Threads per block: four warps, so that four positions are verified in parallel. */
  private static final int BLOCK = 128;

  // struct DlxLoop of step.h.
  private static final long PARAMETER_BYTES = 72;
  private static final long STOP_OFFSET = 64;

  private static final int FEW_FENCES = 1;

  /** struct DlxSlot of step.h. */
  private static final long SLOT_STATE_BYTES = 128;

  private static final long COUNTER_BYTES = 16;

  private static final System.Logger LOG = System.getLogger("dev.deltalex.loop");

  private static final ValueLayout.OfLong LONG = JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final DeviceStream stream;
  private final LaunchPlan plan;
  private final @Nullable DeviceGraph graph;
  private final DeviceBuffer parameters;
  private boolean stopping;

  DeviceSide(DeviceContext context, LoopRing ring) {
    LoopOptions options = ring.options();
    long mapped = map(context, ring);
    MemorySegment image = ring.model().image();
    DeviceBuffer model = context.allocate(image.byteSize());
    model.copyFrom(image);
    DeviceBuffer slots = context.allocate(SLOT_STATE_BYTES * options.slots());
    slots.fill((byte) 0);
    DeviceBuffer counters = context.allocate(COUNTER_BYTES);
    counters.fill((byte) 0);
    this.parameters = context.allocate(PARAMETER_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = arena.allocate(PARAMETER_BYTES, Long.BYTES);
      words.set(LONG, 0, mapped);
      words.set(LONG, 8, model.devicePointer());
      words.set(LONG, 16, image.byteSize() / Integer.BYTES);
      words.set(LONG, 24, slots.devicePointer());
      words.set(LONG, 32, counters.devicePointer());
      RingLayout layout = ring.layout();
      words.set(INT, 40, options.slots());
      words.set(INT, 44, options.capacityWords());
      words.set(INT, 48, options.maxBurst());
      words.set(INT, 52, (int) layout.slotOffset(0));
      words.set(INT, 56, (int) layout.ringOffset(0));
      words.set(INT, 60, options.draftOrder());
      words.set(INT, 68, fewFences() ? FEW_FENCES : 0);
      parameters.copyFrom(words);
    }
    this.stream = context.stream();
    this.plan =
        context
            .module(KernelText.ptx())
            .function(KernelText.FUNCTION)
            .plan(options.slots(), BLOCK, parameters.devicePointer());
    this.graph = options.graph() && context.hasGraphs() ? record() : null;
    stream.synchronize();
  }

  /**
   * Makes the ring accessible to the device; returns its address there. Some systems cannot pin
   * memory that exists: then the ring moves to memory of the driver.
   */
  private static long map(DeviceContext context, LoopRing ring) {
    try {
      return context.register(ring.block()).devicePointer();
    } catch (CudaException refused) {
      if (refused.isContextLost()) {
        throw refused;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "the ring's memory cannot be registered, the driver's memory is used instead: "
              + refused.getMessage());
      MappedMemory memory = context.mappedMemory(ring.layout().totalBytes());
      ring.moveTo(memory.segment());
      return memory.devicePointer();
    }
  }

  private DeviceGraph record() {
    stream.beginCapture();
    stream.launch(plan);
    return stream.endCapture();
  }

  /**
   * Whether the kernel leaves out fences that it can do without: an experiment, with the system
   * property {@code deltalex.cuda.fences} as {@code few}, until a device has been measured.
   */
  static boolean fewFences() {
    return "few".equals(System.getProperty("deltalex.cuda.fences"));
  }

  /** Whether a step replays a graph instead of launching the kernel. */
  boolean replays() {
    return graph != null;
  }

  /** Queues a step. The previous one must be done. */
  void launch() {
    if (graph != null) {
      graph.launch(stream);
    } else {
      stream.launch(plan);
    }
  }

  /** Whether the step is done. */
  boolean isDone() {
    return stream.query();
  }

  /** Sets whether the next steps cancel all streams. No step may be running. */
  void stop(boolean stop) {
    if (stop != stopping) {
      stopping = stop;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment word = arena.allocate(INT);
        word.set(INT, 0, stop ? 1 : 0);
        parameters.copyFrom(STOP_OFFSET, word);
      }
    }
  }
}
