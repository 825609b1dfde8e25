/*
 * One step of one slot: admission, draft, verification, publication. One source for nvcc and for
 * host C++ compilers; dev.deltalex.loop.ngram.HostStep and Sampler are its twins in Java, and tests
 * hold all of them to the same tokens.
 *
 * All arithmetic is on unsigned integers. The order of the exponential race is total, so any number
 * of lanes finds the same winner. The model's image is not trusted: a read beyond its end gives 0,
 * and every loop is bounded.
 *
 * The ring's layout, how its words are read and written, and what is made of hostile ones come from
 * tokring.h. The ring is mapped from the host: it is only loaded and stored, as read-modify-write
 * need not be atomic between a device and its host. The step's own cursors and counters therefore
 * are in device memory.
 */
#ifndef DELTALEX_STEP_H
#define DELTALEX_STEP_H

#include "tokring.h"

#if defined(__CUDACC__)
#define DX_FN static __host__ __device__ __forceinline__
#define DX_MEMBER __host__ __device__ __forceinline__
#else
#include <time.h>
#define DX_FN static inline
#define DX_MEMBER inline
#endif

typedef uint32_t dx_u32;
typedef unsigned long long dx_u64; /* the type that device functions take */

/* ---- Words of the model's header, see ModelImage ---- */

enum {
  DX_MAGIC_AT = 0,
  DX_VERSION_AT = 1,
  DX_TOTAL_AT = 2,
  DX_ORDER_AT = 4,
  DX_EOS_AT = 6,
  DX_FIRST_STYLE_AT = 7,
  DX_STYLES_AT = 8,
  DX_STAY_AT = 9,
  DX_LOG_AT = 10,
  DX_INDEX_AT = 11,
  DX_INDEX_BITS_AT = 12,
  DX_PROBES_AT = 13,
  DX_CONTEXTS_AT = 14,
  DX_CONTEXT_COUNT_AT = 15,
  DX_FOLLOWERS_AT = 16,
  DX_FOLLOWER_COUNT_AT = 17,
  DX_HEADER_WORDS = 32,
  DX_FRACTION_BITS = 26,
  DX_MAX_CONTEXT = 7,
  DX_MAX_PROBES = 256
};

/* ---- What the kernel is started with, and what it keeps between steps; device memory ---- */

/* Filled by CudaGenerationLoop, which has the same offsets. */
struct DxLoop {
  dx_u64 ring;        /*  0 address of the ring block, mapped from the host */
  dx_u64 model;       /*  8 address of the model's image */
  dx_u64 model_words; /* 16 */
  dx_u64 slot_states; /* 24 address of a DxSlot per slot, all 0 for a new ring */
  dx_u64 counters;    /* 32 address of two u64: blocks that finished the step, steps that rang */
  dx_u32 slots;       /* 40 */
  dx_u32 cap_words;   /* 44 */
  dx_u32 max_burst;   /* 48 */
  dx_u32 slot_off;    /* 52 */
  dx_u32 ring_off;    /* 56 */
  dx_u32 draft_order; /* 60 */
  dx_u32 stop;        /* 64 not 0: every stream ends with CANCELLED */
  dx_u32 reserved;    /* 68 */
};

struct DxSlot {
  dx_u64 wr;
  dx_u64 rd; /* as last read: read again only when the ring looks full */
  dx_u64 seed;
  dx_u64 drafted;
  dx_u64 accepted;
  dx_u64 stalls;
  dx_u32 epoch; /* the one served last */
  dx_u32 running;
  dx_u32 pending; /* reason of an END that found no room, 0: none */
  dx_u32 position;
  dx_u32 max_tokens;
  dx_u32 k;
  dx_u32 style;
  dx_u32 have; /* tokens in history, oldest first */
  dx_u32 history[DX_MAX_CONTEXT];
  dx_u32 reserved[5];
};

/* One step's work, shared by the lanes of a block. */
struct DxWork {
  dx_u32 go;
  dx_u32 have;
  dx_u32 want;    /* tokens to draft */
  dx_u32 drafted; /* tokens drafted: fewer where the draft proposed the end */
  dx_u32 verify;  /* positions to verify */
  dx_u32 count;   /* tokens to publish */
  dx_u32 reason;  /* of the END behind them, 0: none */
  dx_u32 style;
  dx_u32 position;
  dx_u64 seed;
  dx_u32 tokens[DX_MAX_CONTEXT + TOKRING_MAX_DRAFTED + 1]; /* history, then draft */
  dx_u32 target[TOKRING_MAX_DRAFTED + 1];
};

/* The producer's clock, whichever it is. */
DX_FN dx_u64 dx_nanos(void) {
#if defined(__CUDA_ARCH__)
  dx_u64 now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  return now;
#elif defined(__CUDACC__)
  return 0;
#else
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (dx_u64)now.tv_sec * 1000000000u + (dx_u64)now.tv_nsec;
#endif
}

/* ---- The model ---- */

struct DxModel {
  const dx_u32 *words;
  dx_u64 total;
  dx_u64 log;
  dx_u64 index;
  dx_u64 contexts;
  dx_u64 context_count;
  dx_u64 followers;
  dx_u64 follower_count;
  dx_u64 stay;
  dx_u32 index_mask;
  dx_u32 probes;
  dx_u32 order;
  dx_u32 eos;
  dx_u32 first_style;
  dx_u32 styles;
};

DX_FN dx_u32 dx_min(dx_u32 a, dx_u32 b) { return a < b ? a : b; }

DX_FN dx_u32 dx_word(const DxModel &model, dx_u64 at) {
  return at < model.total ? model.words[at] : 0;
}

/* Reads the header; `words` words are in memory. False: no image, nothing else was read. */
DX_FN bool dx_open_model(DxModel &model, const dx_u32 *image, dx_u64 words) {
  model.words = image;
  model.total = words;
  if (words < DX_HEADER_WORDS || image[DX_MAGIC_AT] != 0x4E584C44u || image[DX_VERSION_AT] != 1 ||
      image[DX_TOTAL_AT] > words || image[DX_TOTAL_AT] < DX_HEADER_WORDS) {
    return false;
  }
  model.total = image[DX_TOTAL_AT];
  model.log = image[DX_LOG_AT];
  model.index = image[DX_INDEX_AT];
  model.contexts = image[DX_CONTEXTS_AT];
  model.context_count = image[DX_CONTEXT_COUNT_AT];
  model.followers = image[DX_FOLLOWERS_AT];
  dx_u64 behind = model.total > model.followers ? (model.total - model.followers) / 2 : 0;
  dx_u64 stated = image[DX_FOLLOWER_COUNT_AT];
  model.follower_count = stated < behind ? stated : behind; /* bounds every race */
  model.stay = image[DX_STAY_AT] & 0xFF;
  model.index_mask = (1u << (image[DX_INDEX_BITS_AT] & 31)) - 1;
  model.probes = image[DX_PROBES_AT];
  model.order = image[DX_ORDER_AT];
  model.eos = image[DX_EOS_AT];
  model.first_style = image[DX_FIRST_STYLE_AT];
  model.styles = image[DX_STYLES_AT];
  return model.order >= 1 && model.order <= DX_MAX_CONTEXT + 1 &&
         image[DX_INDEX_BITS_AT] <= 30 && model.probes <= DX_MAX_PROBES;
}

#define DX_ODD 0x9E3779B97F4A7C15ull
#define DX_LENGTH_STEP 0xC2B2AE3D27D4EB4Full

DX_FN dx_u64 dx_mix(dx_u64 x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93ull;
  x ^= x >> 29;
  x *= 0xA0761D6478BD642Full;
  return x ^ (x >> 32);
}

DX_FN dx_u64 dx_root_hash(dx_u32 style) { return dx_mix(style + DX_ODD); }

DX_FN dx_u64 dx_longer_hash(dx_u64 hash, dx_u32 older) {
  return dx_mix((hash ^ older) + DX_LENGTH_STEP);
}

/* One runner of the race: time / count, exact. */
struct DxRacer {
  dx_u32 time;
  dx_u32 count;
  dx_u32 token;
};

DX_FN bool dx_ahead(const DxRacer &a, const DxRacer &b) {
  dx_u64 left = (dx_u64)a.time * b.count;
  dx_u64 right = (dx_u64)b.time * a.count;
  return left < right || (left == right && a.token < b.token);
}

DX_FN dx_u32 dx_log2(dx_u64 x) { /* floor(log2 x), 1 <= x <= 2^32 */
#if defined(__CUDA_ARCH__)
  return 63 - (dx_u32)__clzll((long long)x);
#else
  return 63 - (dx_u32)__builtin_clzll(x);
#endif
}

/* -log2((bits + 1) / 2^32), DX_FRACTION_BITS bits behind the point. */
DX_FN dx_u32 dx_exponential(const DxModel &model, dx_u32 bits) {
  dx_u64 x = (dx_u64)bits + 1;
  dx_u32 whole = dx_log2(x);
  dx_u64 mantissa = (x << (32 - whole)) - (1ull << 32);
  dx_u64 row = mantissa >> 24;
  dx_u64 low = dx_word(model, model.log + row);
  dx_u64 high = dx_word(model, model.log + row + 1);
  dx_u64 logarithm = low + (((high - low) * (mantissa & 0xFFFFFF)) >> 24);
  return (dx_u32)(((dx_u64)(32 - whole) << DX_FRACTION_BITS) - logarithm);
}

/* The winner among every `lanes`th follower, from `lane` on. */
DX_FN DxRacer dx_race_part(const DxModel &model, dx_u64 first, dx_u64 count, dx_u64 base,
                           dx_u32 lane, dx_u32 lanes) {
  DxRacer best = {0xFFFFFFFFu, 1, model.eos};
  for (dx_u64 i = first + lane; i < first + count; i += lanes) {
    DxRacer runner;
    runner.token = dx_word(model, model.followers + 2 * i);
    runner.count = dx_word(model, model.followers + 2 * i + 1);
    if (runner.count == 0) {
      continue;
    }
    dx_u32 bits = (dx_u32)(dx_mix(base + ((dx_u64)runner.token + 1) * DX_ODD) >> 32);
    runner.time = dx_exponential(model, bits);
    if (dx_ahead(runner, best)) {
      best = runner;
    }
  }
  return best;
}

/* Who runs a race together: nobody. Other kinds of lanes have the same members. */
struct DxOneLane {
  DX_MEMBER dx_u32 lane() const { return 0; }
  DX_MEMBER dx_u32 lanes() const { return 1; }
  DX_MEMBER void sync() const {}
  DX_MEMBER DxRacer race(const DxModel &model, dx_u64 first, dx_u64 count, dx_u64 base) const {
    return dx_race_part(model, first, count, base, 0, 1);
  }
};

/* Word number of a context, or 0, which is none. */
DX_FN dx_u64 dx_find(const DxModel &model, dx_u64 hash) {
  dx_u32 at = (dx_u32)(hash >> 32) & model.index_mask;
  for (dx_u32 i = 0; i <= model.probes; i++) {
    dx_u64 number = dx_word(model, model.index + ((at + i) & model.index_mask));
    if (number == 0 || number > model.context_count) {
      return 0;
    }
    dx_u64 context = model.contexts + (number - 1) * 4;
    if (dx_word(model, context) == (dx_u32)hash) {
      return context;
    }
  }
  return 0;
}

/* Whether the context of `length` tokens leaves the choice to the next shorter one. */
DX_FN bool dx_escapes(const DxModel &model, dx_u64 base, dx_u32 length, dx_u64 distinct,
                      dx_u64 sum) {
  dx_u64 kept = (sum * model.stay) & 0xFFFFFFFFu;
  dx_u64 all = (kept + distinct) & 0xFFFFFFFFu;
  dx_u64 bits = dx_mix(~base + length * DX_LENGTH_STEP) >> 32;
  return (bits * all) >> 32 >= kept;
}

/* The token after tokens[0 .. end), by contexts of less than `limit` tokens. */
template <class Lanes>
DX_FN dx_u32 dx_next(const DxModel &model, const Lanes &lanes, const dx_u32 *tokens, dx_u32 end,
                     dx_u32 style, dx_u64 seed, dx_u32 position, dx_u32 limit) {
  dx_u64 base = dx_mix(seed ^ dx_mix(position + DX_ODD));
  dx_u32 longest = dx_min(dx_min(model.order, limit) - 1, end);
  dx_u64 hashes[DX_MAX_CONTEXT + 1];
  hashes[0] = dx_root_hash(style);
  for (dx_u32 i = 1; i <= DX_MAX_CONTEXT; i++) {
    hashes[i] = i <= longest ? dx_longer_hash(hashes[i - 1], tokens[end - i]) : 0;
  }
  for (dx_u32 length = longest + 1; length-- > 0;) {
    dx_u64 context = dx_find(model, hashes[length]);
    if (context == 0) {
      continue;
    }
    dx_u64 distinct = dx_word(model, context + 2);
    if (distinct == 0 ||
        (length > 0 &&
         dx_escapes(model, base, length, distinct, dx_word(model, context + 3)))) {
      continue;
    }
    dx_u64 first = dx_word(model, context + 1);
    dx_u64 left = model.follower_count > first ? model.follower_count - first : 0;
    return lanes.race(model, first, distinct < left ? distinct : left, base).token;
  }
  return model.eos;
}

/* ---- The step, in phases; between two phases the lanes of a block meet at a barrier ---- */

DX_FN char *dx_slot(const DxLoop &loop, dx_u32 slot) {
  return (char *)loop.ring + loop.slot_off + (dx_u64)slot * TOKRING_SLOT_BYTES;
}

/* Free words of the ring, as far as known; looked for again where they are fewer than wanted. */
DX_FN dx_u32 dx_free(const DxLoop &loop, const char *at, DxSlot &state, dx_u32 wanted) {
  dx_u32 free = tokring_space_(loop.cap_words, state.wr, state.rd);
  if (free < wanted) {
    state.rd = tokring_load64_(at + TOKRING_OFF_RD);
    free = tokring_space_(loop.cap_words, state.wr, state.rd);
  }
  return free;
}

DX_FN void dx_put_word(const DxLoop &loop, dx_u32 slot, dx_u64 cursor, dx_u32 word) {
  dx_u64 ring = loop.ring + loop.ring_off + (dx_u64)slot * loop.cap_words * 4;
  tokring_set32_((char *)ring + (cursor & (loop.cap_words - 1)) * 4, word);
}

DX_FN void dx_publish(char *at, DxSlot &state, dx_u64 wr) {
  state.wr = wr;
  tokring_set64_(at + TOKRING_OFF_PUBLISH_NS, dx_nanos());
  tokring_store64_(at + TOKRING_OFF_WR, wr);
}

/* Ends the stream; tries again at the next step where there is no room. */
DX_FN void dx_end(const DxLoop &loop, dx_u32 slot, DxSlot &state, dx_u32 reason) {
  char *at = dx_slot(loop, slot);
  state.pending = reason;
  if (dx_free(loop, at, state, TOKRING_RECORD_WORDS) < TOKRING_RECORD_WORDS) {
    return;
  }
  dx_put_word(loop, slot, state.wr, (dx_u32)TOKRING_KIND_END << 24 | reason);
  dx_put_word(loop, slot, state.wr + 1, state.epoch);
  dx_publish(at, state, state.wr + TOKRING_RECORD_WORDS);
  /* After wr: who sees this state sees the END. */
  tokring_store32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_ENDED);
  state.pending = 0;
  state.running = 0;
}

/* Takes an admission in. False where it changed meanwhile: the next step looks again. */
DX_FN bool dx_admit(const DxLoop &loop, const DxModel &model, dx_u32 slot, DxSlot &state,
                    dx_u32 epoch) {
  char *at = dx_slot(loop, slot);
  dx_u32 length =
      tokring_clamp_(tokring_get32_(at + TOKRING_OFF_PROMPT_LEN), 0, TOKRING_PROMPT_TOKENS);
  dx_u32 have = dx_min(length, DX_MAX_CONTEXT);
  dx_u32 style = 0;
  dx_u32 history[DX_MAX_CONTEXT] = {0};
  for (dx_u32 i = 0; i < length; i++) {
    dx_u32 token = tokring_get32_(at + TOKRING_OFF_PROMPT + 4 * i);
    style = token - model.first_style < model.styles ? token - model.first_style : style;
    if (i + have >= length) {
      history[i + have - length] = token;
    }
  }
  dx_u64 seed = tokring_get64_(at + TOKRING_OFF_SEED);
  dx_u32 max_tokens = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_MAX_TOKENS), 1, INT32_MAX);
  dx_u32 k = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_DRAFT_TOKENS), 0,
                            tokring_most_drafted_(loop.max_burst));
  tokring_load_fence_();
  if (tokring_load32_(at + TOKRING_OFF_EPOCH) != epoch) {
    return false;
  }
  for (dx_u32 i = 0; i < DX_MAX_CONTEXT; i++) {
    state.history[i] = history[i];
  }
  state.have = have;
  state.style = style;
  state.seed = seed;
  state.position = 0;
  state.max_tokens = max_tokens;
  state.k = k;
  state.epoch = epoch;
  state.running = 1;
  state.pending = 0;
  /* Running before the echo: who sees the echo does not take an older stream's end for its own. */
  tokring_set32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_RUNNING);
  tokring_store32_(at + TOKRING_OFF_EPOCH_ECHO, epoch);
  return true;
}

/* Phase 1, one lane: admission, cancellation, room; work.go says whether the others follow. */
DX_FN void dx_begin(const DxLoop &loop, const DxModel &model, dx_u32 slot, DxSlot &state,
                    DxWork &work) {
  char *at = dx_slot(loop, slot);
  work.go = 0;
  dx_u32 epoch = tokring_load32_(at + TOKRING_OFF_EPOCH);
  if (!state.running) {
    if ((int)epoch <= 0 || epoch == state.epoch ||
        !dx_admit(loop, model, slot, state, epoch)) {
      return;
    }
  }
  if (state.pending != 0) {
    dx_end(loop, slot, state, state.pending);
    return;
  }
  bool given_up = epoch != state.epoch && epoch != 0;
  if (given_up || loop.stop != 0 || tokring_load32_(at + TOKRING_OFF_CANCEL_EPOCH) == state.epoch ||
      tokring_load32_((char *)loop.ring + TOKRING_OFF_STOP_ALL) != 0) {
    dx_end(loop, slot, state, TOKRING_CANCELLED);
    return;
  }
  if (dx_free(loop, at, state, loop.max_burst + 4) < loop.max_burst + 4) {
    state.stalls++;
    tokring_set64_(at + TOKRING_OFF_STALLS, state.stalls);
    return;
  }
  for (dx_u32 i = 0; i < state.have; i++) {
    work.tokens[i] = state.history[i];
  }
  work.go = 1;
  work.have = state.have;
  work.want = dx_min(state.k, state.max_tokens - state.position - 1);
  work.drafted = 0;
  work.verify = work.want + 1;
  work.style = state.style;
  work.position = state.position;
  work.seed = state.seed;
}

/* Phase 2, one group of lanes: the draft proposes tokens, each from those before it. */
template <class Lanes>
DX_FN void dx_draft(const DxLoop &loop, const DxModel &model, const Lanes &lanes, DxWork &work) {
  dx_u32 want = work.want;
  dx_u32 have = work.have;
  for (dx_u32 i = 0; i < want; i++) {
    dx_u32 token = dx_next(model, lanes, work.tokens, have + i, work.style, work.seed,
                           work.position + i, loop.draft_order);
    bool last = token == model.eos;
    lanes.sync();
    if (lanes.lane() == 0) {
      work.tokens[have + i] = token;
      work.drafted = i + 1;
      work.verify = i + (last ? 1 : 2);
    }
    lanes.sync();
    if (last) {
      return; /* nothing can follow it: there is no position to verify behind it */
    }
  }
}

/* Phase 3, all groups: what the model itself says in each position, given the draft before it. */
template <class Lanes>
DX_FN void dx_verify(const DxModel &model, const Lanes &lanes, dx_u32 group, dx_u32 groups,
                     DxWork &work) {
  for (dx_u32 i = group; i < work.verify; i += groups) {
    dx_u32 token = dx_next(model, lanes, work.tokens, work.have + i, work.style, work.seed,
                           work.position + i, model.order);
    if (lanes.lane() == 0) {
      work.target[i] = token;
    }
    bool ends = token == model.eos || i >= work.drafted || token != work.tokens[work.have + i];
    if (groups == 1 && ends) {
      return; /* what follows is not looked at */
    }
  }
}

/* Phase 4, one lane: how far draft and model agree, and what that ends. */
DX_FN void dx_accept(const DxModel &model, DxSlot &state, DxWork &work) {
  dx_u32 count = 0;
  work.reason = 0;
  for (dx_u32 i = 0; i < work.verify; i++) {
    dx_u32 token = work.target[i];
    if (token == model.eos) {
      work.reason = TOKRING_EOS;
      break;
    }
    count++;
    if (i >= work.drafted || token != work.tokens[work.have + i]) {
      break;
    }
  }
  work.count = count;
  state.position += count;
  if (work.reason == 0 && state.position >= state.max_tokens) {
    work.reason = TOKRING_LENGTH;
  }
  dx_u32 kept = dx_min(state.have + count, DX_MAX_CONTEXT);
  dx_u32 skipped = state.have + count - kept;
  for (dx_u32 i = 0; i < kept; i++) {
    dx_u32 from = skipped + i;
    state.history[i] =
        from < work.have ? work.tokens[from] : work.target[from - work.have];
  }
  state.have = kept;
}

/* Phase 5, all lanes of the block: the words of the BURST. */
DX_FN void dx_write(const DxLoop &loop, dx_u32 slot, const DxSlot &state, const DxWork &work,
                    dx_u32 lane, dx_u32 lanes) {
  if (lane == 0 && work.count > 0) {
    dx_u32 head = (dx_u32)TOKRING_KIND_BURST << 24 | work.drafted << 16 | work.count;
    dx_put_word(loop, slot, state.wr, head);
    dx_put_word(loop, slot, state.wr + 1, state.epoch);
  }
  for (dx_u32 i = lane; i < work.count; i += lanes) {
    dx_put_word(loop, slot, state.wr + TOKRING_RECORD_WORDS + i, work.target[i]);
  }
}

/* Phase 6, one lane, behind the barrier that orders the others' words before its release of wr. */
DX_FN void dx_finish(const DxLoop &loop, dx_u32 slot, DxSlot &state, const DxWork &work) {
  char *at = dx_slot(loop, slot);
  if (work.count > 0) {
    /* The last token of a step is the model's own: a correction or a bonus. */
    state.drafted += work.drafted;
    state.accepted += dx_min(work.drafted, work.count - 1);
    tokring_set64_(at + TOKRING_OFF_DRAFTED, state.drafted);
    tokring_set64_(at + TOKRING_OFF_ACCEPTED, state.accepted);
    dx_publish(at, state, state.wr + TOKRING_RECORD_WORDS + work.count);
  }
  if (work.reason != 0) {
    dx_end(loop, slot, state, work.reason);
  }
}

/* All phases on one thread, with lanes that it plays itself. */
template <class Lanes>
DX_FN void dx_step_alone(const DxLoop &loop, const DxModel &model, dx_u32 slot,
                         const Lanes &lanes, DxWork &work) {
  DxSlot &state = ((DxSlot *)loop.slot_states)[slot];
  dx_begin(loop, model, slot, state, work);
  if (work.go) {
    dx_draft(loop, model, lanes, work);
    dx_verify(model, lanes, 0, 1, work);
    dx_accept(model, state, work);
    dx_write(loop, slot, state, work, 0, 1);
    dx_finish(loop, slot, state, work);
  }
}

#endif
