// What the emulated driver remembers: one device, its primary context, and what was made in it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "emulated_kernels.h"

#if __has_include(<cuda.h>)
#define __CUDA_API_VERSION_INTERNAL  // no renaming macros: each version is defined by its own name
#include <cuda.h>
#else
#include "cuda_subset.h"
#endif

namespace emulated {

// A launch with its arguments copied, as the driver does when it is called.
struct Launch {
  const EmulatedKernel *kernel;
  unsigned grid;
  unsigned long long slots[EmulatedKernel::MAX_PARAMETERS];
};

// A queue with its own thread: calls return at once, kernels run later, in order.
class Stream {
 public:
  Stream();
  ~Stream();  // finishes the queue first
  void enqueue(const Launch &launch);
  void wait();
  bool idle();

  bool capturing = false;
  bool invalidated = false;
  std::thread::id capturer{};
  std::vector<Launch> captured;

 private:
  void work();

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Launch> queue;
  bool busy = false;
  bool ending = false;
  std::thread thread;
};

struct Module {
  std::string text;
};

struct Function {
  Module *module;
  const EmulatedKernel *kernel;
};

struct Graph {
  std::vector<Launch> launches;
};

// A fill of the default stream: applied when something waits for that stream.
struct Fill {
  unsigned char *to;
  unsigned char value;
  std::size_t bytes;
};

struct Settings {
  std::atomic<int> version{12040};
  std::atomic<int> devices{1};
  std::atomic<int> capability{75};
  std::atomic<int> mapsHostMemory{1};
  std::atomic<int> computeMode{0};
  std::atomic<int> initResult{0};
  std::atomic<int> delayMicros{0};
  std::atomic<int> held{0};  // 1: kernels wait before they run
  std::atomic<long> holdAfter{-1};  // launches until they are held; negative: never
  std::atomic<long> failAfter{-1};  // launches that still succeed; negative: all
  std::atomic<int> failCode{CUDA_ERROR_LAUNCH_FAILED};
  std::atomic<int> failSticks{0};  // 1: releasing the context does not help
};

struct State {
  std::recursive_mutex mutex;
  bool initialized = false;
  int retained = 0;
  std::atomic<int> sticky{0};
  std::map<void *, std::unique_ptr<Stream>> streams;
  std::map<void *, std::unique_ptr<Module>> modules;
  std::map<void *, std::unique_ptr<Function>> functions;
  std::map<void *, std::unique_ptr<Graph>> graphs;
  std::map<void *, std::unique_ptr<Graph>> execs;
  std::map<std::uintptr_t, std::size_t> device;      // device allocations
  std::map<std::uintptr_t, std::size_t> host;        // pinned allocations
  std::map<std::uintptr_t, std::size_t> registered;  // memory of others, mapped
  std::vector<Fill> fills;
  std::unordered_map<std::string, long> calls;
  std::unordered_map<std::string, int> failNext;
  long entered = 0;      // calls of any function
  long failCallAt = -1;  // the one that answers failCallCode, counted from 0
  int failCallCode = 0;
  std::string returned;  // calls that gave something back, in order, a space after each
  std::mutex hangMutex;
  std::condition_variable hangChanged;
  std::string hanging;  // the function whose calls hang
  std::atomic<long> stackBytes{0};
  std::atomic<long> launched{0};
  long leaks = 0;    // objects alive when the context was released
  long hazards = 0;  // something freed while a kernel that may use it was running
  Settings settings;

  long live() const {
    return static_cast<long>(streams.size() + modules.size() + graphs.size() + execs.size() +
                             device.size() + host.size() + registered.size());
  }
};

// Never destroyed: streams may still run when the process exits.
State &state();

}  // namespace emulated
