/*
 * The kernel of CudaGenerationLoop: one step of every slot. A block per slot, at least one warp;
 * the warps of a block verify positions side by side, the lanes of a warp share each race. Without
 * nvcc (the emulated driver of the tests) a block is one lane. Never runs for longer than a step.
 */
#include "step.h"

#if defined(__CUDACC__)
/* The lanes of a warp. Their exchange ends with the same winner in each: the order is total. */
struct DxWarp {
  DX_MEMBER dx_u32 lane() const {
#if defined(__CUDA_ARCH__)
    return threadIdx.x & 31;
#else
    return 0;
#endif
  }
  DX_MEMBER dx_u32 lanes() const { return 32; }
  DX_MEMBER void sync() const {
#if defined(__CUDA_ARCH__)
    __syncwarp();
#endif
  }
  DX_MEMBER DxRacer race(const DxModel &model, dx_u64 first, dx_u64 count, dx_u64 base) const {
    DxRacer best = dx_race_part(model, first, count, base, lane(), 32);
#if defined(__CUDA_ARCH__)
    for (int distance = 16; distance > 0; distance >>= 1) {
      DxRacer other;
      other.time = __shfl_xor_sync(0xFFFFFFFFu, best.time, distance);
      other.count = __shfl_xor_sync(0xFFFFFFFFu, best.count, distance);
      other.token = __shfl_xor_sync(0xFFFFFFFFu, best.token, distance);
      if (dx_ahead(other, best)) {
        best = other;
      }
    }
#endif
    return best;
  }
};
typedef DxWarp DxBlockLanes;
#define DX_GROUP_LANES 32u
#else
typedef DxOneLane DxBlockLanes;
#define DX_GROUP_LANES 1u
#endif

/* Blocks that published are counted in the upper half of the word that counts blocks. */
#define DX_PUBLISHER (1ull << 32)

/*
 * The last block to finish rings the doorbell, if any of them published: the fence of each block
 * orders its wr before its ticket, the fence of the last one orders all tickets before the step.
 * The counters are in device memory: nothing in mapped memory is read and modified at once.
 */
static __device__ void ring_doorbell(const DxLoop &loop, bool published) {
  dx_u64 *finished = (dx_u64 *)loop.counters;
  dx_u64 *steps = finished + 1;
  dx_u64 mine = published ? 1 + DX_PUBLISHER : 1;
#if defined(__CUDA_ARCH__)
  __threadfence_system();
  dx_u64 before = atomicAdd(finished, mine);
  __threadfence_system();
#else
  dx_u64 before = __atomic_fetch_add(finished, mine, __ATOMIC_ACQ_REL);
#endif
  if ((dx_u32)before != gridDim.x - 1u) {
    return;
  }
  *finished = 0;
  if (before + mine >= DX_PUBLISHER) {
    dx_u64 step = *steps + 1;
    *steps = step;
    tokring_set64_((char *)loop.ring + TOKRING_OFF_PRODUCER_NS, dx_nanos());
    tokring_store64_((char *)loop.ring + TOKRING_OFF_STEP, step);
  }
}

/* parameters: device address of a DxLoop. Grid: a block per slot. */
extern "C" __global__ void generation_step(unsigned long long parameters) {
  const DxLoop loop = *(const DxLoop *)parameters;
  __shared__ DxWork work;
  dx_u32 slot = blockIdx.x;
  dx_u32 thread = threadIdx.x;
  DxModel model;
  bool published = false;
  if (slot < loop.slots &&
      dx_open_model(model, (const dx_u32 *)loop.model, loop.model_words)) {
    DxBlockLanes lanes;
    DxSlot &state = ((DxSlot *)loop.slot_states)[slot];
    dx_u32 group = thread / DX_GROUP_LANES;
    dx_u32 groups = blockDim.x / DX_GROUP_LANES;
    dx_u64 wr = 0;
    if (thread == 0) {
      wr = state.wr;
      dx_begin(loop, model, slot, state, work);
    }
    __syncthreads();
    if (work.go) {
      if (group == 0) {
        dx_draft(loop, model, lanes, work);
      }
      __syncthreads();
      dx_verify(model, lanes, group, groups, work);
      __syncthreads();
      if (thread == 0) {
        dx_accept(model, state, work);
      }
      __syncthreads();
      dx_write(loop, slot, state, work, thread, blockDim.x);
      __syncthreads();
      if (thread == 0) {
        dx_finish(loop, slot, state, work);
      }
    }
    published = thread == 0 && state.wr != wr;
  }
  if (thread == 0) {
    ring_doorbell(loop, published);
  }
}
