/*
 * A ring in a file, as a small shared library for languages that cannot include C headers, for
 * example engine.py in this directory, which uses ctypes.
 *
 *   cc -std=c99 -O2 -shared -fPIC -I.. -o libtokring.so tokring_shared.c
 *
 * The functions are those of tokring.h, but read the clock themselves. A handle may be used by one
 * thread at a time, except that another thread may call ring_beat.
 */
#define _POSIX_C_SOURCE 200809L

#include "tokring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct shared_ring {
  tokring ring;
  tokring_watch consumer;
  void *memory;
  size_t bytes;
} shared_ring;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static shared_ring *fail(char *message, size_t room, const char *path, const char *text) {
  if (message != NULL && room > 0) {
    snprintf(message, room, "%s: %s", path, text);
  }
  return NULL;
}

/** Maps the ring in a file and attaches to it; NULL on failure, with the reason in message. */
shared_ring *ring_open(const char *path, char *message, size_t room) {
  struct stat status;
  shared_ring *shared;
  void *memory;
  size_t bytes;
  int result;
  int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) {
    return fail(message, room, path, strerror(errno));
  }
  if (fstat(file, &status) != 0 || status.st_size < TOKRING_HEADER_BYTES) {
    close(file);
    return fail(message, room, path, tokring_message(TOKRING_CUT_SHORT));
  }
  bytes = (size_t)status.st_size;
  memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) {
    return fail(message, room, path, strerror(errno));
  }
  shared = (shared_ring *)calloc(1, sizeof *shared);
  if (shared == NULL) {
    munmap(memory, bytes);
    return fail(message, room, path, "out of memory");
  }
  result = tokring_attach(&shared->ring, memory, bytes, NULL);
  if (result != TOKRING_OK) {
    munmap(memory, bytes);
    free(shared);
    return fail(message, room, path, tokring_message(result));
  }
  /* Optional: without this cache every put reads the consumer's cursor. */
  shared->ring.seen = (uint64_t *)calloc(shared->ring.slots, sizeof(uint64_t));
  shared->memory = memory;
  shared->bytes = bytes;
  tokring_watch_start(&shared->consumer, &shared->ring, now());
  return shared;
}

/** Unmaps the ring; the file is not deleted. */
void ring_close(shared_ring *shared) {
  munmap(shared->memory, shared->bytes);
  free(shared->ring.seen);
  free(shared);
}

uint32_t ring_slots(const shared_ring *shared) { return shared->ring.slots; }

uint32_t ring_max_burst(const shared_ring *shared) { return shared->ring.max_burst; }

/* Calls with an invalid slot do nothing: ring_admitted and ring_cancelled return 0, ring_put -1. */

int ring_admitted(const shared_ring *shared, uint32_t slot, tokring_request *request) {
  return slot < shared->ring.slots && tokring_admitted(&shared->ring, slot, request);
}

int ring_cancelled(const shared_ring *shared, uint32_t slot, uint32_t epoch) {
  return slot < shared->ring.slots && tokring_cancelled(&shared->ring, slot, epoch);
}

int ring_put(const shared_ring *shared, uint32_t slot, uint32_t epoch, uint32_t drafted,
             const uint32_t *tokens, uint32_t n) {
  return slot < shared->ring.slots
             ? tokring_put(&shared->ring, slot, epoch, drafted, tokens, n, now())
             : -1;
}

int ring_end(const shared_ring *shared, uint32_t slot, uint32_t epoch, uint32_t reason) {
  return slot < shared->ring.slots ? tokring_end(&shared->ring, slot, epoch, reason, now()) : -1;
}

uint32_t ring_end_running(const shared_ring *shared, uint32_t reason) {
  return tokring_end_running(&shared->ring, reason, now());
}

void ring_step(const shared_ring *shared) { tokring_step(&shared->ring, now()); }

void ring_beat(const shared_ring *shared) { tokring_beat(&shared->ring, now()); }

void ring_state(const shared_ring *shared, uint32_t state, uint32_t error) {
  tokring_state(&shared->ring, state, error);
}

int ring_stop_requested(const shared_ring *shared) {
  return tokring_stop_requested(&shared->ring);
}

int ring_consumer_lost(shared_ring *shared, uint64_t limit_ns) {
  return tokring_consumer_lost(&shared->consumer, &shared->ring, now(), limit_ns);
}
