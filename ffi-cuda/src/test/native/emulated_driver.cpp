// A CUDA driver without a GPU, for tests only: the same C symbols as libcuda, kernels compiled for
// the host, one thread per stream. It is strict where the real one is merely undefined: wrong
// handles, freeing what is in use, calls during a capture.
#include "emulated_state.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <pthread.h>

thread_local EmulatedDim blockIdx{0, 0, 0}, gridDim{1, 1, 1};

namespace emulated {

State &state() {
  static State *instance = [] {
    auto *made = new State;
    auto number = [](const char *name, int otherwise) {
      const char *text = std::getenv(name);
      return text == nullptr ? otherwise : std::atoi(text);
    };
    Settings &s = made->settings;
    s.version = number("EMULATED_CUDA_VERSION", s.version);
    s.devices = number("EMULATED_CUDA_DEVICES", s.devices);
    s.delayMicros = number("EMULATED_CUDA_DELAY_US", s.delayMicros);
    s.failAfter = number("EMULATED_CUDA_FAIL_AFTER", -1);
    s.failCode = number("EMULATED_CUDA_FAIL_CODE", s.failCode);
    s.holdAfter = number("EMULATED_CUDA_HOLD_AFTER", -1);
    return made;
  }();
  return *instance;
}

Stream::Stream() : thread([this] { work(); }) {}

Stream::~Stream() {
  {
    std::lock_guard lock(mutex);
    ending = true;
  }
  changed.notify_all();
  thread.join();
}

void Stream::enqueue(const Launch &launch) {
  {
    std::lock_guard lock(mutex);
    queue.push_back(launch);
  }
  changed.notify_all();
}

void Stream::wait() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return queue.empty() && !busy; });
}

bool Stream::idle() {
  std::lock_guard lock(mutex);
  return queue.empty() && !busy;
}

static void run(const Launch &launch) {
  State &s = state();
  if (s.sticky != 0) {
    return;  // a failed device runs no further kernels
  }
  if (int micros = s.settings.delayMicros; micros > 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(micros));
  }
  if (s.settings.holdAfter >= 0 && s.settings.holdAfter.fetch_sub(1) <= 0) {
    s.settings.held = 1;
  }
  while (s.settings.held != 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
  if (s.settings.failAfter >= 0 && s.settings.failAfter.fetch_sub(1) <= 0) {
    s.sticky = s.settings.failCode.load();
    return;
  }
  gridDim = {launch.grid, 1, 1};
  for (unsigned b = 0; b < launch.grid; b++) {
    blockIdx = {b, 0, 0};
    launch.kernel->run(launch.slots);
  }
  s.launched++;
}

void Stream::work() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return ending || !queue.empty(); });
    if (queue.empty()) {
      return;
    }
    Launch launch = queue.front();
    queue.pop_front();
    busy = true;
    lock.unlock();
    run(launch);
    lock.lock();
    busy = false;
    changed.notify_all();
  }
}

}  // namespace emulated

using namespace emulated;

namespace {

thread_local bool current = false;  // the context is current in this thread

// Where a call may be made.
enum class Needs { NOTHING, INIT, CONTEXT, NO_CAPTURE };

struct Call {
  std::unique_lock<std::recursive_mutex> lock{state().mutex};
  CUresult result = CUDA_SUCCESS;

  Call(const char *name, Needs needs) {
    State &s = state();
    s.calls[name]++;
    bool chosen = s.entered++ == s.failCallAt;
    for (const char *word : {"Destroy", "Free", "Unload", "Unregister", "Release"}) {
      if (std::strstr(name, word) != nullptr) s.returned.append(name).append(" ");
    }
    if (chosen) {
      result = static_cast<CUresult>(s.failCallCode);
    } else if (auto injected = s.failNext.find(name); injected != s.failNext.end()) {
      result = static_cast<CUresult>(injected->second);
      s.failNext.erase(injected);
    } else if (needs >= Needs::INIT && !s.initialized) {
      result = CUDA_ERROR_NOT_INITIALIZED;
    } else if (needs >= Needs::CONTEXT && !(current && s.retained > 0)) {
      result = CUDA_ERROR_INVALID_CONTEXT;
    } else if (needs >= Needs::CONTEXT && s.sticky != 0) {
      result = static_cast<CUresult>(s.sticky.load());
    } else if (needs == Needs::NO_CAPTURE && invalidateCapture()) {
      result = CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
  }

  bool failed() const { return result != CUDA_SUCCESS; }

  // This thread captures, and asks for what a capture forbids.
  static bool invalidateCapture() {
    bool met = false;
    for (auto &[handle, stream] : state().streams) {
      if (stream->capturing && stream->capturer == std::this_thread::get_id()) {
        stream->invalidated = met = true;
      }
    }
    return met;
  }
};

// A call that hangs, as calls of a device in disorder do, until a test lets it go on.
void hang(const char *name) {
  State &s = state();
  std::unique_lock lock(s.hangMutex);
  while (s.hanging == name) {
    s.hangChanged.wait(lock);
  }
}

#define ENTER(name, needs)           \
  hang(name);                        \
  Call call(name, Needs::needs);     \
  if (call.failed()) return call.result

template <class M, class H>
auto *find(M &map, H handle) {
  auto found = map.find(reinterpret_cast<void *>(handle));
  return found == map.end() ? nullptr : found->second.get();
}

template <class H, class M, class P>
H keep(M &map, P object) {
  void *key = object.get();
  map[key] = std::move(object);
  return reinterpret_cast<H>(key);
}

void waitAll() {
  for (auto &[handle, stream] : state().streams) {
    stream->wait();
  }
}

// An object that a running kernel may use is about to be freed.
void expectIdle() {
  for (auto &[handle, stream] : state().streams) {
    if (!stream->idle()) {
      state().hazards++;
      break;
    }
  }
  waitAll();
}

void applyFills() {
  for (const Fill &fill : state().fills) {
    std::memset(fill.to, fill.value, fill.bytes);
  }
  state().fills.clear();
}

// Whether a range lies within one allocation.
bool within(const std::map<std::uintptr_t, std::size_t> &map, std::uintptr_t at, std::size_t bytes) {
  auto after = map.upper_bound(at);
  if (after == map.begin()) {
    return false;
  }
  auto [base, size] = *std::prev(after);
  return bytes <= size && at - base <= size - bytes;
}

// PTX 6.3 came with CUDA 10.0, 7.x with 11.x, 8.x with 12.x and so on.
int cudaOfPtx(const std::string &text) {
  std::size_t at = text.find(".version");
  int major = 0, minor = 0;
  if (at == std::string::npos ||
      std::sscanf(text.c_str() + at + 8, " %d.%d", &major, &minor) != 2) {
    return -1;
  }
  return major < 7 ? 10000 : (major + 4) * 1000 + minor * 10;
}

void releaseAll(State &s) {
  for (auto &[handle, stream] : s.streams) {
    stream->wait();
  }
  s.streams.clear();
  s.functions.clear();
  s.modules.clear();
  s.graphs.clear();
  s.execs.clear();
  s.fills.clear();
  for (auto &[base, size] : s.device) {
    std::free(reinterpret_cast<void *>(base));
  }
  for (auto &[base, size] : s.host) {
    std::free(reinterpret_cast<void *>(base));
  }
  s.device.clear();
  s.host.clear();
  s.registered.clear();
}

// The compiler of a real driver needs a deep stack.
void rememberStack() {
  pthread_attr_t attributes;
  std::size_t bytes = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    pthread_attr_getstacksize(&attributes, &bytes);
    pthread_attr_destroy(&attributes);
  }
  state().stackBytes = static_cast<long>(bytes);
}

void *allocate(std::size_t bytes, std::size_t alignment) {
  void *memory = nullptr;
  if (posix_memalign(&memory, alignment, bytes) != 0) {
    return nullptr;
  }
  std::memset(memory, 0xCD, bytes);  // fresh memory has no defined content
  return memory;
}

}  // namespace

extern "C" {

// ---- start, device, context

CUresult cuInit(unsigned int flags) {
  ENTER("cuInit", NOTHING);
  if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
  if (state().settings.initResult != 0) {
    return static_cast<CUresult>(state().settings.initResult.load());
  }
  if (state().settings.devices == 0) return CUDA_ERROR_NO_DEVICE;
  state().initialized = true;
  return CUDA_SUCCESS;
}

CUresult cuDriverGetVersion(int *version) {
  ENTER("cuDriverGetVersion", NOTHING);
  *version = state().settings.version;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetCount(int *count) {
  ENTER("cuDeviceGetCount", INIT);
  *count = state().settings.devices;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
  ENTER("cuDeviceGet", INIT);
  if (ordinal < 0 || ordinal >= state().settings.devices) return CUDA_ERROR_INVALID_DEVICE;
  *device = ordinal;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
  ENTER("cuDeviceGetName", INIT);
  if (device < 0 || device >= state().settings.devices) return CUDA_ERROR_INVALID_DEVICE;
  std::snprintf(name, static_cast<std::size_t>(length), "Emulated device %d", device);
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
  ENTER("cuDeviceGetAttribute", INIT);
  const Settings &s = state().settings;
  if (device < 0 || device >= s.devices) return CUDA_ERROR_INVALID_DEVICE;
  switch (static_cast<int>(attribute)) {
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = 1024; break;
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: *value = 1; break;
    case CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY: *value = s.mapsHostMemory; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_MODE: *value = s.computeMode; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *value = s.capability / 10; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *value = s.capability % 10; break;
    default: return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
  ENTER("cuDevicePrimaryCtxRetain", INIT);
  State &s = state();
  if (device < 0 || device >= s.settings.devices) return CUDA_ERROR_INVALID_DEVICE;
  if (s.sticky != 0) return static_cast<CUresult>(s.sticky.load());
  s.retained++;
  *context = reinterpret_cast<CUcontext>(&s);
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  ENTER("cuDevicePrimaryCtxRelease_v2", INIT);
  State &s = state();
  if (device < 0 || device >= s.settings.devices) return CUDA_ERROR_INVALID_DEVICE;
  if (s.retained == 0) return CUDA_ERROR_INVALID_CONTEXT;
  if (--s.retained == 0) {
    s.leaks += s.sticky == 0 ? s.live() : 0;  // a lost context can only be dropped whole
    releaseAll(s);
    if (s.settings.failSticks == 0) s.sticky = 0;
  }
  return CUDA_SUCCESS;
}

CUresult cuCtxSetCurrent(CUcontext context) {
  ENTER("cuCtxSetCurrent", INIT);
  if (context != nullptr && reinterpret_cast<State *>(context) != &state()) {
    return CUDA_ERROR_INVALID_CONTEXT;
  }
  current = context != nullptr;
  return CUDA_SUCCESS;
}

// ---- modules

// What the compiler of a real driver says is of this form.
static void tell(unsigned count, CUjit_option *options, void **values, const char *text) {
  char *log = nullptr;
  std::size_t bytes = 0;
  for (unsigned i = 0; i < count; i++) {
    if (options[i] == CU_JIT_ERROR_LOG_BUFFER) log = static_cast<char *>(values[i]);
    if (options[i] == CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES) {
      bytes = reinterpret_cast<std::size_t>(values[i]);
    }
  }
  if (log != nullptr && bytes > 0) std::snprintf(log, bytes, "%s", text);
}

CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned int count,
                            CUjit_option *options, void **values) {
  ENTER("cuModuleLoadDataEx", NO_CAPTURE);
  rememberStack();
  auto made = std::make_unique<Module>();
  made->text = static_cast<const char *>(image);
  int cuda = cudaOfPtx(made->text);
  if (cuda < 0 || made->text.find("not an instruction") != std::string::npos) {
    tell(count, options, values,
         "ptxas application ptx input, line 4; fatal   : Parsing error near 'not': syntax error\n"
         "ptxas fatal   : Ptx assembly aborted due to errors\n");
    return CUDA_ERROR_INVALID_PTX;
  }
  if (cuda > state().settings.version) return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
  *module = keep<CUmodule>(state().modules, std::move(made));
  return CUDA_SUCCESS;
}

CUresult cuModuleLoadData(CUmodule *module, const void *image) {
  return cuModuleLoadDataEx(module, image, 0, nullptr, nullptr);
}

CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  ENTER("cuModuleGetFunction", CONTEXT);
  Module *owner = find(state().modules, module);
  if (owner == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  // A text with entries must have this one; one without entries stands for any.
  if (owner->text.find(".entry") != std::string::npos &&
      owner->text.find(std::string(".entry ") + name + "(") == std::string::npos) {
    return CUDA_ERROR_NOT_FOUND;
  }
  for (std::size_t i = 0; i < EMULATED_KERNEL_COUNT; i++) {
    if (std::strcmp(EMULATED_KERNELS[i].name, name) == 0) {
      auto made = std::make_unique<Function>(Function{owner, &EMULATED_KERNELS[i]});
      *function = keep<CUfunction>(state().functions, std::move(made));
      return CUDA_SUCCESS;
    }
  }
  return CUDA_ERROR_NOT_FOUND;
}

CUresult cuModuleUnload(CUmodule module) {
  ENTER("cuModuleUnload", NO_CAPTURE);
  State &s = state();
  Module *owner = find(s.modules, module);
  if (owner == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  expectIdle();
  for (auto it = s.functions.begin(); it != s.functions.end();) {
    it = it->second->module == owner ? s.functions.erase(it) : std::next(it);
  }
  s.modules.erase(module);
  return CUDA_SUCCESS;
}

// ---- memory

CUresult cuMemHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
  ENTER("cuMemHostAlloc", NO_CAPTURE);
  if (bytes == 0 || (flags & CU_MEMHOSTALLOC_DEVICEMAP) == 0) return CUDA_ERROR_INVALID_VALUE;
  void *memory = allocate(bytes, 4096);
  if (memory == nullptr) return CUDA_ERROR_OUT_OF_MEMORY;
  state().host[reinterpret_cast<std::uintptr_t>(memory)] = bytes;
  *pointer = memory;
  return CUDA_SUCCESS;
}

CUresult cuMemFreeHost(void *pointer) {
  ENTER("cuMemFreeHost", NO_CAPTURE);
  if (state().host.count(reinterpret_cast<std::uintptr_t>(pointer)) == 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  expectIdle();
  state().host.erase(reinterpret_cast<std::uintptr_t>(pointer));
  std::free(pointer);
  return CUDA_SUCCESS;
}

CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *pointer, void *memory, unsigned int flags) {
  ENTER("cuMemHostGetDevicePointer_v2", CONTEXT);
  auto address = reinterpret_cast<std::uintptr_t>(memory);
  if (flags != 0 || !(within(state().host, address, 1) || within(state().registered, address, 1))) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  *pointer = address;
  return CUDA_SUCCESS;
}

CUresult cuMemHostRegister_v2(void *memory, size_t bytes, unsigned int flags) {
  ENTER("cuMemHostRegister_v2", NO_CAPTURE);
  auto address = reinterpret_cast<std::uintptr_t>(memory);
  if (bytes == 0 || (flags & CU_MEMHOSTREGISTER_DEVICEMAP) == 0) return CUDA_ERROR_INVALID_VALUE;
  if (within(state().host, address, 1)) return CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
  // Whole pages are pinned: two ranges that share one are as good as one range twice.
  auto first = [](std::uintptr_t at) { return at / 4096; };
  for (auto [base, size] : state().registered) {
    if (first(base) <= first(address + bytes - 1) && first(address) <= first(base + size - 1)) {
      return CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
    }
  }
  state().registered[address] = bytes;
  return CUDA_SUCCESS;
}

#ifndef EMULATED_WITHOUT_UNREGISTER
CUresult cuMemHostUnregister(void *memory) {
  ENTER("cuMemHostUnregister", NO_CAPTURE);
  if (state().registered.count(reinterpret_cast<std::uintptr_t>(memory)) == 0) {
    return CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED;
  }
  expectIdle();
  state().registered.erase(reinterpret_cast<std::uintptr_t>(memory));
  return CUDA_SUCCESS;
}
#endif

CUresult cuMemAlloc_v2(CUdeviceptr *pointer, size_t bytes) {
  ENTER("cuMemAlloc_v2", NO_CAPTURE);
  if (bytes == 0) return CUDA_ERROR_INVALID_VALUE;
  if (bytes > (std::size_t{1} << 40)) return CUDA_ERROR_OUT_OF_MEMORY;
  void *memory = allocate(bytes, 256);
  if (memory == nullptr) return CUDA_ERROR_OUT_OF_MEMORY;
  *pointer = reinterpret_cast<std::uintptr_t>(memory);
  state().device[*pointer] = bytes;
  return CUDA_SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr pointer) {
  ENTER("cuMemFree_v2", NO_CAPTURE);
  if (state().device.count(pointer) == 0) return CUDA_ERROR_INVALID_VALUE;
  expectIdle();
  applyFills();
  state().device.erase(pointer);
  std::free(reinterpret_cast<void *>(pointer));
  return CUDA_SUCCESS;
}

CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  ENTER("cuMemcpyHtoD_v2", NO_CAPTURE);
  if (!within(state().device, to, bytes)) return CUDA_ERROR_INVALID_VALUE;
  applyFills();
  std::memcpy(reinterpret_cast<void *>(to), from, bytes);
  return CUDA_SUCCESS;
}

CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  ENTER("cuMemcpyDtoH_v2", NO_CAPTURE);
  if (!within(state().device, from, bytes)) return CUDA_ERROR_INVALID_VALUE;
  applyFills();
  std::memcpy(to, reinterpret_cast<void *>(from), bytes);
  return CUDA_SUCCESS;
}

// Returns before it is done, as on a GPU: done when somebody waits for the default stream.
CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t bytes) {
  ENTER("cuMemsetD8_v2", NO_CAPTURE);
  if (!within(state().device, to, bytes)) return CUDA_ERROR_INVALID_VALUE;
  state().fills.push_back(Fill{reinterpret_cast<unsigned char *>(to), value, bytes});
  return CUDA_SUCCESS;
}

// ---- streams and launches

CUresult cuStreamCreate(CUstream *stream, unsigned int flags) {
  ENTER("cuStreamCreate", CONTEXT);
  if (flags > CU_STREAM_NON_BLOCKING) return CUDA_ERROR_INVALID_VALUE;
  *stream = keep<CUstream>(state().streams, std::make_unique<Stream>());
  return CUDA_SUCCESS;
}

CUresult cuStreamDestroy_v2(CUstream stream) {
  ENTER("cuStreamDestroy_v2", CONTEXT);
  Stream *found = find(state().streams, stream);
  if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  found->wait();
  state().streams.erase(stream);
  return CUDA_SUCCESS;
}

CUresult cuStreamSynchronize(CUstream stream) {
  Stream *found = nullptr;
  {
    ENTER("cuStreamSynchronize", CONTEXT);
    if (stream == nullptr) {
      applyFills();
      return CUDA_SUCCESS;
    }
    found = find(state().streams, stream);
    if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
    if (found->capturing) {
      found->invalidated = true;
      return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
  }
  found->wait();  // without the lock: other threads go on calling
  return static_cast<CUresult>(state().sticky.load());
}

CUresult cuStreamQuery(CUstream stream) {
  ENTER("cuStreamQuery", CONTEXT);
  Stream *found = find(state().streams, stream);
  if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (found->capturing) {
    found->invalidated = true;
    return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  }
  bool idle = found->idle();
  if (state().sticky != 0) return static_cast<CUresult>(state().sticky.load());
  return idle ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY;
}

#ifndef EMULATED_WITHOUT_LAUNCH
CUresult cuLaunchKernel(CUfunction function, unsigned int gridX, unsigned int gridY,
                        unsigned int gridZ, unsigned int blockX, unsigned int blockY,
                        unsigned int blockZ, unsigned int sharedBytes, CUstream stream,
                        void **parameters, void **extra) {
  ENTER("cuLaunchKernel", CONTEXT);
  Function *found = find(state().functions, function);
  Stream *queue = find(state().streams, stream);
  if (found == nullptr || queue == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (gridX == 0 || gridY != 1 || gridZ != 1 || blockX == 0 || blockX > 1024 || blockY != 1 ||
      blockZ != 1 || sharedBytes != 0 || extra != nullptr) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  Launch launch{found->kernel, gridX, {}};
  for (std::size_t i = 0; i < found->kernel->count; i++) {
    std::memcpy(&launch.slots[i], parameters[i], found->kernel->sizes[i]);
  }
  if (queue->capturing) {
    queue->captured.push_back(launch);
  } else {
    queue->enqueue(launch);
  }
  return CUDA_SUCCESS;
}
#endif

// ---- graphs

#ifndef EMULATED_WITHOUT_GRAPHS
CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode) {
  ENTER("cuStreamBeginCapture_v2", CONTEXT);
  Stream *found = find(state().streams, stream);
  if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (mode != CU_STREAM_CAPTURE_MODE_THREAD_LOCAL) return CUDA_ERROR_INVALID_VALUE;
  if (found->capturing) return CUDA_ERROR_ILLEGAL_STATE;
  found->capturing = true;
  found->invalidated = false;
  found->capturer = std::this_thread::get_id();
  found->captured.clear();
  return CUDA_SUCCESS;
}

CUresult cuStreamEndCapture(CUstream stream, CUgraph *graph) {
  Call call("cuStreamEndCapture", Needs::CONTEXT);
  Stream *found = find(state().streams, stream);
  if (call.failed()) {
    if (found != nullptr) found->capturing = false;  // the capture has ended with any result
    return call.result;
  }
  if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (!found->capturing) return CUDA_ERROR_ILLEGAL_STATE;
  found->capturing = false;
  *graph = nullptr;
  if (found->invalidated) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
  auto made = std::make_unique<Graph>(Graph{std::move(found->captured)});
  *graph = keep<CUgraph>(state().graphs, std::move(made));
  return CUDA_SUCCESS;
}

CUresult cuGraphInstantiateWithFlags(CUgraphExec *exec, CUgraph graph, unsigned long long flags) {
  ENTER("cuGraphInstantiateWithFlags", CONTEXT);
  Graph *found = find(state().graphs, graph);
  if (found == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
  *exec = keep<CUgraphExec>(state().execs, std::make_unique<Graph>(*found));
  return CUDA_SUCCESS;
}

CUresult cuGraphLaunch(CUgraphExec exec, CUstream stream) {
  ENTER("cuGraphLaunch", CONTEXT);
  Graph *found = find(state().execs, exec);
  Stream *queue = find(state().streams, stream);
  if (found == nullptr || queue == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  for (const Launch &launch : found->launches) {
    queue->enqueue(launch);
  }
  return CUDA_SUCCESS;
}

#ifndef EMULATED_WITHOUT_EXEC_DESTROY
CUresult cuGraphExecDestroy(CUgraphExec exec) {
  ENTER("cuGraphExecDestroy", CONTEXT);
  return state().execs.erase(exec) == 1 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}
#endif

CUresult cuGraphDestroy(CUgraph graph) {
  ENTER("cuGraphDestroy", CONTEXT);
  return state().graphs.erase(graph) == 1 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}
#endif

// ---- errors

static const struct {
  int code;
  const char *name;
  const char *text;
} ERRORS[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX is of a newer toolkit"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {401, "CUDA_ERROR_ILLEGAL_STATE", "the operation cannot be performed in the present state"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {712, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "memory is already registered"},
    {713, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "memory is not registered"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "driver and kernel module do not match"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "not permitted while a stream is capturing"},
    {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "the capture failed because of a previous error"},
};

CUresult cuGetErrorName(CUresult error, const char **text) {
  for (const auto &known : ERRORS) {
    if (known.code == static_cast<int>(error)) {
      *text = known.name;
      return CUDA_SUCCESS;
    }
  }
  *text = nullptr;
  return CUDA_ERROR_INVALID_VALUE;
}

CUresult cuGetErrorString(CUresult error, const char **text) {
#ifdef EMULATED_ENDLESS_TEXT
  static const std::string endless(100000, 'x');
  *text = endless.c_str();
  return CUDA_SUCCESS;
#endif
  for (const auto &known : ERRORS) {
    if (known.code == static_cast<int>(error)) {
      *text = known.text;
      return CUDA_SUCCESS;
    }
  }
  *text = nullptr;
  return CUDA_ERROR_INVALID_VALUE;
}

// ---- what tests set and ask

// Calls of this function hang until another name is set.
void emulated_hang(const char *name) {
  {
    std::lock_guard lock(state().hangMutex);
    state().hanging = name;
  }
  state().hangChanged.notify_all();
}

// Bytes of the stack of the thread that last loaded a module.
long emulated_stack_bytes() { return state().stackBytes; }

// As freshly loaded, except that contexts still held stay held.
void emulated_reset() {
  std::lock_guard lock(state().mutex);
  State &s = state();
  emulated_hang("");
  Settings &t = s.settings;
  t.version = 12040;
  t.devices = 1;
  t.capability = 75;
  t.mapsHostMemory = 1;
  t.computeMode = 0;
  t.initResult = 0;
  t.delayMicros = 0;
  t.held = 0;
  t.holdAfter = -1;
  t.failAfter = -1;
  t.failCode = CUDA_ERROR_LAUNCH_FAILED;
  t.failSticks = 0;
  s.sticky = 0;
  s.leaks = s.hazards = 0;
  s.launched = 0;
  s.calls.clear();
  s.returned.clear();
  s.failNext.clear();
  s.entered = 0;
  s.failCallAt = -1;
}

void emulated_version(int version) { state().settings.version = version; }
void emulated_devices(int count) { state().settings.devices = count; }
void emulated_capability(int capability) { state().settings.capability = capability; }
void emulated_maps_host_memory(int yes) { state().settings.mapsHostMemory = yes; }
void emulated_compute_mode(int mode) { state().settings.computeMode = mode; }
void emulated_init_result(int code) { state().settings.initResult = code; }
void emulated_delay_micros(int micros) { state().settings.delayMicros = micros; }

// What a kernel calls that stores to a wrong address.
void emulated_fault(unsigned long long) { state().sticky = CUDA_ERROR_ILLEGAL_ADDRESS; }

// Holds kernels before they run, until released.
void emulated_hold(int yes) { state().settings.held = yes; }

// After this many further calls of any function, the next call returns the code and has no other
// effect.
void emulated_fail_call(long calls, int code) {
  std::lock_guard lock(state().mutex);
  state().failCallAt = state().entered + calls;
  state().failCallCode = code;
}

// The next call of a function returns this code and has no other effect.
void emulated_fail_next(const char *function, int code) {
  std::lock_guard lock(state().mutex);
  state().failNext[function] = code;
}

// After this many more launches the next one loses the context with this code; whether releasing
// the context helps is what sticks says.
void emulated_fail_after(long launches, int code, int sticks) {
  std::lock_guard lock(state().mutex);
  state().settings.failCode = code;
  state().settings.failSticks = sticks;
  state().settings.failAfter = launches;
}

long emulated_live() {
  std::lock_guard lock(state().mutex);
  return state().live();
}
long emulated_retained() {
  std::lock_guard lock(state().mutex);
  return state().retained;
}
long emulated_leaks() {
  std::lock_guard lock(state().mutex);
  return state().leaks;
}
long emulated_hazards() {
  std::lock_guard lock(state().mutex);
  return state().hazards;
}
// Valid until the next call that gives something back.
const char *emulated_returned() {
  std::lock_guard lock(state().mutex);
  return state().returned.c_str();
}
long emulated_launched() { return state().launched; }
long emulated_calls(const char *function) {
  std::lock_guard lock(state().mutex);
  auto found = state().calls.find(function);
  return found == state().calls.end() ? 0 : found->second;
}

}  // extern "C"
