/*
 * A ring in a file, as a small shared library for languages that cannot include C headers, for
 * example engine.py in this directory, which uses ctypes.
 *
 *   cc -std=c99 -O2 -shared -fPIC -I.. -o libtokring.so tokring_shared.c
 *
 * The functions are those of tokring.h, but read the clock themselves. A handle may be used by one
 * thread at a time, except that another thread may call ring_beat.
 */
#define _GNU_SOURCE /* F_OFD_SETLK */

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
  int file; /* open until ring_close: it holds the producer's lock */
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

/*
 * Takes the producer's lock. On Linux it belongs to the open file: it ends when the last descriptor
 * of it is closed, in this process and in children that it forked. Elsewhere it belongs to the
 * process, and ends when the process closes any descriptor of the file.
 */
static int lock_producer(int file) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = TOKRING_PRODUCER_LOCK;
  lock.l_len = 1;
#if defined(F_OFD_SETLK)
  return fcntl(file, F_OFD_SETLK, &lock);
#else
  return fcntl(file, F_SETLK, &lock);
#endif
}

/* What is wrong with an open file before it is mapped, or NULL. */
static const char *objection(int file, int any_owner, struct stat *status) {
  if (fstat(file, status) != 0) {
    return strerror(errno);
  }
  if (!any_owner && status->st_uid != geteuid()) {
    return "belongs to another user, who can change the ring at any time: use a file of this user,"
           " or allow any owner";
  }
  if (!any_owner && (status->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return "is writable by its group or by others, who can change the ring at any time: chmod 600,"
           " or allow any owner";
  }
  return status->st_size < TOKRING_HEADER_BYTES ? tokring_message(TOKRING_CUT_SHORT) : NULL;
}

/*
 * Becomes the producer of the ring in an open file and maps it. Returns what is wrong, or NULL; the
 * caller cleans up.
 */
static const char *attach(shared_ring *shared, int any_owner) {
  struct stat status;
  void *memory;
  int result;
  const char *wrong = objection(shared->file, any_owner, &status);
  if (wrong != NULL) {
    return wrong;
  }
  shared->bytes = (size_t)status.st_size;
  memory = mmap(NULL, shared->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, shared->file, 0);
  if (memory == MAP_FAILED) {
    return strerror(errno);
  }
  shared->memory = memory;
  result = tokring_attach(&shared->ring, memory, shared->bytes, NULL);
  if (result != TOKRING_OK) {
    return tokring_message(result);
  }
  if (lock_producer(shared->file) != 0) {
    return errno == EACCES || errno == EAGAIN
               ? "another process is the ring's producer already, and a ring has one at a time:"
                 " end that one, or use another ring"
               : strerror(errno);
  }
  return NULL;
}

/** Unmaps the ring and gives up its producer's lock; the file is not deleted. */
void ring_close(shared_ring *shared) {
  if (shared->memory != NULL) {
    munmap(shared->memory, shared->bytes);
  }
  close(shared->file);
  free(shared->ring.seen);
  free(shared);
}

/**
 * Maps the ring in a file and becomes its producer; NULL on failure, with the reason in message.
 *
 * any_owner: 0 refuses the file of another user and one that its group or others can write to; 1
 * accepts any file.
 */
shared_ring *ring_open(const char *path, int any_owner, char *message, size_t room) {
  const char *wrong;
  shared_ring *shared = (shared_ring *)calloc(1, sizeof *shared);
  if (shared == NULL) {
    return fail(message, room, path, "out of memory");
  }
  shared->file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (shared->file < 0) {
    fail(message, room, path, strerror(errno));
    free(shared);
    return NULL;
  }
  wrong = attach(shared, any_owner);
  if (wrong != NULL) {
    fail(message, room, path, wrong);
    ring_close(shared);
    return NULL;
  }
  /* Optional: without this cache every put reads the consumer's cursor. */
  shared->ring.seen = (uint64_t *)calloc(shared->ring.slots, sizeof(uint64_t));
  tokring_watch_start(&shared->consumer, &shared->ring, now());
  return shared;
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
