// Kernels that test the device API. One source for nvcc and, with emulated_cuda.h, for g++.

typedef unsigned int u32;
typedef unsigned long long u64;

static __device__ __forceinline__ void store_release(u64 *address, u64 value) {
#ifdef __CUDACC__
  asm volatile("st.release.sys.u64 [%0], %1;" ::"l"(address), "l"(value) : "memory");
#else
  __atomic_store_n(address, value, __ATOMIC_RELEASE);
#endif
}

static __device__ __forceinline__ u64 load_acquire(const u64 *address) {
#ifdef __CUDACC__
  u64 value;
  asm volatile("ld.acquire.sys.u64 %0, [%1];" : "=l"(value) : "l"(address) : "memory");
  return value;
#else
  return __atomic_load_n(address, __ATOMIC_ACQUIRE);
#endif
}

// to[i] = from[i] + addend
extern "C" __global__ void test_add(u64 from, u64 to, u64 count, u32 addend) {
  const u32 *in = reinterpret_cast<const u32 *>(from);
  u32 *out = reinterpret_cast<u32 *>(to);
  for (u64 i = u64(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
       i += u64(gridDim.x) * blockDim.x) {
    out[i] = in[i] + addend;
  }
}

// One block. Counts its launches in device memory; writes words derived from the count into mapped
// memory and publishes the count there, last, by a release: board[0] is the count, board[1..words]
// the words.
extern "C" __global__ void test_publish(u64 counter, u64 mapped, u64 words) {
  u64 *count = reinterpret_cast<u64 *>(counter);
  u64 *board = reinterpret_cast<u64 *>(mapped);
  u64 next = *count + 1;
  for (u64 i = threadIdx.x; i < words; i += blockDim.x) {
    board[1 + i] = next * 1000003u + i;
  }
  __syncthreads();  // every word is written, and the old count read, by now
  if (threadIdx.x == 0) {
    *count = next;
    __threadfence_system();
    store_release(board, next);
  }
}

// One thread. Sets gate[1] when it runs, then waits until gate[0] is not 0; gives up after a
// while, as a kernel must end.
extern "C" __global__ void test_gate(u64 mapped) {
  u64 *gate = reinterpret_cast<u64 *>(mapped);
  store_release(gate + 1, 1);
#ifdef __CUDACC__
#pragma unroll 1
#endif
  for (u32 i = 0; i < 1000000u && load_acquire(gate) == 0; i++) {
    __nanosleep(1000);
  }
  store_release(gate + 1, 2);
}

// One thread. Answers in board[1] each number that appears in board[0], from 1 to rounds; gives up
// after a timeout, and when all bits of board[0] are set, as a kernel must end.
extern "C" __global__ void test_ping_pong(u64 mapped, u64 rounds) {
  u64 *board = reinterpret_cast<u64 *>(mapped);
  for (u64 round = 1; round <= rounds; round++) {
    u64 seen;
    for (u32 looks = 0; (seen = load_acquire(board)) != round; looks++) {
      if (seen == ~0ull || looks == 10000000u) {
        return;
      }
#ifndef __CUDACC__
      // A look costs a GPU about a microsecond, a CPU one nanosecond: a host thread that a busy
      // machine does not run for a tenth of a second would find the kernel gone.
      __nanosleep(0);
#endif
    }
    store_release(board + 1, round);
  }
}

// Stores to an address that the caller knows to be wrong: loses the context. Under g++ it would
// take the process along, so there the emulated driver plays the part of the device.
#ifndef __CUDACC__
extern "C" void emulated_fault(u64 address);
#endif
extern "C" __global__ void test_fault(u64 address) {
#ifdef __CUDACC__
  *reinterpret_cast<u32 *>(address) = 1;
#else
  emulated_fault(address);
#endif
}
