package dev.deltalex.cuda.driver;

import static dev.deltalex.cuda.driver.ParameterKind.BYTE;
import static dev.deltalex.cuda.driver.ParameterKind.HANDLE;
import static dev.deltalex.cuda.driver.ParameterKind.INT;
import static dev.deltalex.cuda.driver.ParameterKind.POINTER;
import static dev.deltalex.cuda.driver.ParameterKind.SIZE;
import static dev.deltalex.cuda.driver.ParameterKind.WIDE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The driver functions that this module calls, with their exact symbols and C signatures. A test
 * compares kind and size of each parameter with the declaration in {@code cuda.h}.
 *
 * <p>Pointers to memory of this process are addresses. Handles (pointers to opaque structs) and
 * device addresses are longs: they are never dereferenced here, and passing a long allocates
 * nothing.
 */
enum DriverFunction {
  // CUresult cuInit(unsigned int Flags)
  INIT("cuInit", true, INT),
  // CUresult cuDriverGetVersion(int *driverVersion)
  DRIVER_GET_VERSION("cuDriverGetVersion", true, POINTER),
  // CUresult cuDeviceGetCount(int *count)
  DEVICE_GET_COUNT("cuDeviceGetCount", true, POINTER),
  // CUresult cuDeviceGet(CUdevice *device, int ordinal)
  DEVICE_GET("cuDeviceGet", true, POINTER, INT),
  // CUresult cuDeviceGetName(char *name, int len, CUdevice dev)
  DEVICE_GET_NAME("cuDeviceGetName", true, POINTER, INT, INT),
  // CUresult cuDeviceGetAttribute(int *pi, CUdevice_attribute attrib, CUdevice dev)
  DEVICE_GET_ATTRIBUTE("cuDeviceGetAttribute", true, POINTER, INT, INT),
  // CUresult cuDevicePrimaryCtxRetain(CUcontext *pctx, CUdevice dev)
  DEVICE_PRIMARY_CTX_RETAIN("cuDevicePrimaryCtxRetain", true, POINTER, INT),
  // CUresult cuDevicePrimaryCtxRelease_v2(CUdevice dev)
  DEVICE_PRIMARY_CTX_RELEASE("cuDevicePrimaryCtxRelease_v2", true, INT),
  // CUresult cuCtxSetCurrent(CUcontext ctx)
  CTX_SET_CURRENT("cuCtxSetCurrent", true, HANDLE),
  // CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned int numOptions,
  // CUjit_option *options, void **optionValues)
  MODULE_LOAD_DATA_EX("cuModuleLoadDataEx", true, POINTER, POINTER, INT, POINTER, POINTER),
  // CUresult cuModuleGetFunction(CUfunction *hfunc, CUmodule hmod, const char *name)
  MODULE_GET_FUNCTION("cuModuleGetFunction", true, POINTER, HANDLE, POINTER),
  // CUresult cuModuleUnload(CUmodule hmod)
  MODULE_UNLOAD("cuModuleUnload", true, HANDLE),
  // CUresult cuMemHostRegister_v2(void *p, size_t bytesize, unsigned int Flags)
  MEM_HOST_REGISTER("cuMemHostRegister_v2", true, POINTER, SIZE, INT),
  // CUresult cuMemHostUnregister(void *p)
  MEM_HOST_UNREGISTER("cuMemHostUnregister", true, POINTER),
  // CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *pdptr, void *p, unsigned int Flags)
  MEM_HOST_GET_DEVICE_POINTER("cuMemHostGetDevicePointer_v2", true, POINTER, POINTER, INT),
  // CUresult cuMemAlloc_v2(CUdeviceptr *dptr, size_t bytesize)
  MEM_ALLOC("cuMemAlloc_v2", true, POINTER, SIZE),
  // CUresult cuMemFree_v2(CUdeviceptr dptr)
  MEM_FREE("cuMemFree_v2", true, WIDE),
  // CUresult cuMemcpyHtoD_v2(CUdeviceptr dstDevice, const void *srcHost, size_t ByteCount)
  MEMCPY_H_TO_D("cuMemcpyHtoD_v2", true, WIDE, POINTER, SIZE),
  // CUresult cuMemsetD8_v2(CUdeviceptr dstDevice, unsigned char uc, size_t N)
  MEMSET_D8("cuMemsetD8_v2", true, WIDE, BYTE, SIZE),
  // CUresult cuStreamCreate(CUstream *phStream, unsigned int Flags)
  STREAM_CREATE("cuStreamCreate", true, POINTER, INT),
  // CUresult cuStreamDestroy_v2(CUstream hStream)
  STREAM_DESTROY("cuStreamDestroy_v2", true, HANDLE),
  // CUresult cuStreamSynchronize(CUstream hStream)
  STREAM_SYNCHRONIZE("cuStreamSynchronize", true, HANDLE),
  // CUresult cuStreamQuery(CUstream hStream)
  STREAM_QUERY("cuStreamQuery", true, HANDLE),
  // CUresult cuLaunchKernel(CUfunction f, unsigned int gridDimX, unsigned int gridDimY, unsigned
  // int gridDimZ, unsigned int blockDimX, unsigned int blockDimY, unsigned int blockDimZ,
  // unsigned int sharedMemBytes, CUstream hStream, void **kernelParams, void **extra)
  LAUNCH_KERNEL(
      "cuLaunchKernel", true, HANDLE, INT, INT, INT, INT, INT, INT, INT, HANDLE, POINTER, POINTER),
  // CUresult cuGetErrorName(CUresult error, const char **pStr)
  GET_ERROR_NAME("cuGetErrorName", true, INT, POINTER),
  // CUresult cuGetErrorString(CUresult error, const char **pStr)
  GET_ERROR_STRING("cuGetErrorString", true, INT, POINTER),
  // CUresult cuMemcpyDtoH_v2(void *dstHost, CUdeviceptr srcDevice, size_t ByteCount)
  MEMCPY_D_TO_H("cuMemcpyDtoH_v2", false, POINTER, WIDE, SIZE),
  // CUresult cuMemHostAlloc(void **pp, size_t bytesize, unsigned int Flags)
  MEM_HOST_ALLOC("cuMemHostAlloc", false, POINTER, SIZE, INT),
  // CUresult cuMemFreeHost(void *p)
  MEM_FREE_HOST("cuMemFreeHost", false, POINTER),
  // CUresult cuStreamBeginCapture_v2(CUstream hStream, CUstreamCaptureMode mode)
  STREAM_BEGIN_CAPTURE("cuStreamBeginCapture_v2", false, HANDLE, INT),
  // CUresult cuStreamEndCapture(CUstream hStream, CUgraph *phGraph)
  STREAM_END_CAPTURE("cuStreamEndCapture", false, HANDLE, POINTER),
  // CUresult cuGraphInstantiateWithFlags(CUgraphExec *phGraphExec, CUgraph hGraph, unsigned long
  // long flags)
  GRAPH_INSTANTIATE_WITH_FLAGS("cuGraphInstantiateWithFlags", false, POINTER, HANDLE, WIDE),
  // CUresult cuGraphLaunch(CUgraphExec hGraphExec, CUstream hStream)
  GRAPH_LAUNCH("cuGraphLaunch", false, HANDLE, HANDLE),
  // CUresult cuGraphExecDestroy(CUgraphExec hGraphExec)
  GRAPH_EXEC_DESTROY("cuGraphExecDestroy", false, HANDLE),
  // CUresult cuGraphDestroy(CUgraph hGraph)
  GRAPH_DESTROY("cuGraphDestroy", false, HANDLE);

  private final String symbol;
  private final boolean needed;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<ParameterKind> parameters;

  DriverFunction(String symbol, boolean needed, ParameterKind... parameters) {
    this.symbol = symbol;
    this.needed = needed;
    this.parameters = List.of(parameters);
  }

  /** The exported symbol, with its version suffix. */
  String symbol() {
    return symbol;
  }

  /** Whether the binding fails without this function; others are looked up at their first call. */
  boolean needed() {
    return needed;
  }

  List<ParameterKind> parameters() {
    return parameters;
  }

  /** The descriptor for the linker. Every function returns a CUresult, which is an int. */
  FunctionDescriptor descriptor() {
    MemoryLayout[] layouts =
        parameters.stream().map(ParameterKind::layout).toArray(MemoryLayout[]::new);
    return FunctionDescriptor.of(JAVA_INT, layouts);
  }

  /**
   * A downcall handle whose first parameter is the function's address. In a static final field the
   * JIT treats it as a constant, for whichever library the address belongs to.
   */
  @SuppressWarnings("restricted") // a test compares the descriptors with cuda.h
  MethodHandle handle() {
    return Linker.nativeLinker().downcallHandle(descriptor());
  }
}
