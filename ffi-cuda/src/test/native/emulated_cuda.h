// What nvcc gives a kernel, for g++: enough for the kernels of this project to run as plain
// functions inside the emulated driver. Included before every source by the compiler's -include.
//
// A block is one lane: blockDim.x and warpSize are 1 regardless of the launch parameters, blocks
// run one after another on the thread of their stream. A kernel must therefore share its work by
// strides (i = threadIdx.x; i < n; i += blockDim.x), which is right on a GPU as well; barriers and
// shuffles among lanes have no effect.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __shared__ static thread_local
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

struct EmulatedDim {
  unsigned int x, y, z;
};

// Set by the driver before each block.
extern thread_local EmulatedDim blockIdx, gridDim;

constexpr EmulatedDim threadIdx{0, 0, 0};
constexpr EmulatedDim blockDim{1, 1, 1};
constexpr int warpSize = 1;

inline void __syncthreads() {}
inline void __syncwarp(unsigned = ~0u) {}
inline int __syncthreads_or(int predicate) { return predicate; }
inline int __syncthreads_and(int predicate) { return predicate; }
inline int __syncthreads_count(int predicate) { return predicate != 0; }
inline void __threadfence_block() { std::atomic_thread_fence(std::memory_order_seq_cst); }
inline void __threadfence() { std::atomic_thread_fence(std::memory_order_seq_cst); }
inline void __threadfence_system() { std::atomic_thread_fence(std::memory_order_seq_cst); }

inline void __nanosleep(unsigned nanos) {
  timespec time{0, static_cast<long>(nanos % 1000000000u)};
  nanosleep(&time, nullptr);
}

inline unsigned __activemask() { return 1; }
inline unsigned __ballot_sync(unsigned, int predicate) { return predicate != 0; }
inline int __any_sync(unsigned, int predicate) { return predicate != 0; }
inline int __all_sync(unsigned, int predicate) { return predicate != 0; }
template <class T>
T __shfl_sync(unsigned, T value, int, int = 1) { return value; }
template <class T>
T __shfl_xor_sync(unsigned, T value, int, int = 1) { return value; }
template <class T>
T __shfl_down_sync(unsigned, T value, unsigned, int = 1) { return value; }
template <class T>
T __shfl_up_sync(unsigned, T value, unsigned, int = 1) { return value; }
template <class T>
T __reduce_add_sync(unsigned, T value) { return value; }
template <class T>
T __reduce_min_sync(unsigned, T value) { return value; }
template <class T>
T __reduce_max_sync(unsigned, T value) { return value; }

template <class T>
T __ldg(const T *address) { return *address; }
inline int __popc(unsigned v) { return __builtin_popcount(v); }
inline int __popcll(unsigned long long v) { return __builtin_popcountll(v); }
inline int __clz(int v) { return v == 0 ? 32 : __builtin_clz(static_cast<unsigned>(v)); }
inline int __clzll(long long v) {
  return v == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(v));
}
inline int __ffs(int v) { return __builtin_ffs(v); }
inline int __ffsll(long long v) { return __builtin_ffsll(v); }
inline unsigned __umulhi(unsigned a, unsigned b) {
  return static_cast<unsigned>((static_cast<unsigned long long>(a) * b) >> 32);
}
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return static_cast<unsigned long long>((static_cast<unsigned __int128>(a) * b) >> 64);
}

// On device memory only: the ring forbids read-modify-write across the bus.
template <class T>
T atomicAdd(T *address, T value) { return __atomic_fetch_add(address, value, __ATOMIC_RELAXED); }
template <class T>
T atomicExch(T *address, T value) { return __atomic_exchange_n(address, value, __ATOMIC_RELAXED); }
template <class T>
T atomicOr(T *address, T value) { return __atomic_fetch_or(address, value, __ATOMIC_RELAXED); }
template <class T>
T atomicCAS(T *address, T expected, T value) {
  __atomic_compare_exchange_n(
      address, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  return expected;
}
inline unsigned atomicInc(unsigned *address, unsigned limit) {
  unsigned old = __atomic_load_n(address, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(address, &old, old >= limit ? 0 : old + 1, false,
                                      __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  return old;
}
