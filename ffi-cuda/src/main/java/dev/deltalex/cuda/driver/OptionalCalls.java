package dev.deltalex.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Optional functions of the driver, looked up at their first call: graphs, and memory functions
 * that only device checks use. As in {@link CudaDriver}, each method is one C function and returns
 * its CUresult. A function that the library lacks throws {@link MissingSymbolException}.
 */
public final class OptionalCalls {
  private static final MethodHandle MEMCPY_D_TO_H = DriverFunction.MEMCPY_D_TO_H.handle();
  private static final MethodHandle MEM_HOST_ALLOC = DriverFunction.MEM_HOST_ALLOC.handle();
  private static final MethodHandle MEM_FREE_HOST = DriverFunction.MEM_FREE_HOST.handle();
  private static final MethodHandle STREAM_BEGIN_CAPTURE =
      DriverFunction.STREAM_BEGIN_CAPTURE.handle();
  private static final MethodHandle STREAM_END_CAPTURE = DriverFunction.STREAM_END_CAPTURE.handle();
  private static final MethodHandle GRAPH_INSTANTIATE_WITH_FLAGS =
      DriverFunction.GRAPH_INSTANTIATE_WITH_FLAGS.handle();
  private static final MethodHandle GRAPH_LAUNCH = DriverFunction.GRAPH_LAUNCH.handle();
  private static final MethodHandle GRAPH_EXEC_DESTROY = DriverFunction.GRAPH_EXEC_DESTROY.handle();
  private static final MethodHandle GRAPH_DESTROY = DriverFunction.GRAPH_DESTROY.handle();

  private final CudaDriver driver;

  OptionalCalls(CudaDriver driver) {
    this.driver = driver;
  }

  /** Whether launches can be captured into a graph and replayed. */
  public boolean hasGraphs() {
    return driver.has(DriverFunction.STREAM_BEGIN_CAPTURE)
        && driver.has(DriverFunction.STREAM_END_CAPTURE)
        && driver.has(DriverFunction.GRAPH_INSTANTIATE_WITH_FLAGS)
        && driver.has(DriverFunction.GRAPH_LAUNCH)
        && driver.has(DriverFunction.GRAPH_EXEC_DESTROY)
        && driver.has(DriverFunction.GRAPH_DESTROY);
  }

  public int memcpyDToH(MemorySegment to, long from, long bytes) {
    try {
      return (int)
          MEMCPY_D_TO_H.invokeExact(driver.at(DriverFunction.MEMCPY_D_TO_H), to, from, bytes);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int memHostAlloc(MemorySegment pointer, long bytes, int flags) {
    try {
      return (int)
          MEM_HOST_ALLOC.invokeExact(
              driver.at(DriverFunction.MEM_HOST_ALLOC), pointer, bytes, flags);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int memFreeHost(MemorySegment pointer) {
    try {
      return (int) MEM_FREE_HOST.invokeExact(driver.at(DriverFunction.MEM_FREE_HOST), pointer);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int streamBeginCapture(long stream, int mode) {
    try {
      return (int)
          STREAM_BEGIN_CAPTURE.invokeExact(
              driver.at(DriverFunction.STREAM_BEGIN_CAPTURE), stream, mode);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int streamEndCapture(long stream, MemorySegment graph) {
    try {
      return (int)
          STREAM_END_CAPTURE.invokeExact(
              driver.at(DriverFunction.STREAM_END_CAPTURE), stream, graph);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int graphInstantiateWithFlags(MemorySegment exec, long graph, long flags) {
    try {
      return (int)
          GRAPH_INSTANTIATE_WITH_FLAGS.invokeExact(
              driver.at(DriverFunction.GRAPH_INSTANTIATE_WITH_FLAGS), exec, graph, flags);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int graphLaunch(long exec, long stream) {
    try {
      return (int) GRAPH_LAUNCH.invokeExact(driver.at(DriverFunction.GRAPH_LAUNCH), exec, stream);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int graphExecDestroy(long exec) {
    try {
      return (int)
          GRAPH_EXEC_DESTROY.invokeExact(driver.at(DriverFunction.GRAPH_EXEC_DESTROY), exec);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }

  public int graphDestroy(long graph) {
    try {
      return (int) GRAPH_DESTROY.invokeExact(driver.at(DriverFunction.GRAPH_DESTROY), graph);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
  }
}
