package dev.deltalex.cuda.driver;

/**
 * The constants of {@code cuda.h} that this module uses, under their C names. A test compares all
 * of them with the values that a C compiler reads from {@code cuda.h}.
 */
public final class CudaConstants {
  public static final int CUDA_SUCCESS = 0;
  public static final int CUDA_ERROR_INVALID_VALUE = 1;
  public static final int CUDA_ERROR_OUT_OF_MEMORY = 2;
  public static final int CUDA_ERROR_NOT_INITIALIZED = 3;
  public static final int CUDA_ERROR_DEINITIALIZED = 4;
  public static final int CUDA_ERROR_STUB_LIBRARY = 34;
  public static final int CUDA_ERROR_NO_DEVICE = 100;
  public static final int CUDA_ERROR_INVALID_DEVICE = 101;
  public static final int CUDA_ERROR_INVALID_CONTEXT = 201;
  public static final int CUDA_ERROR_NO_BINARY_FOR_GPU = 209;
  public static final int CUDA_ERROR_ECC_UNCORRECTABLE = 214;
  public static final int CUDA_ERROR_INVALID_PTX = 218;
  public static final int CUDA_ERROR_NVLINK_UNCORRECTABLE = 220;
  public static final int CUDA_ERROR_UNSUPPORTED_PTX_VERSION = 222;
  public static final int CUDA_ERROR_CONTAINED = 226;
  public static final int CUDA_ERROR_INVALID_HANDLE = 400;
  public static final int CUDA_ERROR_NOT_FOUND = 500;
  public static final int CUDA_ERROR_NOT_READY = 600;
  public static final int CUDA_ERROR_ILLEGAL_ADDRESS = 700;
  public static final int CUDA_ERROR_LAUNCH_TIMEOUT = 702;
  public static final int CUDA_ERROR_CONTEXT_IS_DESTROYED = 709;
  public static final int CUDA_ERROR_ASSERT = 710;
  public static final int CUDA_ERROR_HARDWARE_STACK_ERROR = 714;
  public static final int CUDA_ERROR_ILLEGAL_INSTRUCTION = 715;
  public static final int CUDA_ERROR_MISALIGNED_ADDRESS = 716;
  public static final int CUDA_ERROR_INVALID_ADDRESS_SPACE = 717;
  public static final int CUDA_ERROR_INVALID_PC = 718;
  public static final int CUDA_ERROR_LAUNCH_FAILED = 719;
  public static final int CUDA_ERROR_MPS_CLIENT_TERMINATED = 810;
  public static final int CUDA_ERROR_NOT_SUPPORTED = 801;
  public static final int CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900;
  public static final int CUDA_ERROR_STREAM_CAPTURE_INVALIDATED = 901;
  public static final int CUDA_ERROR_EXTERNAL_DEVICE = 911;
  public static final int CUDA_ERROR_UNKNOWN = 999;

  public static final int CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 1;
  public static final int CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16;
  public static final int CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY = 19;
  public static final int CU_DEVICE_ATTRIBUTE_COMPUTE_MODE = 20;
  public static final int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75;
  public static final int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76;
  public static final int CU_COMPUTEMODE_PROHIBITED = 2;

  public static final int CU_MEMHOSTALLOC_PORTABLE = 1;
  public static final int CU_MEMHOSTALLOC_DEVICEMAP = 2;
  public static final int CU_MEMHOSTREGISTER_PORTABLE = 1;
  public static final int CU_MEMHOSTREGISTER_DEVICEMAP = 2;
  public static final int CU_JIT_INFO_LOG_BUFFER = 3;
  public static final int CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES = 4;
  public static final int CU_JIT_ERROR_LOG_BUFFER = 5;
  public static final int CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6;
  public static final int CU_STREAM_NON_BLOCKING = 1;
  public static final int CU_STREAM_CAPTURE_MODE_THREAD_LOCAL = 1;

  private CudaConstants() {}
}
