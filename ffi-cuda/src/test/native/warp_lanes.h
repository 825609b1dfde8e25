// What nvcc gives a kernel, for g++, with every lane of every block: each lane is a fiber, and
// warp_fibers.cpp chooses which one runs. Included before generation_loop.cu by the compiler's
// -include. The branches of a device are compiled; only PTX text is replaced, by TOKRING_NO_PTX.
//
// Lanes change at barriers, shuffles, fences, and at every system-scope load and store. Between two
// of these points a lane runs alone, so a check finds what is wrong in the order of a program, and
// not what a weaker memory model allows.
#pragma once

#include <cstddef>
#include <cstdint>

#define __CUDACC__ 1
#define __CUDA_ARCH__ 750
#define TOKRING_NO_PTX 1

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
// All in one section, so that its content can be exchanged when another block runs.
#define __shared__ static __attribute__((section("block_memory")))

struct WarpDim {
  unsigned int x, y, z;
};

extern "C" {
extern WarpDim threadIdx, blockIdx, blockDim, gridDim;
void fiber_block_barrier(int line);
void fiber_warp_barrier(unsigned mask, int line);
unsigned fiber_shuffle_xor(unsigned mask, unsigned value, int distance, int line);
void fiber_pause(void);
void fiber_stored(void *at);  // called after each system-scope store

extern char __start_block_memory[], __stop_block_memory[];  // from the linker

// The __shared__ variables of the block that runs.
__attribute__((visibility("default"), used)) char *kernel_block_memory(std::size_t *bytes) {
  *bytes = static_cast<std::size_t>(__stop_block_memory - __start_block_memory);
  return __start_block_memory;
}
}

#define __syncthreads() fiber_block_barrier(__LINE__)
#define __syncwarp() fiber_warp_barrier(~0u, __LINE__)
#define __shfl_xor_sync(mask, value, distance) fiber_shuffle_xor(mask, value, distance, __LINE__)

inline void __threadfence_system() { fiber_pause(); }
inline int __clzll(long long v) {
  return v == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(v));
}

template <class T>
T atomicAdd(T *address, T value) {
  fiber_pause();
  T before = *address;
  *address = before + value;
  return before;
}

template <class T>
T fiber_load(const T *at) {
  fiber_pause();
  return *static_cast<const volatile T *>(at);
}

template <class T>
void fiber_store(T *at, T value) {
  fiber_pause();
  *static_cast<volatile T *>(at) = value;
  fiber_stored(at);
  fiber_pause();
}

// The system-scope accesses of tokring.h without PTX.
#define __atomic_load_n(at, order) fiber_load(at)
#define __atomic_store_n(at, value, order) fiber_store(at, value)
