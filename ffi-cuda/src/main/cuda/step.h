/*
 * One step of one slot: admission, draft, verification, publication. Compiled by nvcc and by host
 * C++ compilers. dev.deltalex.loop.ngram.HostStep and Sampler are the Java implementation; tests
 * check that all of them generate the same tokens.
 *
 * All arithmetic is on unsigned integers. The order of the exponential race is total, so any number
 * of lanes finds the same winner. The model's image is not trusted: a read beyond its end gives 0,
 * and every loop is bounded.
 *
 * tokring.h defines the ring's layout, the access to its words, and the handling of invalid ones.
 * The ring is mapped host memory, which is only loaded and stored: a read-modify-write is not
 * guaranteed to be atomic between a device and its host. The cursors and counters of the step are
 * therefore in device memory.
 */
#ifndef DELTALEX_STEP_H
#define DELTALEX_STEP_H

#include "tokring.h"

#if defined(__CUDACC__)
#define DLX_FN static __host__ __device__ __forceinline__
#define DLX_MEMBER __host__ __device__ __forceinline__
#else
#include <time.h>
#define DLX_FN static inline
#define DLX_MEMBER inline
#endif

typedef uint32_t dlx_u32;
typedef unsigned long long dlx_u64; /* the type that device functions take */

/* ---- Words of the model's header, see ModelImage ---- */

enum {
  DLX_MAGIC_AT = 0,
  DLX_VERSION_AT = 1,
  DLX_TOTAL_AT = 2,
  DLX_ORDER_AT = 4,
  DLX_EOS_AT = 6,
  DLX_FIRST_STYLE_AT = 7,
  DLX_STYLES_AT = 8,
  DLX_STAY_AT = 9,
  DLX_LOG_AT = 10,
  DLX_INDEX_AT = 11,
  DLX_INDEX_BITS_AT = 12,
  DLX_PROBES_AT = 13,
  DLX_CONTEXTS_AT = 14,
  DLX_CONTEXT_COUNT_AT = 15,
  DLX_FOLLOWERS_AT = 16,
  DLX_FOLLOWER_COUNT_AT = 17,
  DLX_HEADER_WORDS = 32,
  DLX_FRACTION_BITS = 26,
  DLX_MAX_CONTEXT = 7,
  DLX_MAX_PROBES = 256
};

/* ---- Parameters of the kernel and state between steps, in device memory ---- */

/* Written by DeviceSide.java, which has the same offsets. */
struct DlxLoop {
  dlx_u64 ring;        /*  0 address of the ring block, mapped from the host */
  dlx_u64 model;       /*  8 address of the model's image */
  dlx_u64 model_words; /* 16 */
  dlx_u64 slot_states; /* 24 address of a DlxSlot per slot, all 0 for a new ring */
  dlx_u64 counters;    /* 32 address of two u64: blocks that finished the step, doorbell steps */
  dlx_u32 slots;       /* 40 */
  dlx_u32 cap_words;   /* 44 */
  dlx_u32 max_burst;   /* 48 */
  dlx_u32 slot_off;    /* 52 */
  dlx_u32 ring_off;    /* 56 */
  dlx_u32 draft_order; /* 60 */
  dlx_u32 stop;        /* 64 not 0: every stream ends with CANCELLED */
  dlx_u32 flags;       /* 68 DLX_FEW_FENCES or 0 */
};

/*
 * For measurements on a device: words of the consumer are read without an acquire where nothing else
 * is read after them, and a block that published nothing has no fence. The streams are the same.
 */
#define DLX_FEW_FENCES 1u

struct DlxSlot {
  dlx_u64 wr;
  dlx_u64 rd; /* cached copy, refreshed when the ring seems full */
  dlx_u64 seed;
  dlx_u64 drafted;
  dlx_u64 accepted;
  dlx_u64 stalls;
  dlx_u32 epoch; /* the last one served */
  dlx_u32 running;
  dlx_u32 pending; /* reason of an END that is still to be written, 0: none */
  dlx_u32 position;
  dlx_u32 max_tokens;
  dlx_u32 k;
  dlx_u32 style;
  dlx_u32 have; /* tokens in history, oldest first */
  dlx_u32 history[DLX_MAX_CONTEXT];
  dlx_u32 reserved[5];
};

/* The data of one step, shared by the lanes of a block. */
struct DlxWork {
  dlx_u32 go;
  dlx_u32 have;
  dlx_u32 want;    /* tokens to draft */
  dlx_u32 drafted; /* tokens drafted: fewer if the draft has an end of sequence */
  dlx_u32 verify;  /* positions to verify */
  dlx_u32 count;   /* tokens to publish */
  dlx_u32 reason;  /* of the END after them, 0: none */
  dlx_u32 style;
  dlx_u32 position;
  dlx_u64 seed;
  dlx_u32 tokens[DLX_MAX_CONTEXT + TOKRING_MAX_DRAFTED + 1]; /* history, then draft */
  dlx_u32 target[TOKRING_MAX_DRAFTED + 1];
};

/* The producer's clock, in nanoseconds: of the device, or of the host. */
DLX_FN dlx_u64 dlx_nanos(void) {
#if defined(TOKRING_PTX_)
  dlx_u64 now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  return now;
#elif defined(__CUDACC__)
  return 0;
#else
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (dlx_u64)now.tv_sec * 1000000000u + (dlx_u64)now.tv_nsec;
#endif
}

/* A word of the consumer, not ordered with any other access. */
DLX_FN dlx_u32 dlx_peek32(const void *at) {
#if defined(TOKRING_PTX_)
  dlx_u32 value;
  asm volatile("ld.relaxed.sys.u32 %0, [%1];" : "=r"(value) : "l"(at));
  return value;
#else
  return __atomic_load_n((const dlx_u32 *)at, __ATOMIC_RELAXED);
#endif
}

/* ---- The model ---- */

struct DlxModel {
  const dlx_u32 *words;
  dlx_u64 total;
  dlx_u64 log;
  dlx_u64 index;
  dlx_u64 contexts;
  dlx_u64 context_count;
  dlx_u64 followers;
  dlx_u64 follower_count;
  dlx_u64 stay;
  dlx_u32 index_mask;
  dlx_u32 probes;
  dlx_u32 order;
  dlx_u32 eos;
  dlx_u32 first_style;
  dlx_u32 styles;
};

DLX_FN dlx_u32 dlx_min(dlx_u32 a, dlx_u32 b) { return a < b ? a : b; }

DLX_FN dlx_u32 dlx_word(const DlxModel &model, dlx_u64 at) {
  return at < model.total ? model.words[at] : 0;
}

/* Reads the header of an image of `words` words. Returns false if it is not a valid image. */
DLX_FN bool dlx_open_model(DlxModel &model, const dlx_u32 *image, dlx_u64 words) {
  model.words = image;
  model.total = words;
  if (words < DLX_HEADER_WORDS || image[DLX_MAGIC_AT] != 0x4E584C44u ||
      image[DLX_VERSION_AT] != 1 || image[DLX_TOTAL_AT] > words ||
      image[DLX_TOTAL_AT] < DLX_HEADER_WORDS) {
    return false;
  }
  model.total = image[DLX_TOTAL_AT];
  model.log = image[DLX_LOG_AT];
  model.index = image[DLX_INDEX_AT];
  model.contexts = image[DLX_CONTEXTS_AT];
  model.context_count = image[DLX_CONTEXT_COUNT_AT];
  model.followers = image[DLX_FOLLOWERS_AT];
  dlx_u64 behind = model.total > model.followers ? (model.total - model.followers) / 2 : 0;
  dlx_u64 stated = image[DLX_FOLLOWER_COUNT_AT];
  model.follower_count = stated < behind ? stated : behind; /* limits every race */
  model.stay = image[DLX_STAY_AT] & 0xFF;
  model.index_mask = (1u << (image[DLX_INDEX_BITS_AT] & 31)) - 1;
  model.probes = image[DLX_PROBES_AT];
  model.order = image[DLX_ORDER_AT];
  model.eos = image[DLX_EOS_AT];
  model.first_style = image[DLX_FIRST_STYLE_AT];
  model.styles = image[DLX_STYLES_AT];
  return model.order >= 1 && model.order <= DLX_MAX_CONTEXT + 1 &&
         image[DLX_INDEX_BITS_AT] <= 30 && model.probes <= DLX_MAX_PROBES;
}

#define DLX_ODD 0x9E3779B97F4A7C15ull
#define DLX_LENGTH_STEP 0xC2B2AE3D27D4EB4Full

DLX_FN dlx_u64 dlx_mix(dlx_u64 x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93ull;
  x ^= x >> 29;
  x *= 0xA0761D6478BD642Full;
  return x ^ (x >> 32);
}

DLX_FN dlx_u64 dlx_root_hash(dlx_u32 style) { return dlx_mix(style + DLX_ODD); }

DLX_FN dlx_u64 dlx_longer_hash(dlx_u64 hash, dlx_u32 older) {
  return dlx_mix((hash ^ older) + DLX_LENGTH_STEP);
}

/* A follower in the race. Its time is the exact fraction time / count. */
struct DlxRacer {
  dlx_u32 time;
  dlx_u32 count;
  dlx_u32 token;
};

DLX_FN bool dlx_ahead(const DlxRacer &a, const DlxRacer &b) {
  dlx_u64 left = (dlx_u64)a.time * b.count;
  dlx_u64 right = (dlx_u64)b.time * a.count;
  return left < right || (left == right && a.token < b.token);
}

DLX_FN dlx_u32 dlx_log2(dlx_u64 x) { /* floor(log2 x), 1 <= x <= 2^32 */
#if defined(__CUDA_ARCH__)
  return 63 - (dlx_u32)__clzll((long long)x);
#else
  return 63 - (dlx_u32)__builtin_clzll(x);
#endif
}

/* -log2((bits + 1) / 2^32), with DLX_FRACTION_BITS fraction bits. */
DLX_FN dlx_u32 dlx_exponential(const DlxModel &model, dlx_u32 bits) {
  dlx_u64 x = (dlx_u64)bits + 1;
  dlx_u32 whole = dlx_log2(x);
  dlx_u64 mantissa = (x << (32 - whole)) - (1ull << 32);
  dlx_u64 row = mantissa >> 24;
  dlx_u64 low = dlx_word(model, model.log + row);
  dlx_u64 high = dlx_word(model, model.log + row + 1);
  dlx_u64 logarithm = low + (((high - low) * (mantissa & 0xFFFFFF)) >> 24);
  return (dlx_u32)(((dlx_u64)(32 - whole) << DLX_FRACTION_BITS) - logarithm);
}

/* The winner among every `lanes`th follower, from `lane` on. */
DLX_FN DlxRacer dlx_race_part(const DlxModel &model, dlx_u64 first, dlx_u64 count, dlx_u64 base,
                              dlx_u32 lane, dlx_u32 lanes) {
  DlxRacer best = {0xFFFFFFFFu, 1, model.eos};
  for (dlx_u64 i = first + lane; i < first + count; i += lanes) {
    DlxRacer runner;
    runner.token = dlx_word(model, model.followers + 2 * i);
    runner.count = dlx_word(model, model.followers + 2 * i + 1);
    if (runner.count == 0) {
      continue;
    }
    dlx_u32 bits = (dlx_u32)(dlx_mix(base + ((dlx_u64)runner.token + 1) * DLX_ODD) >> 32);
    runner.time = dlx_exponential(model, bits);
    if (dlx_ahead(runner, best)) {
      best = runner;
    }
  }
  return best;
}

/* A single lane that runs a race by itself. Other kinds of lanes have the same members. */
struct DlxOneLane {
  DLX_MEMBER dlx_u32 lane() const { return 0; }
  DLX_MEMBER dlx_u32 lanes() const { return 1; }
  DLX_MEMBER void sync() const {}
  DLX_MEMBER DlxRacer race(const DlxModel &model, dlx_u64 first, dlx_u64 count,
                           dlx_u64 base) const {
    return dlx_race_part(model, first, count, base, 0, 1);
  }
};

/* Word offset of a context, or 0 if it is not in the tables. */
DLX_FN dlx_u64 dlx_find(const DlxModel &model, dlx_u64 hash) {
  dlx_u32 at = (dlx_u32)(hash >> 32) & model.index_mask;
  for (dlx_u32 i = 0; i <= model.probes; i++) {
    dlx_u64 number = dlx_word(model, model.index + ((at + i) & model.index_mask));
    if (number == 0 || number > model.context_count) {
      return 0;
    }
    dlx_u64 context = model.contexts + (number - 1) * 4;
    if (dlx_word(model, context) == (dlx_u32)hash) {
      return context;
    }
  }
  return 0;
}

/* Whether the context of `length` tokens escapes to the next shorter one. */
DLX_FN bool dlx_escapes(const DlxModel &model, dlx_u64 base, dlx_u32 length, dlx_u64 distinct,
                        dlx_u64 sum) {
  dlx_u64 kept = (sum * model.stay) & 0xFFFFFFFFu;
  dlx_u64 all = (kept + distinct) & 0xFFFFFFFFu;
  dlx_u64 bits = dlx_mix(~base + length * DLX_LENGTH_STEP) >> 32;
  return (bits * all) >> 32 >= kept;
}

/* The token after tokens[0 .. end), sampled with contexts of less than `limit` tokens. */
template <class Lanes>
DLX_FN dlx_u32 dlx_next(const DlxModel &model, const Lanes &lanes, const dlx_u32 *tokens,
                        dlx_u32 end, dlx_u32 style, dlx_u64 seed, dlx_u32 position, dlx_u32 limit) {
  dlx_u64 base = dlx_mix(seed ^ dlx_mix(position + DLX_ODD));
  dlx_u32 longest = dlx_min(dlx_min(model.order, limit) - 1, end);
  dlx_u64 hashes[DLX_MAX_CONTEXT + 1];
  hashes[0] = dlx_root_hash(style);
  for (dlx_u32 i = 1; i <= DLX_MAX_CONTEXT; i++) {
    hashes[i] = i <= longest ? dlx_longer_hash(hashes[i - 1], tokens[end - i]) : 0;
  }
  for (dlx_u32 length = longest + 1; length-- > 0;) {
    dlx_u64 context = dlx_find(model, hashes[length]);
    if (context == 0) {
      continue;
    }
    dlx_u64 distinct = dlx_word(model, context + 2);
    if (distinct == 0 ||
        (length > 0 &&
         dlx_escapes(model, base, length, distinct, dlx_word(model, context + 3)))) {
      continue;
    }
    dlx_u64 first = dlx_word(model, context + 1);
    dlx_u64 left = model.follower_count > first ? model.follower_count - first : 0;
    return lanes.race(model, first, distinct < left ? distinct : left, base).token;
  }
  return model.eos;
}

/* ---- The phases of a step, with a barrier of the block between two phases ---- */

DLX_FN char *dlx_slot(const DlxLoop &loop, dlx_u32 slot) {
  return (char *)loop.ring + loop.slot_off + (dlx_u64)slot * TOKRING_SLOT_BYTES;
}

/* Free words of the ring, by the cached rd, which is refreshed if they are fewer than wanted. */
DLX_FN dlx_u32 dlx_free(const DlxLoop &loop, const char *at, DlxSlot &state, dlx_u32 wanted) {
  dlx_u32 free = tokring_space_(loop.cap_words, state.wr, state.rd);
  if (free < wanted) {
    state.rd = tokring_load64_(at + TOKRING_OFF_RD);
    free = tokring_space_(loop.cap_words, state.wr, state.rd);
  }
  return free;
}

DLX_FN void dlx_put_word(const DlxLoop &loop, dlx_u32 slot, dlx_u64 cursor, dlx_u32 word) {
  dlx_u64 ring = loop.ring + loop.ring_off + (dlx_u64)slot * loop.cap_words * 4;
  tokring_set32_((char *)ring + (cursor & (loop.cap_words - 1)) * 4, word);
}

DLX_FN void dlx_publish(char *at, DlxSlot &state, dlx_u64 wr) {
  state.wr = wr;
  tokring_set64_(at + TOKRING_OFF_PUBLISH_NS, dlx_nanos());
  tokring_store64_(at + TOKRING_OFF_WR, wr);
}

/* Writes the END, or retries at the next step if the ring has no room. */
DLX_FN void dlx_end(const DlxLoop &loop, dlx_u32 slot, DlxSlot &state, dlx_u32 reason) {
  char *at = dlx_slot(loop, slot);
  state.pending = reason;
  if (dlx_free(loop, at, state, TOKRING_RECORD_WORDS) < TOKRING_RECORD_WORDS) {
    return;
  }
  dlx_put_word(loop, slot, state.wr, (dlx_u32)TOKRING_KIND_END << 24 | reason);
  dlx_put_word(loop, slot, state.wr + 1, state.epoch);
  dlx_publish(at, state, state.wr + TOKRING_RECORD_WORDS);
  /* Stored after wr: a consumer that reads this state also sees the END. */
  tokring_store32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_ENDED);
  state.pending = 0;
  state.running = 0;
}

/* Reads an admission. Returns false if it changed meanwhile; the next step reads it again. */
DLX_FN bool dlx_admit(const DlxLoop &loop, const DlxModel &model, dlx_u32 slot, DlxSlot &state,
                      dlx_u32 epoch) {
  char *at = dlx_slot(loop, slot);
  dlx_u32 length =
      tokring_clamp_(tokring_get32_(at + TOKRING_OFF_PROMPT_LEN), 0, TOKRING_PROMPT_TOKENS);
  dlx_u32 have = dlx_min(length, DLX_MAX_CONTEXT);
  dlx_u32 style = 0;
  dlx_u32 history[DLX_MAX_CONTEXT] = {0};
  for (dlx_u32 i = 0; i < length; i++) {
    dlx_u32 token = tokring_get32_(at + TOKRING_OFF_PROMPT + 4 * i);
    style = token - model.first_style < model.styles ? token - model.first_style : style;
    if (i + have >= length) {
      history[i + have - length] = token;
    }
  }
  dlx_u64 seed = tokring_get64_(at + TOKRING_OFF_SEED);
  dlx_u32 max_tokens = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_MAX_TOKENS), 1, INT32_MAX);
  dlx_u32 k = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_DRAFT_TOKENS), 0,
                             tokring_most_drafted_(loop.max_burst));
  tokring_load_fence_();
  if (tokring_load32_(at + TOKRING_OFF_EPOCH) != epoch) {
    return false;
  }
  for (dlx_u32 i = 0; i < DLX_MAX_CONTEXT; i++) {
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
  /* Before the echo: a consumer that reads the new echo cannot read an older stream's ENDED. */
  tokring_set32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_RUNNING);
  tokring_store32_(at + TOKRING_OFF_EPOCH_ECHO, epoch);
  return true;
}

/* Phase 1, one lane: admission, cancellation, room. Sets work.go if the other phases must run. */
DLX_FN void dlx_begin(const DlxLoop &loop, const DlxModel &model, dlx_u32 slot, DlxSlot &state,
                      DlxWork &work) {
  char *at = dlx_slot(loop, slot);
  const char *cancel_at = at + TOKRING_OFF_CANCEL_EPOCH;
  const char *stop_at = (const char *)loop.ring + TOKRING_OFF_STOP_ALL;
  bool few = (loop.flags & DLX_FEW_FENCES) != 0;
  bool runs = state.running != 0;
  work.go = 0;
  dlx_u32 epoch;
  dlx_u32 cancelled = 0;
  dlx_u32 stopped = 0;
  if (few) {
    epoch = dlx_peek32(at + TOKRING_OFF_EPOCH);
    if (runs) { /* loads that do not wait for each other */
      cancelled = dlx_peek32(cancel_at);
      stopped = dlx_peek32(stop_at);
    }
  } else {
    epoch = tokring_load32_(at + TOKRING_OFF_EPOCH);
  }
  if (!runs) {
    if ((int)epoch <= 0 || epoch == state.epoch) {
      return;
    }
    if (few) {
      tokring_load_fence_(); /* orders the epoch before the words of the admission */
    }
    if (!dlx_admit(loop, model, slot, state, epoch)) {
      return;
    }
  }
  if (state.pending != 0) {
    dlx_end(loop, slot, state, state.pending);
    return;
  }
  bool given_up = epoch != state.epoch && epoch != 0;
  if (!few || !runs) {
    cancelled = tokring_load32_(cancel_at);
    stopped = tokring_load32_(stop_at);
  }
  if (given_up || loop.stop != 0 || cancelled == state.epoch || stopped != 0) {
    dlx_end(loop, slot, state, TOKRING_CANCELLED);
    return;
  }
  if (dlx_free(loop, at, state, loop.max_burst + 4) < loop.max_burst + 4) {
    state.stalls++;
    tokring_set64_(at + TOKRING_OFF_STALLS, state.stalls);
    return;
  }
  for (dlx_u32 i = 0; i < state.have; i++) {
    work.tokens[i] = state.history[i];
  }
  work.go = 1;
  work.have = state.have;
  work.want = dlx_min(state.k, state.max_tokens - state.position - 1);
  work.drafted = 0;
  work.verify = work.want + 1;
  work.style = state.style;
  work.position = state.position;
  work.seed = state.seed;
}

/* Phase 2, one group of lanes: drafts tokens, each from the preceding ones. */
template <class Lanes>
DLX_FN void dlx_draft(const DlxLoop &loop, const DlxModel &model, const Lanes &lanes,
                      DlxWork &work) {
  dlx_u32 want = work.want;
  dlx_u32 have = work.have;
  for (dlx_u32 i = 0; i < want; i++) {
    dlx_u32 token = dlx_next(model, lanes, work.tokens, have + i, work.style, work.seed,
                             work.position + i, loop.draft_order);
    bool last = token == model.eos;
    /* Other lanes may still read the earlier tokens, but none reads what is written here. */
    if (lanes.lane() == 0) {
      work.tokens[have + i] = token;
      work.drafted = i + 1;
      work.verify = i + (last ? 1 : 2);
    }
    lanes.sync();
    if (last) {
      return; /* end of sequence: no later position to verify */
    }
  }
}

/* Phase 3, all groups: the model's token at each position, given the draft tokens before it. */
template <class Lanes>
DLX_FN void dlx_verify(const DlxModel &model, const Lanes &lanes, dlx_u32 group, dlx_u32 groups,
                       DlxWork &work) {
  for (dlx_u32 i = group; i < work.verify; i += groups) {
    dlx_u32 token = dlx_next(model, lanes, work.tokens, work.have + i, work.style, work.seed,
                             work.position + i, model.order);
    if (lanes.lane() == 0) {
      work.target[i] = token;
    }
    bool ends = token == model.eos || i >= work.drafted || token != work.tokens[work.have + i];
    if (groups == 1 && ends) {
      return; /* later positions are not used */
    }
  }
}

/* Phase 4, one lane: accepts the draft tokens that equal the model's; checks for the end. */
DLX_FN void dlx_accept(const DlxModel &model, DlxSlot &state, DlxWork &work) {
  dlx_u32 count = 0;
  work.reason = 0;
  for (dlx_u32 i = 0; i < work.verify; i++) {
    dlx_u32 token = work.target[i];
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
  dlx_u32 kept = dlx_min(state.have + count, DLX_MAX_CONTEXT);
  dlx_u32 skipped = state.have + count - kept;
  for (dlx_u32 i = 0; i < kept; i++) {
    dlx_u32 from = skipped + i;
    state.history[i] =
        from < work.have ? work.tokens[from] : work.target[from - work.have];
  }
  state.have = kept;
}

/* Phase 5, all lanes of the block: writes the words of the BURST. */
DLX_FN void dlx_write(const DlxLoop &loop, dlx_u32 slot, const DlxSlot &state, const DlxWork &work,
                      dlx_u32 lane, dlx_u32 lanes) {
  if (lane == 0 && work.count > 0) {
    dlx_u32 head = (dlx_u32)TOKRING_KIND_BURST << 24 | work.drafted << 16 | work.count;
    dlx_put_word(loop, slot, state.wr, head);
    dlx_put_word(loop, slot, state.wr + 1, state.epoch);
  }
  for (dlx_u32 i = lane; i < work.count; i += lanes) {
    dlx_put_word(loop, slot, state.wr + TOKRING_RECORD_WORDS + i, work.target[i]);
  }
}

/* Phase 6, one lane: releases wr. The barrier before it orders the other lanes' words before wr. */
DLX_FN void dlx_finish(const DlxLoop &loop, dlx_u32 slot, DlxSlot &state, const DlxWork &work) {
  char *at = dlx_slot(loop, slot);
  if (work.count > 0) {
    /* The last token of a step is the model's: a correction or a bonus token. */
    state.drafted += work.drafted;
    state.accepted += dlx_min(work.drafted, work.count - 1);
    tokring_set64_(at + TOKRING_OFF_DRAFTED, state.drafted);
    tokring_set64_(at + TOKRING_OFF_ACCEPTED, state.accepted);
    dlx_publish(at, state, state.wr + TOKRING_RECORD_WORDS + work.count);
  }
  if (work.reason != 0) {
    dlx_end(loop, slot, state, work.reason);
  }
}

/* All phases on one thread, which emulates the lanes. */
template <class Lanes>
DLX_FN void dlx_step_alone(const DlxLoop &loop, const DlxModel &model, dlx_u32 slot,
                           const Lanes &lanes, DlxWork &work) {
  DlxSlot &state = ((DlxSlot *)loop.slot_states)[slot];
  dlx_begin(loop, model, slot, state, work);
  if (work.go) {
    dlx_draft(loop, model, lanes, work);
    dlx_verify(model, lanes, 0, 1, work);
    dlx_accept(model, state, work);
    dlx_write(loop, slot, state, work, 0, 1);
    dlx_finish(loop, slot, state, work);
  }
}

#endif
