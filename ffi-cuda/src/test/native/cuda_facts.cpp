// Prints what a compiler makes of cuda.h: the value of every constant and, for every function, the
// kind and size in bytes of its result and of each parameter. A test compares the lines with the
// Java side. Kinds: int (signed or not, enums), pointer (memory of the process), handle (pointer to
// a struct that only the driver knows), float.
#define __CUDA_API_VERSION_INTERNAL  // every version under its own name, no renaming macros
#include <cuda.h>

#include <cstdio>
#include <type_traits>

namespace {

template <class T, class = void>
struct Complete : std::false_type {};
template <class T>
struct Complete<T, std::void_t<decltype(sizeof(T))>> : std::true_type {};

template <class T>
constexpr const char *kind() {
  if constexpr (std::is_pointer_v<T>) {
    using Target = std::remove_cv_t<std::remove_pointer_t<T>>;
    // void * is memory too: incomplete, but no class.
    return std::is_class_v<Target> && !Complete<Target>::value ? "handle" : "pointer";
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return "int";
  } else if constexpr (std::is_floating_point_v<T>) {
    return "float";
  } else {
    return "other";
  }
}

template <class R, class... P>
void print(const char *name, R (*)(P...)) {
  std::printf("function %s %s%zu", name, kind<R>(), sizeof(R));
  (std::printf(" %s%zu", kind<P>(), sizeof(P)), ...);
  std::printf("\n");
}

}  // namespace

#define CONSTANT(name) std::printf("constant %s %lld\n", #name, static_cast<long long>(name))
#define FUNCTION(name) print(#name, static_cast<decltype(&name)>(nullptr))

int main() {
  CONSTANT(CUDA_SUCCESS);
  CONSTANT(CUDA_ERROR_INVALID_VALUE);
  CONSTANT(CUDA_ERROR_OUT_OF_MEMORY);
  CONSTANT(CUDA_ERROR_NOT_INITIALIZED);
  CONSTANT(CUDA_ERROR_DEINITIALIZED);
  CONSTANT(CUDA_ERROR_STUB_LIBRARY);
  CONSTANT(CUDA_ERROR_NO_DEVICE);
  CONSTANT(CUDA_ERROR_INVALID_DEVICE);
  CONSTANT(CUDA_ERROR_INVALID_CONTEXT);
  CONSTANT(CUDA_ERROR_NO_BINARY_FOR_GPU);
  CONSTANT(CUDA_ERROR_ECC_UNCORRECTABLE);
  CONSTANT(CUDA_ERROR_INVALID_PTX);
  CONSTANT(CUDA_ERROR_NVLINK_UNCORRECTABLE);
  CONSTANT(CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
  CONSTANT(CUDA_ERROR_CONTAINED);
  CONSTANT(CUDA_ERROR_INVALID_HANDLE);
  CONSTANT(CUDA_ERROR_NOT_FOUND);
  CONSTANT(CUDA_ERROR_NOT_READY);
  CONSTANT(CUDA_ERROR_ILLEGAL_ADDRESS);
  CONSTANT(CUDA_ERROR_LAUNCH_TIMEOUT);
  CONSTANT(CUDA_ERROR_CONTEXT_IS_DESTROYED);
  CONSTANT(CUDA_ERROR_ASSERT);
  CONSTANT(CUDA_ERROR_HARDWARE_STACK_ERROR);
  CONSTANT(CUDA_ERROR_ILLEGAL_INSTRUCTION);
  CONSTANT(CUDA_ERROR_MISALIGNED_ADDRESS);
  CONSTANT(CUDA_ERROR_INVALID_ADDRESS_SPACE);
  CONSTANT(CUDA_ERROR_INVALID_PC);
  CONSTANT(CUDA_ERROR_LAUNCH_FAILED);
  CONSTANT(CUDA_ERROR_MPS_CLIENT_TERMINATED);
  CONSTANT(CUDA_ERROR_NOT_SUPPORTED);
  CONSTANT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
  CONSTANT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  CONSTANT(CUDA_ERROR_EXTERNAL_DEVICE);
  CONSTANT(CUDA_ERROR_UNKNOWN);
  CONSTANT(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
  CONSTANT(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  CONSTANT(CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY);
  CONSTANT(CU_DEVICE_ATTRIBUTE_COMPUTE_MODE);
  CONSTANT(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
  CONSTANT(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  CONSTANT(CU_COMPUTEMODE_PROHIBITED);
  CONSTANT(CU_MEMHOSTALLOC_PORTABLE);
  CONSTANT(CU_MEMHOSTALLOC_DEVICEMAP);
  CONSTANT(CU_MEMHOSTREGISTER_PORTABLE);
  CONSTANT(CU_MEMHOSTREGISTER_DEVICEMAP);
  CONSTANT(CU_JIT_INFO_LOG_BUFFER);
  CONSTANT(CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES);
  CONSTANT(CU_JIT_ERROR_LOG_BUFFER);
  CONSTANT(CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
  CONSTANT(CU_STREAM_NON_BLOCKING);
  CONSTANT(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
  FUNCTION(cuInit);
  FUNCTION(cuDriverGetVersion);
  FUNCTION(cuDeviceGetCount);
  FUNCTION(cuDeviceGet);
  FUNCTION(cuDeviceGetName);
  FUNCTION(cuDeviceGetAttribute);
  FUNCTION(cuDevicePrimaryCtxRetain);
  FUNCTION(cuDevicePrimaryCtxRelease_v2);
  FUNCTION(cuCtxSetCurrent);
  FUNCTION(cuModuleLoadDataEx);
  FUNCTION(cuModuleGetFunction);
  FUNCTION(cuModuleUnload);
  FUNCTION(cuMemHostAlloc);
  FUNCTION(cuMemFreeHost);
  FUNCTION(cuMemHostGetDevicePointer_v2);
  FUNCTION(cuMemAlloc_v2);
  FUNCTION(cuMemFree_v2);
  FUNCTION(cuMemcpyHtoD_v2);
  FUNCTION(cuMemsetD8_v2);
  FUNCTION(cuStreamCreate);
  FUNCTION(cuStreamDestroy_v2);
  FUNCTION(cuStreamSynchronize);
  FUNCTION(cuStreamQuery);
  FUNCTION(cuLaunchKernel);
  FUNCTION(cuGetErrorName);
  FUNCTION(cuGetErrorString);
  FUNCTION(cuMemcpyDtoH_v2);
  FUNCTION(cuMemHostRegister_v2);
  FUNCTION(cuMemHostUnregister);
  FUNCTION(cuStreamBeginCapture_v2);
  FUNCTION(cuStreamEndCapture);
  FUNCTION(cuGraphInstantiateWithFlags);
  FUNCTION(cuGraphLaunch);
  FUNCTION(cuGraphExecDestroy);
  FUNCTION(cuGraphDestroy);
  return 0;
}
