/*
 * tokring.h: the producer of a token ring, for engines in C, C++ and CUDA.
 *
 * C99, header only, no dependencies, no allocation, no system calls. GCC or Clang, little endian;
 * under nvcc every function is for host and device. An engine maps the ring's memory (a file shared
 * with the reading process, or pinned memory of a device), and serves the ring's slots in each step:
 *
 *   tokring ring;
 *   tokring_watch consumer;
 *   if (tokring_attach(&ring, memory, bytes, NULL) != TOKRING_OK) ...
 *   tokring_end_running(&ring, TOKRING_ERROR, now);       // streams of a dead producer
 *   tokring_state(&ring, TOKRING_RUNNING, 0);
 *   tokring_watch_start(&consumer, &ring, now);
 *   while (!tokring_stop_requested(&ring)) {
 *     tokring_beat(&ring, now);                           // from a thread that never blocks
 *     if (tokring_consumer_lost(&consumer, &ring, now, limit))
 *       tokring_end_running(&ring, TOKRING_CANCELLED, now);
 *     for each slot:
 *       if (tokring_admitted(&ring, slot, &request))      // a new stream: request.epoch
 *         start it;
 *       if (the slot's stream runs)
 *         if (tokring_cancelled(&ring, slot, epoch))
 *           tokring_end(&ring, slot, epoch, TOKRING_CANCELLED, now);
 *         else if (tokring_room(&ring, slot))
 *           compute tokens, tokring_put(&ring, slot, epoch, drafted, tokens, n, now);
 *         else
 *           tokring_stall(&ring, slot);                   // skip this step
 *     tokring_step(&ring, now);
 *   }
 *   tokring_end_running(&ring, TOKRING_CANCELLED, now);
 *   tokring_state(&ring, TOKRING_CLOSED, 0);
 *
 * Threads: one at a time per slot, one at a time for step, one for beat. The reading process may be
 * hostile or dead: no word that it writes causes an access outside the block. Times are nanoseconds
 * of any clock of the producer; on Linux CLOCK_MONOTONIC is also the clock of a JVM on the same
 * machine.
 *
 * Owners: a ring in a file has one producer and one consumer at a time. Each holds an exclusive
 * fcntl lock on one byte of the file while it maps it: TOKRING_PRODUCER_LOCK, TOKRING_CONSUMER_LOCK.
 * An engine that does not get its lock must not attach; examples/tokring_shared.c shows it.
 *
 * The block, little endian, 128-byte lines, one writer per word:
 *   L0 fixed     magic, version, sizes          slot  P producer  wr, epoch_echo, state, counters
 *   L1 producer  step, time, state, error, beat       C consumer  rd, cancel_epoch
 *   L2 consumer  consumer_beat, stop_all              A consumer  epoch (written last), request
 *   ring: cap words per slot, word i of the slot's life at i & (cap - 1)
 *   BURST  1 << 24 | drafted << 16 | n, epoch, n token ids        END  2 << 24 | reason, epoch
 */
#ifndef DELTALEX_TOKRING_H
#define DELTALEX_TOKRING_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tokring.h needs GCC or Clang on a little-endian machine"
#endif

#if defined(__CUDACC__)
#define TOKRING_FN static __host__ __device__ __inline__
#else
#define TOKRING_FN static inline __attribute__((unused))
#endif

/* PTX text is for a device. Tests that run a device's code on a CPU define TOKRING_NO_PTX. */
#if defined(__CUDA_ARCH__) && !defined(TOKRING_NO_PTX)
#define TOKRING_PTX_ 1
#endif

/* ---- layout ------------------------------------------------------------------------------- */

#define TOKRING_MAGIC 0x31474E52544D4C4CULL /* "LLMTRNG1" */
#define TOKRING_VERSION 1
#define TOKRING_HEADER_BYTES 384
#define TOKRING_SLOT_BYTES 384
#define TOKRING_MAX_SLOTS 65536
#define TOKRING_MAX_CAP_WORDS (1 << 24)
#define TOKRING_MAX_BURST 65535
#define TOKRING_MAX_DRAFTED 255
#define TOKRING_PROMPT_TOKENS 26
#define TOKRING_RECORD_WORDS 2
#define TOKRING_KIND_BURST 1
#define TOKRING_KIND_END 2
#define TOKRING_LOOKS 16 /* minimum of checks before a consumer counts as lost */

/* offsets in the block */
#define TOKRING_OFF_MAGIC 0
#define TOKRING_OFF_VERSION 8
#define TOKRING_OFF_HEADER_BYTES 12
#define TOKRING_OFF_SLOTS 16
#define TOKRING_OFF_CAP_WORDS 20
#define TOKRING_OFF_SLOT_OFF 24
#define TOKRING_OFF_RING_OFF 28
#define TOKRING_OFF_TOTAL_BYTES 32
#define TOKRING_OFF_MAX_BURST 40
#define TOKRING_OFF_FLAGS 44
#define TOKRING_OFF_STEP 128
#define TOKRING_OFF_PRODUCER_NS 136
#define TOKRING_OFF_PRODUCER_STATE 144
#define TOKRING_OFF_PRODUCER_ERROR 148
#define TOKRING_OFF_BEAT 152
#define TOKRING_OFF_CONSUMER_BEAT 256
#define TOKRING_OFF_STOP_ALL 264

/* bytes of a file that its owners lock; their values have no meaning for the lock */
#define TOKRING_PRODUCER_LOCK TOKRING_OFF_STEP
#define TOKRING_CONSUMER_LOCK TOKRING_OFF_CONSUMER_BEAT

/* offsets in a slot */
#define TOKRING_OFF_WR 0
#define TOKRING_OFF_EPOCH_ECHO 8
#define TOKRING_OFF_SLOT_STATE 12
#define TOKRING_OFF_DRAFTED 16
#define TOKRING_OFF_ACCEPTED 24
#define TOKRING_OFF_STALLS 32
#define TOKRING_OFF_PUBLISH_NS 40
#define TOKRING_OFF_RD 128
#define TOKRING_OFF_CANCEL_EPOCH 136
#define TOKRING_OFF_EPOCH 256
#define TOKRING_OFF_PROMPT_LEN 260
#define TOKRING_OFF_SEED 264
#define TOKRING_OFF_MAX_TOKENS 272
#define TOKRING_OFF_DRAFT_TOKENS 276
#define TOKRING_OFF_PROMPT 280

/* why a stream ended */
#define TOKRING_EOS 1
#define TOKRING_LENGTH 2
#define TOKRING_CANCELLED 3
#define TOKRING_ERROR 4

/* states of the producer */
#define TOKRING_ABSENT 0
#define TOKRING_RUNNING 1
#define TOKRING_CLOSED 2
#define TOKRING_FAILED 3

/* states of a slot: RUNNING is stored before epoch_echo, ENDED after wr */
#define TOKRING_SLOT_IDLE 0
#define TOKRING_SLOT_RUNNING 1
#define TOKRING_SLOT_ENDED 2

/* results of init and attach */
#define TOKRING_OK 0
#define TOKRING_BAD_SIZE 1
#define TOKRING_BAD_ALIGNMENT 2
#define TOKRING_BAD_MAGIC 3
#define TOKRING_BAD_VERSION 4
#define TOKRING_BAD_HEADER 5
#define TOKRING_CUT_SHORT 6

/** A producer attached to a block by tokring_attach; the block must outlive it. */
typedef struct tokring {
  unsigned char *base;
  uint64_t ring_off;
  uint64_t total_bytes;
  uint64_t *seen; /* per slot a cached copy of the consumer's cursor, or NULL */
  uint32_t slots;
  uint32_t cap_words;
  uint32_t max_burst;
} tokring;

/** The admission of a stream. All values are within their limits, but token ids may be any. */
typedef struct tokring_request {
  uint64_t seed;
  uint32_t epoch;
  uint32_t max_tokens;                    /* 1 to INT32_MAX */
  uint32_t k;                             /* draft tokens per step, below max_burst */
  uint32_t prompt_len;                    /* ids in prompt, at most 26 */
  uint32_t prompt[TOKRING_PROMPT_TOKENS]; /* the prompt's last tokens */
} tokring_request;

/** Watches the consumer's heartbeat. */
typedef struct tokring_watch {
  uint64_t beat;
  uint64_t looked_ns; /* time of the last check */
  uint64_t silent_ns; /* time without a new beat, excluding pauses of this process */
} tokring_watch;

/* ---- words -------------------------------------------------------------------------------- */

/*
 * Loads and stores with acquire and release at system scope, never a read-modify-write: those are
 * not atomic across PCIe. Aligned words of 4 and 8 bytes are.
 */

TOKRING_FN uint32_t tokring_load32_(const void *at) {
#if defined(TOKRING_PTX_)
  uint32_t value;
  asm volatile("ld.acquire.sys.u32 %0, [%1];" : "=r"(value) : "l"(at) : "memory");
  return value;
#else
  return __atomic_load_n((const uint32_t *)at, __ATOMIC_ACQUIRE);
#endif
}

TOKRING_FN uint64_t tokring_load64_(const void *at) {
#if defined(TOKRING_PTX_)
  uint64_t value;
  asm volatile("ld.acquire.sys.u64 %0, [%1];" : "=l"(value) : "l"(at) : "memory");
  return value;
#else
  return __atomic_load_n((const uint64_t *)at, __ATOMIC_ACQUIRE);
#endif
}

TOKRING_FN void tokring_store32_(void *at, uint32_t value) {
#if defined(TOKRING_PTX_)
  asm volatile("st.release.sys.u32 [%0], %1;" : : "l"(at), "r"(value) : "memory");
#else
  __atomic_store_n((uint32_t *)at, value, __ATOMIC_RELEASE);
#endif
}

TOKRING_FN void tokring_store64_(void *at, uint64_t value) {
#if defined(TOKRING_PTX_)
  asm volatile("st.release.sys.u64 [%0], %1;" : : "l"(at), "l"(value) : "memory");
#else
  __atomic_store_n((uint64_t *)at, value, __ATOMIC_RELEASE);
#endif
}

/** Orders loads before it before loads after it. */
TOKRING_FN void tokring_load_fence_(void) {
#if defined(__CUDA_ARCH__)
  __threadfence_system();
#else
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
}

/* Plain accesses: for words that only this side writes, and for words below a released cursor.
   Volatile, so that the compiler makes exactly one access: a checked value is not read again, and a
   counter is not written in parts. */
TOKRING_FN uint32_t tokring_get32_(const void *at) { return *(const volatile uint32_t *)at; }
TOKRING_FN uint64_t tokring_get64_(const void *at) { return *(const volatile uint64_t *)at; }
TOKRING_FN void tokring_set32_(void *at, uint32_t value) { *(volatile uint32_t *)at = value; }
TOKRING_FN void tokring_set64_(void *at, uint64_t value) { *(volatile uint64_t *)at = value; }

TOKRING_FN unsigned char *tokring_slot_(const tokring *ring, uint32_t slot) {
  return ring->base + TOKRING_HEADER_BYTES + (size_t)slot * TOKRING_SLOT_BYTES;
}

TOKRING_FN uint32_t *tokring_words_(const tokring *ring, uint32_t slot) {
  return (uint32_t *)(void *)(ring->base + ring->ring_off + (size_t)slot * ring->cap_words * 4);
}

TOKRING_FN void tokring_add_(void *counter, uint64_t n) {
  tokring_set64_(counter, tokring_get64_(counter) + n);
}

/* Free words of a ring; 0 for an invalid cursor of the consumer. */
TOKRING_FN uint32_t tokring_space_(uint32_t cap_words, uint64_t wr, uint64_t rd) {
  uint64_t used = wr - rd;
  return used > cap_words ? 0 : cap_words - (uint32_t)used;
}

/* A word of the consumer, a signed int of Java, clamped to low .. high. */
TOKRING_FN uint32_t tokring_clamp_(uint32_t word, uint32_t low, uint32_t high) {
  return word > INT32_MAX || word < low ? low : word > high ? high : word;
}

/* Maximum of draft tokens in a step. */
TOKRING_FN uint32_t tokring_most_drafted_(uint32_t max_burst) {
  return max_burst - 1 < TOKRING_MAX_DRAFTED ? max_burst - 1 : TOKRING_MAX_DRAFTED;
}

/* ---- init and attach ---------------------------------------------------------------------- */

/** Bytes of a block; 0 if a value is out of range (cap_words: 2^n, >= 4 * (max_burst + 4)). */
TOKRING_FN uint64_t tokring_bytes(uint32_t slots, uint32_t cap_words, uint32_t max_burst) {
  if (slots < 1 || slots > TOKRING_MAX_SLOTS || max_burst < 1 || max_burst > TOKRING_MAX_BURST ||
      cap_words < 4 * (max_burst + 4) || cap_words > TOKRING_MAX_CAP_WORDS ||
      (cap_words & (cap_words - 1)) != 0) {
    return 0;
  }
  return TOKRING_HEADER_BYTES + (uint64_t)slots * TOKRING_SLOT_BYTES +
         (uint64_t)slots * cap_words * 4;
}

/** Initializes unused memory as an empty ring. The magic is written last. */
TOKRING_FN int tokring_init(void *memory, uint64_t bytes, uint32_t slots, uint32_t cap_words,
                            uint32_t max_burst) {
  unsigned char *base = (unsigned char *)memory;
  uint64_t total = tokring_bytes(slots, cap_words, max_burst);
  uint64_t i;
  if (total == 0 || bytes < total) {
    return TOKRING_BAD_SIZE;
  }
  if (((uintptr_t)memory & 7) != 0) {
    return TOKRING_BAD_ALIGNMENT;
  }
  for (i = 0; i < total; i += 4) {
    tokring_set32_(base + i, 0);
  }
  tokring_set32_(base + TOKRING_OFF_VERSION, TOKRING_VERSION);
  tokring_set32_(base + TOKRING_OFF_HEADER_BYTES, TOKRING_HEADER_BYTES);
  tokring_set32_(base + TOKRING_OFF_SLOTS, slots);
  tokring_set32_(base + TOKRING_OFF_CAP_WORDS, cap_words);
  tokring_set32_(base + TOKRING_OFF_SLOT_OFF, TOKRING_HEADER_BYTES);
  tokring_set32_(base + TOKRING_OFF_RING_OFF, TOKRING_HEADER_BYTES + slots * TOKRING_SLOT_BYTES);
  tokring_set64_(base + TOKRING_OFF_TOTAL_BYTES, total);
  tokring_set32_(base + TOKRING_OFF_MAX_BURST, max_burst);
  tokring_store64_(base + TOKRING_OFF_MAGIC, TOKRING_MAGIC);
  return TOKRING_OK;
}

/**
 * Attaches a producer to a ring that either side created.
 *
 * seen: one element per slot, owned by the caller, to cache the consumer's cursor, so that a put
 * need not read it; or NULL. If the number of slots is unknown, attach with NULL and set it,
 * zeroed, afterwards.
 */
TOKRING_FN int tokring_attach(tokring *ring, void *memory, uint64_t bytes, uint64_t *seen) {
  unsigned char *base = (unsigned char *)memory;
  uint32_t slots, i;
  if (bytes < TOKRING_HEADER_BYTES) {
    return TOKRING_CUT_SHORT;
  }
  if (((uintptr_t)memory & 7) != 0) {
    return TOKRING_BAD_ALIGNMENT;
  }
  if (tokring_load64_(base + TOKRING_OFF_MAGIC) != TOKRING_MAGIC) {
    return TOKRING_BAD_MAGIC;
  }
  if (tokring_get32_(base + TOKRING_OFF_VERSION) != TOKRING_VERSION) {
    return TOKRING_BAD_VERSION;
  }
  slots = tokring_get32_(base + TOKRING_OFF_SLOTS);
  ring->base = base;
  ring->slots = slots;
  ring->cap_words = tokring_get32_(base + TOKRING_OFF_CAP_WORDS);
  ring->max_burst = tokring_get32_(base + TOKRING_OFF_MAX_BURST);
  ring->total_bytes = tokring_bytes(slots, ring->cap_words, ring->max_burst);
  ring->ring_off = TOKRING_HEADER_BYTES + (uint64_t)slots * TOKRING_SLOT_BYTES;
  ring->seen = seen;
  if (ring->total_bytes == 0 ||
      tokring_get32_(base + TOKRING_OFF_HEADER_BYTES) != TOKRING_HEADER_BYTES ||
      tokring_get32_(base + TOKRING_OFF_SLOT_OFF) != TOKRING_HEADER_BYTES ||
      tokring_get32_(base + TOKRING_OFF_RING_OFF) != ring->ring_off ||
      tokring_get64_(base + TOKRING_OFF_TOTAL_BYTES) != ring->total_bytes ||
      tokring_get32_(base + TOKRING_OFF_FLAGS) != 0) {
    return TOKRING_BAD_HEADER;
  }
  if (bytes < ring->total_bytes) {
    return TOKRING_CUT_SHORT;
  }
  for (i = 0; seen != NULL && i < slots; i++) {
    seen[i] = tokring_load64_(tokring_slot_(ring, i) + TOKRING_OFF_RD);
  }
  return TOKRING_OK;
}

/** Describes a result of init or attach and how to proceed. */
TOKRING_FN const char *tokring_message(int result) {
  switch (result) {
    case TOKRING_OK:
      return "ok";
    case TOKRING_BAD_SIZE:
      return "slots, cap_words or max_burst out of range, or the memory is too small for them";
    case TOKRING_BAD_ALIGNMENT:
      return "the address of the memory is not a multiple of 8";
    case TOKRING_BAD_MAGIC:
      return "not a token ring, or its creator has not finished or died: wait, or delete it";
    case TOKRING_BAD_VERSION:
      return "another version of the layout: update the older of the two programs";
    case TOKRING_BAD_HEADER:
      return "the header is damaged: delete the ring and create it again";
    case TOKRING_CUT_SHORT:
      return "the memory is shorter than the ring: delete the ring and create it again";
    default:
      return "unknown result";
  }
}

/* ---- streams ------------------------------------------------------------------------------ */

/** The epoch of the slot's current or last stream; 0: none. */
TOKRING_FN uint32_t tokring_served(const tokring *ring, uint32_t slot) {
  return tokring_get32_(tokring_slot_(ring, slot) + TOKRING_OFF_EPOCH_ECHO);
}

/** Whether the stream of tokring_served has no END yet. */
TOKRING_FN int tokring_running(const tokring *ring, uint32_t slot) {
  return tokring_get32_(tokring_slot_(ring, slot) + TOKRING_OFF_SLOT_STATE) ==
         TOKRING_SLOT_RUNNING;
}

/**
 * Whether a stream was admitted that is not served yet. If so, returns 1, reads it into request and
 * marks it as served; else 0. A stream that still runs in the slot was abandoned by the consumer.
 */
TOKRING_FN int tokring_admitted(const tokring *ring, uint32_t slot, tokring_request *request) {
  unsigned char *at = tokring_slot_(ring, slot);
  uint32_t epoch = tokring_load32_(at + TOKRING_OFF_EPOCH);
  uint32_t i;
  if (epoch == 0 || epoch > INT32_MAX || epoch == tokring_served(ring, slot)) {
    return 0;
  }
  request->epoch = epoch;
  request->seed = tokring_get64_(at + TOKRING_OFF_SEED);
  request->max_tokens = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_MAX_TOKENS), 1, INT32_MAX);
  request->k = tokring_clamp_(tokring_get32_(at + TOKRING_OFF_DRAFT_TOKENS), 0,
                              tokring_most_drafted_(ring->max_burst));
  request->prompt_len =
      tokring_clamp_(tokring_get32_(at + TOKRING_OFF_PROMPT_LEN), 0, TOKRING_PROMPT_TOKENS);
  for (i = 0; i < TOKRING_PROMPT_TOKENS; i++) {
    request->prompt[i] = tokring_get32_(at + TOKRING_OFF_PROMPT + 4 * i);
  }
  tokring_load_fence_();
  if (tokring_get32_(at + TOKRING_OFF_EPOCH) != epoch) {
    return 0; /* being overwritten: the next step reads the new one */
  }
  tokring_set32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_RUNNING);
  tokring_store32_(at + TOKRING_OFF_EPOCH_ECHO, epoch);
  return 1;
}

/** Whether the consumer cancelled or abandoned the stream: respond with tokring_end. */
TOKRING_FN int tokring_cancelled(const tokring *ring, uint32_t slot, uint32_t epoch) {
  unsigned char *at = tokring_slot_(ring, slot);
  uint32_t admitted;
  if (tokring_load32_(at + TOKRING_OFF_CANCEL_EPOCH) == epoch) {
    return 1;
  }
  admitted = tokring_load32_(at + TOKRING_OFF_EPOCH);
  return admitted != epoch && admitted != 0;
}

/* Free words by the cached cursor, which is refreshed if they are fewer than wanted. */
TOKRING_FN uint32_t tokring_free_(const tokring *ring, uint32_t slot, uint32_t wanted) {
  unsigned char *at = tokring_slot_(ring, slot);
  uint64_t wr = tokring_get64_(at + TOKRING_OFF_WR);
  uint32_t free =
      ring->seen != NULL ? tokring_space_(ring->cap_words, wr, ring->seen[slot]) : 0;
  if (free < wanted) {
    uint64_t rd = tokring_load64_(at + TOKRING_OFF_RD);
    if (ring->seen != NULL) {
      ring->seen[slot] = rd;
    }
    free = tokring_space_(ring->cap_words, wr, rd);
  }
  return free;
}

/** Whether tokring_put would succeed; if not, skip the slot in this step. */
TOKRING_FN int tokring_room(const tokring *ring, uint32_t slot) {
  uint32_t wanted = ring->max_burst + 2 * TOKRING_RECORD_WORDS;
  return tokring_free_(ring, slot, wanted) >= wanted;
}

/** Counts a step that the slot skipped. */
TOKRING_FN void tokring_stall(const tokring *ring, uint32_t slot) {
  tokring_add_(tokring_slot_(ring, slot) + TOKRING_OFF_STALLS, 1);
}

/**
 * Publishes a step's tokens. drafted: number of draft tokens, at most 255; n: 1 to max_burst, the
 * accepted draft tokens and one token of the target model. Returns 1; or 0 if the ring is full,
 * then a stall is counted and nothing is written; or -1 if n or drafted is out of range.
 */
TOKRING_FN int tokring_put(const tokring *ring, uint32_t slot, uint32_t epoch, uint32_t drafted,
                           const uint32_t *tokens, uint32_t n, uint64_t now_ns) {
  unsigned char *at = tokring_slot_(ring, slot);
  uint32_t *words = tokring_words_(ring, slot);
  uint32_t mask = ring->cap_words - 1;
  uint64_t wr;
  uint32_t i;
  if (n < 1 || n > ring->max_burst || drafted > TOKRING_MAX_DRAFTED) {
    return -1;
  }
  if (!tokring_room(ring, slot)) {
    tokring_stall(ring, slot);
    return 0;
  }
  wr = tokring_get64_(at + TOKRING_OFF_WR);
  tokring_set32_(&words[wr & mask], (uint32_t)TOKRING_KIND_BURST << 24 | drafted << 16 | n);
  tokring_set32_(&words[(wr + 1) & mask], epoch);
  for (i = 0; i < n; i++) {
    tokring_set32_(&words[(wr + 2 + i) & mask], tokens[i]);
  }
  tokring_add_(at + TOKRING_OFF_DRAFTED, drafted);
  tokring_add_(at + TOKRING_OFF_ACCEPTED, drafted < n - 1 ? drafted : n - 1);
  tokring_set64_(at + TOKRING_OFF_PUBLISH_NS, now_ns);
  tokring_store64_(at + TOKRING_OFF_WR, wr + 2 + n);
  return 1;
}

/**
 * Publishes the stream's END; reason: TOKRING_EOS to TOKRING_ERROR. tokring_put reserves room for
 * it. Returns 0 if there is none (several ENDs without a read between): retry at the next step.
 */
TOKRING_FN int tokring_end(const tokring *ring, uint32_t slot, uint32_t epoch, uint32_t reason,
                           uint64_t now_ns) {
  unsigned char *at = tokring_slot_(ring, slot);
  uint32_t *words = tokring_words_(ring, slot);
  uint32_t mask = ring->cap_words - 1;
  uint64_t wr;
  if (reason < TOKRING_EOS || reason > TOKRING_ERROR) {
    return -1;
  }
  if (tokring_free_(ring, slot, TOKRING_RECORD_WORDS) < TOKRING_RECORD_WORDS) {
    return 0;
  }
  wr = tokring_get64_(at + TOKRING_OFF_WR);
  tokring_set32_(&words[wr & mask], (uint32_t)TOKRING_KIND_END << 24 | reason);
  tokring_set32_(&words[(wr + 1) & mask], epoch);
  tokring_set64_(at + TOKRING_OFF_PUBLISH_NS, now_ns);
  tokring_store64_(at + TOKRING_OFF_WR, wr + 2);
  tokring_store32_(at + TOKRING_OFF_SLOT_STATE, TOKRING_SLOT_ENDED);
  return 1;
}

/** Ends all running streams; returns their number. Call it on the thread that serves the slots. */
TOKRING_FN uint32_t tokring_end_running(const tokring *ring, uint32_t reason, uint64_t now_ns) {
  uint32_t slot, streams = 0;
  for (slot = 0; slot < ring->slots; slot++) {
    if (tokring_running(ring, slot) &&
        tokring_end(ring, slot, tokring_served(ring, slot), reason, now_ns) == 1) {
      streams++;
    }
  }
  return streams;
}

/* ---- the header --------------------------------------------------------------------------- */

/** Rings the doorbell after a step's last put: a consumer that reads it sees the step's records. */
TOKRING_FN void tokring_step(const tokring *ring, uint64_t now_ns) {
  uint64_t step = tokring_get64_(ring->base + TOKRING_OFF_STEP);
  tokring_set64_(ring->base + TOKRING_OFF_PRODUCER_NS, now_ns);
  tokring_store64_(ring->base + TOKRING_OFF_STEP, step + 1);
}

/**
 * Writes the producer's heartbeat. Call it several times per second with a value other than the
 * last one; if steps are long, on a separate thread.
 */
TOKRING_FN void tokring_beat(const tokring *ring, uint64_t now_ns) {
  tokring_store64_(ring->base + TOKRING_OFF_BEAT, now_ns);
}

/** Sets the producer's state (TOKRING_RUNNING ...) and the error code of a failure; 0: none. */
TOKRING_FN void tokring_state(const tokring *ring, uint32_t state, uint32_t error) {
  tokring_store32_(ring->base + TOKRING_OFF_PRODUCER_ERROR, error);
  tokring_store32_(ring->base + TOKRING_OFF_PRODUCER_STATE, state);
}

/** Whether the consumer requested the end of all streams. */
TOKRING_FN int tokring_stop_requested(const tokring *ring) {
  return tokring_load32_(ring->base + TOKRING_OFF_STOP_ALL) != 0;
}

/** Starts to measure the time without a new beat of the consumer. */
TOKRING_FN void tokring_watch_start(tokring_watch *watch, const tokring *ring, uint64_t now_ns) {
  watch->beat = tokring_load64_(ring->base + TOKRING_OFF_CONSUMER_BEAT);
  watch->looked_ns = now_ns;
  watch->silent_ns = 0;
}

/**
 * Whether the consumer has written no new beat for longer than limit_ns: end all running streams,
 * and continue to serve. Of the time between two checks at most limit_ns / 16 counts, so that a
 * pause of this process or of the machine is not taken for silence of the consumer; a clock that
 * steps back does not count either.
 */
TOKRING_FN int tokring_consumer_lost(tokring_watch *watch, const tokring *ring, uint64_t now_ns,
                                     uint64_t limit_ns) {
  uint64_t beat = tokring_load64_(ring->base + TOKRING_OFF_CONSUMER_BEAT);
  uint64_t passed = now_ns - watch->looked_ns;
  uint64_t most = limit_ns / TOKRING_LOOKS + 1;
  if (passed > UINT64_MAX / 2) {
    passed = 0;
  }
  watch->looked_ns = now_ns;
  watch->silent_ns += passed < most ? passed : most;
  if (beat != watch->beat) {
    watch->beat = beat;
    watch->silent_ns = 0;
  }
  return watch->silent_ns > limit_ns;
}

#endif
