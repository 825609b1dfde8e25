/* tokring.h against a consumer written here from the ring's contract. Exit 0: all checks held. */
#include "tokring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 3
#define CAP 64
#define BURST 8

static int failures;

#define CHECK(condition)                                                  \
  do {                                                                    \
    if (!(condition)) {                                                   \
      printf("line %d: %s does not hold\n", __LINE__, #condition);        \
      failures++;                                                         \
    }                                                                     \
  } while (0)

static void *block;
static uint64_t bytes;

static unsigned char *slot_at(uint32_t slot) {
  return (unsigned char *)block + 384 + (size_t)slot * 384;
}

static uint64_t get64(unsigned char *at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return value;
}

static void set64(unsigned char *at, uint64_t value) { memcpy(at, &value, 8); }
static void set32(unsigned char *at, uint32_t value) { memcpy(at, &value, 4); }

static uint32_t word(uint32_t slot, uint64_t cursor) {
  uint32_t value;
  memcpy(&value, (unsigned char *)block + 384 + SLOTS * 384 + (size_t)slot * CAP * 4 +
                     (cursor & (CAP - 1)) * 4,
         4);
  return value;
}

static void admit(uint32_t slot, uint32_t epoch, uint32_t max_tokens, uint32_t k) {
  unsigned char *at = slot_at(slot);
  set32(at + 260, 2);
  set64(at + 264, 0x123456789ABCDEFull);
  set32(at + 272, max_tokens);
  set32(at + 276, k);
  set32(at + 280, 7);
  set32(at + 284, 9);
  set32(at + 256, epoch);
}

static void fresh(tokring *ring, uint64_t *seen) {
  CHECK(tokring_init(block, bytes, SLOTS, CAP, BURST) == TOKRING_OK);
  CHECK(tokring_attach(ring, block, bytes, seen) == TOKRING_OK);
}

static void headers(void) {
  tokring ring;
  unsigned char *base = (unsigned char *)block;
  static const struct {
    int offset;
    int result;
  } damages[] = {{0, TOKRING_BAD_MAGIC},   {8, TOKRING_BAD_VERSION}, {12, TOKRING_BAD_HEADER},
                 {16, TOKRING_BAD_HEADER}, {20, TOKRING_BAD_HEADER}, {24, TOKRING_BAD_HEADER},
                 {28, TOKRING_BAD_HEADER}, {32, TOKRING_BAD_HEADER}, {40, TOKRING_BAD_HEADER},
                 {44, TOKRING_BAD_HEADER}};
  size_t i;
  for (i = 0; i < sizeof damages / sizeof damages[0]; i++) {
    fresh(&ring, NULL);
    base[damages[i].offset + 1] ^= 0x55;
    CHECK(tokring_attach(&ring, block, bytes, NULL) == damages[i].result);
  }
  fresh(&ring, NULL);
  CHECK(tokring_attach(&ring, block, bytes - 1, NULL) == TOKRING_CUT_SHORT);
  CHECK(tokring_attach(&ring, block, 383, NULL) == TOKRING_CUT_SHORT);
  CHECK(tokring_attach(&ring, base + 4, bytes - 4, NULL) == TOKRING_BAD_ALIGNMENT);
  CHECK(tokring_init(block, bytes - 1, SLOTS, CAP, BURST) == TOKRING_BAD_SIZE);
  CHECK(tokring_init(base + 4, bytes, SLOTS, 32, 4) == TOKRING_BAD_ALIGNMENT);
  CHECK(tokring_bytes(0, 64, 8) == 0 && tokring_bytes(65537, 64, 8) == 0);
  CHECK(tokring_bytes(1, 63, 8) == 0 && tokring_bytes(1, 32, 8) == 0);
  CHECK(tokring_bytes(1, 64, 0) == 0 && tokring_bytes(1, 1u << 25, 8) == 0);
  CHECK(tokring_bytes(1, 64, 0xFFFFFFFFu) == 0);
  CHECK(strlen(tokring_message(TOKRING_BAD_MAGIC)) > 0);
}

/* Bursts of every size, read back word by word, over many ends of the ring. */
static void wraps(uint64_t *seen) {
  tokring ring;
  uint32_t tokens[BURST], n, i, round, token = 1;
  uint64_t rd = 0, tokens_put = 0;
  fresh(&ring, seen);
  for (round = 0; round < 100000; round++) {
    n = 1 + round % BURST;
    for (i = 0; i < n; i++) {
      tokens[i] = token + i;
    }
    CHECK(tokring_put(&ring, 1, 5, n - 1, tokens, n, round) == 1);
    CHECK(get64(slot_at(1)) == rd + 2 + n);
    CHECK(word(1, rd) == (1u << 24 | (n - 1) << 16 | n));
    CHECK(word(1, rd + 1) == 5);
    for (i = 0; i < n; i++) {
      CHECK(word(1, rd + 2 + i) == token + i);
    }
    token += n;
    tokens_put += n;
    rd += 2 + n;
    set64(slot_at(1) + 128, rd);
  }
  CHECK(get64(slot_at(1) + 16) == tokens_put - 100000);
  CHECK(get64(slot_at(1) + 24) == tokens_put - 100000);
  CHECK(get64(slot_at(1) + 32) == 0);
  CHECK(get64(slot_at(0)) == 0 && get64(slot_at(2)) == 0);
}

/* A full ring takes no more bursts, always an END, and nothing after that. */
static void backpressure(uint64_t *seen) {
  tokring ring;
  uint32_t tokens[BURST] = {1, 2, 3, 4, 5, 6, 7, 8};
  uint64_t puts = 0;
  fresh(&ring, seen);
  while (tokring_put(&ring, 0, 1, 0, tokens, 1, 0) == 1) {
    puts++;
  }
  CHECK(CAP - 3 * puts < BURST + 4 && CAP - 3 * (puts - 1) >= BURST + 4);
  CHECK(tokring_room(&ring, 0) == 0);
  CHECK(tokring_put(&ring, 0, 1, 0, tokens, 1, 0) == 0);
  CHECK(get64(slot_at(0) + 32) == 2);
  CHECK(tokring_put(&ring, 1, 1, 0, tokens, BURST, 0) == 1);
  CHECK(tokring_end(&ring, 0, 1, TOKRING_EOS, 0) == 1);
  CHECK(word(0, 3 * puts) == (2u << 24 | 1) && word(0, 3 * puts + 1) == 1);
  while (tokring_end(&ring, 0, 1, TOKRING_EOS, 0) == 1) {
  }
  CHECK(get64(slot_at(0)) <= CAP);
  set64(slot_at(0) + 128, 3 * puts);
  CHECK(tokring_room(&ring, 0) == 1);
  /* a cursor that cannot be: nothing is written over */
  set64(slot_at(0) + 128, ~0ull / 2);
  set64(slot_at(0), CAP * 10);
  CHECK(tokring_put(&ring, 0, 1, 0, tokens, 1, 0) == 0);
  CHECK(tokring_end(&ring, 0, 1, TOKRING_EOS, 0) == 0);
  CHECK(tokring_put(&ring, 2, 1, 0, tokens, 0, 0) == -1);
  CHECK(tokring_put(&ring, 2, 1, 0, tokens, BURST + 1, 0) == -1);
  CHECK(tokring_put(&ring, 2, 1, 256, tokens, 1, 0) == -1);
  CHECK(tokring_end(&ring, 2, 1, 0, 0) == -1 && tokring_end(&ring, 2, 1, 5, 0) == -1);
  CHECK(get64(slot_at(2)) == 0);
}

static void lives(uint64_t *seen) {
  tokring ring;
  tokring_request request;
  memset(&request, 0, sizeof request);
  fresh(&ring, seen);
  CHECK(!tokring_admitted(&ring, 0, &request));
  admit(0, 3, 100, 4);
  CHECK(tokring_admitted(&ring, 0, &request));
  CHECK(request.epoch == 3 && request.seed == 0x123456789ABCDEFull);
  CHECK(request.max_tokens == 100 && request.k == 4 && request.prompt_len == 2);
  CHECK(request.prompt[0] == 7 && request.prompt[1] == 9);
  CHECK(tokring_served(&ring, 0) == 3 && tokring_running(&ring, 0));
  CHECK(!tokring_admitted(&ring, 0, &request));
  CHECK(!tokring_cancelled(&ring, 0, 3));
  set32(slot_at(0) + 136, 2);
  CHECK(!tokring_cancelled(&ring, 0, 3));
  set32(slot_at(0) + 136, 3);
  CHECK(tokring_cancelled(&ring, 0, 3));
  CHECK(tokring_end(&ring, 0, 3, TOKRING_CANCELLED, 0) == 1);
  CHECK(!tokring_running(&ring, 0) && !tokring_admitted(&ring, 0, &request));
  admit(0, 4, 0, 400);
  set32(slot_at(0) + 260, 1000);
  CHECK(tokring_admitted(&ring, 0, &request));
  CHECK(request.max_tokens == 1 && request.k == BURST - 1 && request.prompt_len == 26);
  CHECK(!tokring_cancelled(&ring, 0, 4));
  admit(0, 0x80000001u, 1, 1);
  CHECK(!tokring_admitted(&ring, 0, &request)); /* no epoch: it is above 0, an int of Java */
  admit(0, 5, 1, 1);
  CHECK(tokring_cancelled(&ring, 0, 4)); /* given up */
  admit(1, 8, 0xFFFFFFFFu, 0xFFFFFFFFu);
  set32(slot_at(1) + 260, 0xFFFFFFFFu);
  CHECK(tokring_admitted(&ring, 1, &request)); /* below 0 is the least, as it is in Java */
  CHECK(request.max_tokens == 1 && request.k == 0 && request.prompt_len == 0);
  admit(1, 9, 1, 1);
  CHECK(tokring_admitted(&ring, 1, &request));
  CHECK(tokring_end_running(&ring, TOKRING_ERROR, 0) == 2);
  CHECK(tokring_end_running(&ring, TOKRING_ERROR, 0) == 0);
  CHECK(word(1, 0) == (2u << 24 | 4) && word(1, 1) == 9);

  tokring_step(&ring, 77);
  tokring_step(&ring, 78);
  CHECK(get64((unsigned char *)block + 128) == 2 && get64((unsigned char *)block + 136) == 78);
  tokring_beat(&ring, 12);
  CHECK(get64((unsigned char *)block + 152) == 12);
  tokring_state(&ring, TOKRING_FAILED, 719);
  CHECK(get64((unsigned char *)block + 144) == (3ull | 719ull << 32));
  CHECK(!tokring_stop_requested(&ring));
  set32((unsigned char *)block + 264, 1);
  CHECK(tokring_stop_requested(&ring));
}

/* Looks at the consumer every 10 ns up to a time; whether any look found it lost. */
static int lost_until(tokring_watch *watch, const tokring *ring, uint64_t from, uint64_t to,
                      uint64_t limit) {
  int lost = 0;
  for (; from <= to; from += 10) {
    lost |= tokring_consumer_lost(watch, ring, from, limit);
  }
  return lost;
}

static void watches(uint64_t *seen) {
  tokring ring;
  tokring_watch watch;
  fresh(&ring, seen);
  tokring_watch_start(&watch, &ring, 1000);
  CHECK(!lost_until(&watch, &ring, 1010, 1500, 500));
  CHECK(tokring_consumer_lost(&watch, &ring, 1501, 500));
  CHECK(tokring_consumer_lost(&watch, &ring, 1502, 500));
  set64((unsigned char *)block + 256, 1);
  CHECK(!lost_until(&watch, &ring, 1600, 2100, 500));
  CHECK(tokring_consumer_lost(&watch, &ring, 2101, 500));
  /* a clock that steps back, and goes on from there */
  tokring_watch_start(&watch, &ring, 1000);
  CHECK(!tokring_consumer_lost(&watch, &ring, 999, 500));
  CHECK(!lost_until(&watch, &ring, 0, 500, 500));
  CHECK(tokring_consumer_lost(&watch, &ring, 501, 500));
  /* this process itself was suspended: missing heartbeats do not show that the consumer is lost */
  tokring_watch_start(&watch, &ring, 1000);
  CHECK(!tokring_consumer_lost(&watch, &ring, 1000000, 500));
  CHECK(!lost_until(&watch, &ring, 1000010, 1000460, 500));
  CHECK(lost_until(&watch, &ring, 1000470, 1000500, 500));
  /* no limit */
  tokring_watch_start(&watch, &ring, 0);
  CHECK(!tokring_consumer_lost(&watch, &ring, UINT64_MAX / 2, UINT64_MAX));
}

int main(void) {
  uint64_t seen[SLOTS];
  int i;
  bytes = tokring_bytes(SLOTS, CAP, BURST);
  block = malloc((size_t)bytes + 8);
  headers();
  for (i = 0; i < 2; i++) {
    wraps(i == 0 ? seen : NULL);
    backpressure(i == 0 ? seen : NULL);
    lives(i == 0 ? seen : NULL);
    watches(i == 0 ? seen : NULL);
  }
  free(block);
  printf(failures == 0 ? "ok\n" : "failed\n");
  return failures == 0 ? 0 : 1;
}
