/*
 * How long a word takes from the host to a running kernel and back, without a JVM: what the loop's
 * own round trips are to be compared with. Loads the driver at run time and needs no toolkit.
 *
 *   ping_pong DRIVER PTX [ROUNDS]     libcuda.so.1, test_kernels.ptx
 *
 * Prints rounds, and nanoseconds of the round trips: name=value, blanks between. Exit 1: a call
 * failed, named in the line; 2: no answer before the timeout.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP 1000u
#define PATIENCE_NS 10000000000ull

static void *library;

static void *symbol(const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL) {
    fprintf(stderr, "the driver lacks %s\n", name);
    exit(1);
  }
  return found;
}

/* Calls a driver function; every parameter is a pointer or 8 bytes unless its type says int. */
#define CALL(name, types, ...)                                          \
  do {                                                                  \
    int code_;                                                          \
    int(*function_) types;                                              \
    void *found_ = symbol(#name);                                       \
    memcpy(&function_, &found_, sizeof function_);                      \
    if ((code_ = function_(__VA_ARGS__)) != 0) {                        \
      fprintf(stderr, "%s: CUresult %d\n", #name, code_);               \
      exit(1);                                                          \
    }                                                                   \
  } while (0)

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
  return (left > right) - (left < right);
}

static char *read_text(const char *path) {
  FILE *file = fopen(path, "rb");
  char *text = calloc(1, 1 << 20);
  if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  fclose(file);
  return text;
}

static volatile uint64_t *start_kernel(const char *ptx, uint64_t rounds, void **stream) {
  void *context, *module, *function, *board;
  uint64_t mapped;
  void *parameters[] = {&mapped, &rounds};
  CALL(cuInit, (unsigned), 0);
  CALL(cuDevicePrimaryCtxRetain, (void **, int), &context, 0);
  CALL(cuCtxSetCurrent, (void *), context);
  CALL(cuMemHostAlloc, (void **, size_t, unsigned), &board, 256, 3 /* portable, mapped */);
  memset(board, 0, 256);
  CALL(cuMemHostGetDevicePointer_v2, (uint64_t *, void *, unsigned), &mapped, board, 0);
  CALL(cuModuleLoadData, (void **, const void *), &module, ptx);
  CALL(cuModuleGetFunction, (void **, void *, const char *), &function, module, "test_ping_pong");
  CALL(cuStreamCreate, (void **, unsigned), stream, 1 /* does not wait for the default stream */);
  CALL(cuLaunchKernel,
       (void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *,
        void **, void **),
       function, 1, 1, 1, 1, 1, 1, 0, *stream, parameters, NULL);
  return board;
}

/* Exits at once: the exit handlers of a driver may wait for the kernel. */
static void no_answer(uint64_t round, void *stream) {
  int (*query)(void *);
  void *found = symbol("cuStreamQuery");
  memcpy(&query, &found, sizeof query);
  fprintf(stderr, "no answer to round %llu after %llu s; cuStreamQuery: CUresult %d\n",
          (unsigned long long)round, PATIENCE_NS / 1000000000u, query(stream));
  _exit(2);
}

int main(int count, char **arguments) {
  uint64_t rounds = count > 3 ? strtoull(arguments[3], NULL, 10) : 100000;
  uint64_t *times = calloc(rounds + 1, sizeof *times);
  volatile uint64_t *board;
  void *stream;
  uint64_t round;
  if (count < 3 || rounds == 0 || times == NULL) {
    fprintf(stderr, "ping_pong DRIVER PTX [ROUNDS]\n");
    return 1;
  }
  library = dlopen(arguments[1], RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  board = start_kernel(read_text(arguments[2]), WARM_UP + rounds, &stream);
  for (round = 1; round <= WARM_UP + rounds; round++) {
    uint64_t start = now(), end;
    __atomic_store_n(&board[0], round, __ATOMIC_RELEASE);
    while (__atomic_load_n(&board[1], __ATOMIC_ACQUIRE) != round) {
      if (now() - start > PATIENCE_NS) {
        no_answer(round, stream);
      }
    }
    end = now();
    if (round > WARM_UP) {
      times[round - WARM_UP - 1] = end - start;
    }
  }
  CALL(cuStreamSynchronize, (void *), stream);
  qsort(times, rounds, sizeof *times, ascending);
  printf("rounds=%llu minNanos=%llu p50Nanos=%llu p99Nanos=%llu halfP50Nanos=%llu\n",
         (unsigned long long)rounds, (unsigned long long)times[0],
         (unsigned long long)times[rounds / 2], (unsigned long long)times[rounds * 99 / 100],
         (unsigned long long)times[rounds / 2] / 2);
  free(times);
  return 0;
}
