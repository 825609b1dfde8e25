package dev.deltalex.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a loaded driver library, one method each: the returned int is the CUresult, out
 * parameters are memory that the caller passes. {@link DriverLibrary} creates it; {@code
 * dev.deltalex.cuda.device} calls it.
 *
 * <p>As thread-safe as the driver; no method allocates. No downcall is {@code critical}: a driver
 * call may block, and a blocked critical call would delay safepoints of the JVM. The driver calls
 * no function of this process back.
 */
public final class CudaDriver {
  // Static, so that the JIT treats them as constants: the function's address is the first argument.
  private static final MethodHandle INIT = DriverFunction.INIT.handle();
  private static final MethodHandle DRIVER_GET_VERSION = DriverFunction.DRIVER_GET_VERSION.handle();
  private static final MethodHandle DEVICE_GET_COUNT = DriverFunction.DEVICE_GET_COUNT.handle();
  private static final MethodHandle DEVICE_GET = DriverFunction.DEVICE_GET.handle();
  private static final MethodHandle DEVICE_GET_NAME = DriverFunction.DEVICE_GET_NAME.handle();
  private static final MethodHandle DEVICE_GET_ATTRIBUTE =
      DriverFunction.DEVICE_GET_ATTRIBUTE.handle();
  private static final MethodHandle DEVICE_PRIMARY_CTX_RETAIN =
      DriverFunction.DEVICE_PRIMARY_CTX_RETAIN.handle();
  private static final MethodHandle DEVICE_PRIMARY_CTX_RELEASE =
      DriverFunction.DEVICE_PRIMARY_CTX_RELEASE.handle();
  private static final MethodHandle CTX_SET_CURRENT = DriverFunction.CTX_SET_CURRENT.handle();
  private static final MethodHandle MODULE_LOAD_DATA_EX =
      DriverFunction.MODULE_LOAD_DATA_EX.handle();
  private static final MethodHandle MODULE_GET_FUNCTION =
      DriverFunction.MODULE_GET_FUNCTION.handle();
  private static final MethodHandle MODULE_UNLOAD = DriverFunction.MODULE_UNLOAD.handle();
  private static final MethodHandle MEM_HOST_REGISTER = DriverFunction.MEM_HOST_REGISTER.handle();
  private static final MethodHandle MEM_HOST_UNREGISTER =
      DriverFunction.MEM_HOST_UNREGISTER.handle();
  private static final MethodHandle MEM_HOST_GET_DEVICE_POINTER =
      DriverFunction.MEM_HOST_GET_DEVICE_POINTER.handle();
  private static final MethodHandle MEM_ALLOC = DriverFunction.MEM_ALLOC.handle();
  private static final MethodHandle MEM_FREE = DriverFunction.MEM_FREE.handle();
  private static final MethodHandle MEMCPY_H_TO_D = DriverFunction.MEMCPY_H_TO_D.handle();
  private static final MethodHandle MEMSET_D8 = DriverFunction.MEMSET_D8.handle();
  private static final MethodHandle STREAM_CREATE = DriverFunction.STREAM_CREATE.handle();
  private static final MethodHandle STREAM_DESTROY = DriverFunction.STREAM_DESTROY.handle();
  private static final MethodHandle STREAM_SYNCHRONIZE = DriverFunction.STREAM_SYNCHRONIZE.handle();
  private static final MethodHandle STREAM_QUERY = DriverFunction.STREAM_QUERY.handle();
  private static final MethodHandle LAUNCH_KERNEL = DriverFunction.LAUNCH_KERNEL.handle();
  private static final MethodHandle GET_ERROR_NAME = DriverFunction.GET_ERROR_NAME.handle();
  private static final MethodHandle GET_ERROR_STRING = DriverFunction.GET_ERROR_STRING.handle();

  private final String library;
  private final SymbolLookup lookup;
  private final @Nullable MemorySegment[] addresses =
      new @Nullable MemorySegment[DriverFunction.values().length];
  private final OptionalCalls optional = new OptionalCalls(this);

  /**
   * Binds every needed function.
   *
   * @throws MissingSymbolException if the library lacks one
   */
  CudaDriver(String library, SymbolLookup lookup) {
    this.library = library;
    this.lookup = lookup;
    for (DriverFunction function : DriverFunction.values()) {
      if (function.needed()) {
        addresses[function.ordinal()] = find(function);
      }
    }
  }

  /** The file or soname that was loaded. */
  public String library() {
    return library;
  }

  /** Functions that a driver may lack: graphs and others. */
  public OptionalCalls optional() {
    return optional;
  }

  /** The driver's name of a CUresult, or null if the driver has none. */
  public @Nullable String errorName(int code) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      return getErrorName(code, out) == CudaConstants.CUDA_SUCCESS ? CudaResult.words(out) : null;
    }
  }

  /** The driver's explanation of a CUresult, or null if the driver has none. */
  public @Nullable String errorString(int code) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      return getErrorString(code, out) == CudaConstants.CUDA_SUCCESS ? CudaResult.words(out) : null;
    }
  }

  /** Throws unless the code is {@code CUDA_SUCCESS}. */
  public void check(int code, String call) {
    if (code != CudaConstants.CUDA_SUCCESS) {
      throw failure(code, call);
    }
  }

  /** The exception for a code other than {@code CUDA_SUCCESS}. */
  public CudaException failure(int code, String call) {
    return new CudaException(call, CudaResult.of(this, code));
  }

  public int init(int flags) {
    try {
      return (int) INIT.invokeExact(at(DriverFunction.INIT), flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int driverGetVersion(MemorySegment version) {
    try {
      return (int) DRIVER_GET_VERSION.invokeExact(at(DriverFunction.DRIVER_GET_VERSION), version);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int deviceGetCount(MemorySegment count) {
    try {
      return (int) DEVICE_GET_COUNT.invokeExact(at(DriverFunction.DEVICE_GET_COUNT), count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int deviceGet(MemorySegment device, int ordinal) {
    try {
      return (int) DEVICE_GET.invokeExact(at(DriverFunction.DEVICE_GET), device, ordinal);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int deviceGetName(MemorySegment name, int length, int device) {
    try {
      return (int)
          DEVICE_GET_NAME.invokeExact(at(DriverFunction.DEVICE_GET_NAME), name, length, device);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int deviceGetAttribute(MemorySegment value, int attribute, int device) {
    try {
      return (int)
          DEVICE_GET_ATTRIBUTE.invokeExact(
              at(DriverFunction.DEVICE_GET_ATTRIBUTE), value, attribute, device);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int devicePrimaryCtxRetain(MemorySegment context, int device) {
    try {
      return (int)
          DEVICE_PRIMARY_CTX_RETAIN.invokeExact(
              at(DriverFunction.DEVICE_PRIMARY_CTX_RETAIN), context, device);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int devicePrimaryCtxRelease(int device) {
    try {
      return (int)
          DEVICE_PRIMARY_CTX_RELEASE.invokeExact(
              at(DriverFunction.DEVICE_PRIMARY_CTX_RELEASE), device);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int ctxSetCurrent(long context) {
    try {
      return (int) CTX_SET_CURRENT.invokeExact(at(DriverFunction.CTX_SET_CURRENT), context);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int moduleLoadDataEx(
      MemorySegment module,
      MemorySegment image,
      int numOptions,
      MemorySegment options,
      MemorySegment optionValues) {
    try {
      return (int)
          MODULE_LOAD_DATA_EX.invokeExact(
              at(DriverFunction.MODULE_LOAD_DATA_EX),
              module,
              image,
              numOptions,
              options,
              optionValues);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int moduleGetFunction(MemorySegment function, long module, MemorySegment name) {
    try {
      return (int)
          MODULE_GET_FUNCTION.invokeExact(
              at(DriverFunction.MODULE_GET_FUNCTION), function, module, name);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int moduleUnload(long module) {
    try {
      return (int) MODULE_UNLOAD.invokeExact(at(DriverFunction.MODULE_UNLOAD), module);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memHostRegister(MemorySegment pointer, long bytes, int flags) {
    try {
      return (int)
          MEM_HOST_REGISTER.invokeExact(
              at(DriverFunction.MEM_HOST_REGISTER), pointer, bytes, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memHostUnregister(MemorySegment pointer) {
    try {
      return (int) MEM_HOST_UNREGISTER.invokeExact(at(DriverFunction.MEM_HOST_UNREGISTER), pointer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memHostGetDevicePointer(
      MemorySegment devicePointer, MemorySegment pointer, int flags) {
    try {
      return (int)
          MEM_HOST_GET_DEVICE_POINTER.invokeExact(
              at(DriverFunction.MEM_HOST_GET_DEVICE_POINTER), devicePointer, pointer, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memAlloc(MemorySegment pointer, long bytes) {
    try {
      return (int) MEM_ALLOC.invokeExact(at(DriverFunction.MEM_ALLOC), pointer, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memFree(long pointer) {
    try {
      return (int) MEM_FREE.invokeExact(at(DriverFunction.MEM_FREE), pointer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memcpyHToD(long to, MemorySegment from, long bytes) {
    try {
      return (int) MEMCPY_H_TO_D.invokeExact(at(DriverFunction.MEMCPY_H_TO_D), to, from, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int memsetD8(long to, byte value, long bytes) {
    try {
      return (int) MEMSET_D8.invokeExact(at(DriverFunction.MEMSET_D8), to, value, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int streamCreate(MemorySegment stream, int flags) {
    try {
      return (int) STREAM_CREATE.invokeExact(at(DriverFunction.STREAM_CREATE), stream, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int streamDestroy(long stream) {
    try {
      return (int) STREAM_DESTROY.invokeExact(at(DriverFunction.STREAM_DESTROY), stream);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int streamSynchronize(long stream) {
    try {
      return (int) STREAM_SYNCHRONIZE.invokeExact(at(DriverFunction.STREAM_SYNCHRONIZE), stream);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int streamQuery(long stream) {
    try {
      return (int) STREAM_QUERY.invokeExact(at(DriverFunction.STREAM_QUERY), stream);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int launchKernel(
      long function,
      int gridDimX,
      int gridDimY,
      int gridDimZ,
      int blockDimX,
      int blockDimY,
      int blockDimZ,
      int sharedMemBytes,
      long stream,
      MemorySegment parameters,
      MemorySegment extra) {
    try {
      return (int)
          LAUNCH_KERNEL.invokeExact(
              at(DriverFunction.LAUNCH_KERNEL),
              function,
              gridDimX,
              gridDimY,
              gridDimZ,
              blockDimX,
              blockDimY,
              blockDimZ,
              sharedMemBytes,
              stream,
              parameters,
              extra);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int getErrorName(int error, MemorySegment string) {
    try {
      return (int) GET_ERROR_NAME.invokeExact(at(DriverFunction.GET_ERROR_NAME), error, string);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  public int getErrorString(int error, MemorySegment string) {
    try {
      return (int) GET_ERROR_STRING.invokeExact(at(DriverFunction.GET_ERROR_STRING), error, string);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  MemorySegment at(DriverFunction function) {
    MemorySegment address = addresses[function.ordinal()];
    return address == null ? bind(function) : address;
  }

  boolean has(DriverFunction function) {
    return lookup.find(function.symbol()).isPresent();
  }

  static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException known) {
      throw known; // a segment that is closed or confined to another thread, or a missing function
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a downcall cannot throw a checked exception", e);
  }

  /** A race is harmless: all threads find the same address. */
  private MemorySegment bind(DriverFunction function) {
    MemorySegment address = find(function);
    addresses[function.ordinal()] = address;
    return address;
  }

  private MemorySegment find(DriverFunction function) {
    return lookup
        .find(function.symbol())
        .orElseThrow(() -> new MissingSymbolException(library, function.symbol()));
  }
}
