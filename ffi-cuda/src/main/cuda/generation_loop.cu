/*
 * The kernel of CudaGenerationLoop: one step of every slot. Each slot has a block of at least one
 * warp; the warps of a block verify positions in parallel, the lanes of a warp split each race.
 * Without nvcc (in the emulated driver of the tests) a block is one lane. A launch runs one step.
 */
#include "step.h"

#if defined(__CUDACC__)
/* The lanes of a warp. After the exchange all have the same winner, since the order is total. */
struct DlxWarp {
  DLX_MEMBER dlx_u32 lane() const {
#if defined(__CUDA_ARCH__)
    return threadIdx.x & 31;
#else
    return 0;
#endif
  }
  DLX_MEMBER dlx_u32 lanes() const { return 32; }
  DLX_MEMBER void sync() const {
#if defined(__CUDA_ARCH__)
    __syncwarp();
#endif
  }
  DLX_MEMBER DlxRacer race(const DlxModel &model, dlx_u64 first, dlx_u64 count,
                           dlx_u64 base) const {
    DlxRacer best = dlx_race_part(model, first, count, base, lane(), 32);
#if defined(__CUDA_ARCH__)
    for (int distance = 16; distance > 0; distance >>= 1) {
      DlxRacer other;
      other.time = __shfl_xor_sync(0xFFFFFFFFu, best.time, distance);
      other.count = __shfl_xor_sync(0xFFFFFFFFu, best.count, distance);
      other.token = __shfl_xor_sync(0xFFFFFFFFu, best.token, distance);
      if (dlx_ahead(other, best)) {
        best = other;
      }
    }
#endif
    return best;
  }
};
typedef DlxWarp DlxBlockLanes;
#define DLX_GROUP_LANES 32u
#else
typedef DlxOneLane DlxBlockLanes;
#define DLX_GROUP_LANES 1u
#endif

/* Blocks that published are counted in the upper half of the word that counts blocks. */
#define DLX_PUBLISHER (1ull << 32)

/*
 * The last block to finish writes the doorbell if any block published. The fence of each block
 * orders its wr before its ticket, the fence of the last one orders all tickets before the step.
 * A block that published nothing has nothing to order; DLX_FEW_FENCES leaves its fences out.
 * The counters are in device memory, since atomic read-modify-write on mapped host memory is not
 * guaranteed to be atomic.
 */
static __device__ void ring_doorbell(const DlxLoop &loop, bool published) {
  dlx_u64 *finished = (dlx_u64 *)loop.counters;
  dlx_u64 *steps = finished + 1;
  dlx_u64 mine = published ? 1 + DLX_PUBLISHER : 1;
#if defined(__CUDA_ARCH__)
  bool few = (loop.flags & DLX_FEW_FENCES) != 0;
  if (published || !few) {
    __threadfence_system();
  }
  dlx_u64 before = atomicAdd(finished, mine);
  if ((dlx_u32)before == gridDim.x - 1u || !few) {
    __threadfence_system();
  }
#else
  dlx_u64 before = __atomic_fetch_add(finished, mine, __ATOMIC_ACQ_REL);
#endif
  if ((dlx_u32)before != gridDim.x - 1u) {
    return;
  }
  *finished = 0;
  if (before + mine >= DLX_PUBLISHER) {
    dlx_u64 step = *steps + 1;
    *steps = step;
    tokring_set64_((char *)loop.ring + TOKRING_OFF_PRODUCER_NS, dlx_nanos());
    tokring_store64_((char *)loop.ring + TOKRING_OFF_STEP, step);
  }
}

/* parameters: device address of a DlxLoop. Grid: a block per slot. */
extern "C" __global__ void generation_step(unsigned long long parameters) {
  const DlxLoop loop = *(const DlxLoop *)parameters;
  __shared__ DlxWork work;
  dlx_u32 slot = blockIdx.x;
  dlx_u32 thread = threadIdx.x;
  DlxModel model;
  bool published = false;
  if (slot < loop.slots &&
      dlx_open_model(model, (const dlx_u32 *)loop.model, loop.model_words)) {
    DlxBlockLanes lanes;
    DlxSlot &state = ((DlxSlot *)loop.slot_states)[slot];
    dlx_u32 group = thread / DLX_GROUP_LANES;
    dlx_u32 groups = blockDim.x / DLX_GROUP_LANES;
    dlx_u64 wr = 0;
    if (thread == 0) {
      wr = state.wr;
      dlx_begin(loop, model, slot, state, work);
    }
    __syncthreads();
    if (work.go) {
      if (group == 0) {
        dlx_draft(loop, model, lanes, work);
      }
      __syncthreads();
      dlx_verify(model, lanes, group, groups, work);
      __syncthreads();
      if (thread == 0) {
        dlx_accept(model, state, work);
      }
      __syncthreads();
      dlx_write(loop, slot, state, work, thread, blockDim.x);
      __syncthreads();
      if (thread == 0) {
        dlx_finish(loop, slot, state, work);
      }
    }
    published = thread == 0 && state.wr != wr;
  }
  if (thread == 0) {
    ring_doorbell(loop, published);
  }
}
