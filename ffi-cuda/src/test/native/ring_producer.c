/*
 * A producer in a separate process: serves every stream that is admitted in the ring of a file with
 * tokens that the reader can compute. Token i of a stream is mix(seed + i), a burst has 1 to k + 1
 * tokens as mix(seed - i) says, a stream ends with LENGTH at its limit.
 *
 *   ring_producer FILE LIMIT_MS [SLOTS CAP_WORDS MAX_BURST]     creates the file where sizes are given
 *
 * LIMIT_MS: how long the reader may be silent. Prints "ready", then, at the end, "closed". Exit
 * status 5: the ring has a producer.
 */
#define _GNU_SOURCE

#include "tokring.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct stream {
  tokring_request request;
  uint32_t emitted;
  int live;
} stream;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint32_t mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return (uint32_t)((x ^ (x >> 31)) >> 32);
}

/* The file stays open: it holds the lock. */
static void *map(const char *path, uint64_t create_bytes, uint64_t *bytes) {
  struct stat status;
  struct flock lock = {0};
  void *memory;
  int file = open(path, create_bytes ? O_RDWR | O_CREAT | O_EXCL : O_RDWR, 0600);
  if (file < 0 || (create_bytes && ftruncate(file, (off_t)create_bytes) != 0) ||
      fstat(file, &status) != 0) {
    perror(path);
    exit(2);
  }
  *bytes = (uint64_t)status.st_size;
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = TOKRING_PRODUCER_LOCK;
  lock.l_len = 1;
  if (fcntl(file, F_OFD_SETLK, &lock) != 0) {
    fprintf(stderr, "%s: has a producer\n", path);
    exit(5);
  }
  memory = mmap(NULL, (size_t)*bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) {
    perror(path);
    exit(2);
  }
  return memory;
}

/* One step of one slot; whether it did something. */
static int serve(const tokring *ring, uint32_t slot, stream *s, uint32_t *tokens, uint64_t t) {
  uint32_t n, i;
  if (tokring_admitted(ring, slot, &s->request)) {
    s->emitted = 0;
    s->live = 1;
  }
  if (!s->live) {
    return 0;
  }
  if (tokring_cancelled(ring, slot, s->request.epoch)) {
    s->live = !tokring_end(ring, slot, s->request.epoch, TOKRING_CANCELLED, t);
    return 1;
  }
  if (s->emitted == s->request.max_tokens) {
    s->live = !tokring_end(ring, slot, s->request.epoch, TOKRING_LENGTH, t);
    return 1;
  }
  n = 1 + mix(s->request.seed - s->emitted) % (s->request.k + 1);
  if (n > s->request.max_tokens - s->emitted) {
    n = s->request.max_tokens - s->emitted;
  }
  for (i = 0; i < n; i++) {
    tokens[i] = mix(s->request.seed + s->emitted + i);
  }
  if (tokring_put(ring, slot, s->request.epoch, s->request.k, tokens, n, t) != 1) {
    return 0;
  }
  s->emitted += n;
  return 1;
}

int main(int count, char **arguments) {
  tokring ring;
  tokring_watch consumer;
  stream *streams;
  uint32_t *tokens;
  uint64_t bytes, limit_ns, create = 0;
  uint32_t slot, sizes[3] = {0, 0, 0};
  void *memory;
  int result, busy;
  if (count != 3 && count != 6) {
    fprintf(stderr, "ring_producer FILE LIMIT_MS [SLOTS CAP_WORDS MAX_BURST]\n");
    return 2;
  }
  limit_ns = strtoull(arguments[2], NULL, 10) * 1000000u;
  if (count == 6) {
    for (slot = 0; slot < 3; slot++) {
      sizes[slot] = (uint32_t)strtoul(arguments[3 + slot], NULL, 10);
    }
    create = tokring_bytes(sizes[0], sizes[1], sizes[2]);
  }
  memory = map(arguments[1], create, &bytes);
  result = create ? tokring_init(memory, bytes, sizes[0], sizes[1], sizes[2]) : TOKRING_OK;
  if (result == TOKRING_OK) {
    result = tokring_attach(&ring, memory, bytes, NULL);
  }
  if (result != TOKRING_OK) {
    fprintf(stderr, "%s: %s\n", arguments[1], tokring_message(result));
    return 3;
  }
  ring.seen = calloc(ring.slots, sizeof *ring.seen);
  streams = calloc(ring.slots, sizeof *streams);
  tokens = calloc(ring.max_burst, sizeof *tokens);
  if (ring.seen == NULL || streams == NULL || tokens == NULL) {
    return 4;
  }
  printf("orphans %u\n", tokring_end_running(&ring, TOKRING_ERROR, now()));
  tokring_state(&ring, TOKRING_RUNNING, 0);
  tokring_watch_start(&consumer, &ring, now());
  printf("ready\n");
  fflush(stdout);
  while (!tokring_stop_requested(&ring)) {
    uint64_t t = now();
    tokring_beat(&ring, t);
    if (tokring_consumer_lost(&consumer, &ring, t, limit_ns)) {
      if (tokring_end_running(&ring, TOKRING_CANCELLED, t) > 0) {
        printf("consumer lost\n");
        fflush(stdout);
      }
      for (slot = 0; slot < ring.slots; slot++) {
        streams[slot].live = 0;
      }
    }
    busy = 0;
    for (slot = 0; slot < ring.slots; slot++) {
      busy |= serve(&ring, slot, &streams[slot], tokens, t);
    }
    tokring_step(&ring, now());
    if (!busy) {
      sched_yield();
    }
  }
  tokring_end_running(&ring, TOKRING_CANCELLED, now());
  tokring_state(&ring, TOKRING_CLOSED, 0);
  printf("closed\n");
  return 0;
}
