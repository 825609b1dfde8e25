// See warp_fibers.h. A fiber is entered once with setcontext, then with _longjmp, which needs no
// system call. It never ends: after the kernel it waits for the next launch.
#undef _FORTIFY_SOURCE  // its _longjmp refuses to change stacks

#include "warp_fibers.h"

#include <csetjmp>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <vector>

struct WarpDim {
  unsigned int x, y, z;
};

extern "C" {
WarpDim threadIdx{0, 0, 0}, blockIdx{0, 0, 0}, blockDim{1, 1, 1}, gridDim{1, 1, 1};
}

namespace fibers {
namespace {

constexpr unsigned WARP = 32;
constexpr std::size_t STACK = 64 << 10;

struct Fiber {
  jmp_buf point;
  ucontext_t entry;
  bool entered;
  bool done;
  int line;  // where it waits; 0: it does not
  unsigned shuffles;
  unsigned shown[2];  // values of the last two shuffles: one lane may be a shuffle ahead
};

// Lanes that meet at a barrier: a warp or a block.
struct Group {
  unsigned arrived;
  int line;
};

std::vector<Fiber> lanes;
std::vector<Group> warps, blocks;
std::vector<unsigned> ready;  // lanes that can run
std::vector<std::vector<char>> memories;  // of the blocks that do not run
Kernel kernel;
unsigned long long parameter;
unsigned width;    // lanes of a block
unsigned running;  // the lane
unsigned loaded;   // the block whose memory is in place
unsigned slow_from, slow_to;
jmp_buf scheduler;
Counts total;
Hooks hooks;

void leave() {
  if (_setjmp(lanes[running].point) == 0) {
    _longjmp(scheduler, 1);
  }
}

void body() {
  for (;;) {
    kernel.run(parameter);
    lanes[running].done = true;
    leave();
  }
}

void load(unsigned block) {
  if (block != loaded) {
    std::memcpy(memories[loaded].data(), kernel.memory, kernel.bytes);
    std::memcpy(kernel.memory, memories[block].data(), kernel.bytes);
    loaded = block;
  }
}

__attribute__((noinline)) void resume(unsigned lane) {
  running = lane;
  threadIdx.x = lane % width;
  blockIdx.x = lane / width;
  load(blockIdx.x);
  Fiber &fiber = lanes[lane];
  if (_setjmp(scheduler) != 0) {
    return;
  }
  if (fiber.entered) {
    _longjmp(fiber.point, 1);
  }
  fiber.entered = true;
  setcontext(&fiber.entry);
  fail("setcontext returned");
}

// Waits until `size` lanes, from `first` on, are at this line.
void meet(Group &group, unsigned first, unsigned size, int line, const char *what) {
  if (group.arrived != 0 && group.line != line) {
    fail("%s: lane %u is at line %d, others at line %d", what, running, line, group.line);
  }
  group.line = line;
  lanes[running].line = line;
  if (++group.arrived < size) {
    leave();
    return;
  }
  group.arrived = 0;
  for (unsigned lane = first; lane < first + size; lane++) {
    lanes[lane].line = 0;
    ready.push_back(lane);
  }
  leave();
}

void meet_warp(unsigned mask, int line, const char *what) {
  if (mask != ~0u) {
    fail("%s at line %d: the mask is %x", what, line, mask);
  }
  unsigned warp = running / WARP;
  meet(warps[warp], warp * WARP, WARP, line, what);
}

// Any lane that can run; one of the slow range only if there is hardly another.
unsigned pick(Random &random) {
  unsigned at = 0;
  for (int tries = 0; tries < 12; tries++) {
    at = random.below(static_cast<unsigned>(ready.size()));
    if (ready[at] < slow_from || ready[at] >= slow_to) {
      break;
    }
  }
  unsigned lane = ready[at];
  ready[at] = ready.back();
  ready.pop_back();
  return lane;
}

// No lane, one lane, or some warps in a row.
void choose_slow(Random &random) {
  unsigned count = static_cast<unsigned>(lanes.size());
  unsigned kind = random.below(4);
  unsigned from = random.below(count);
  slow_from = kind < 2 ? from : from / WARP * WARP;
  slow_to = kind == 0   ? slow_from
            : kind == 1 ? slow_from + 1
                        : slow_from + WARP * (1 + random.below((count - slow_from) / WARP));
}

// Shared memory is undefined at the start of a block: what was there, or anything.
void spoil(Random &random) {
  for (std::vector<char> &memory : memories) {
    unsigned kind = random.below(4);
    for (std::size_t i = 0; kind != 0 && i < memory.size(); i++) {
      memory[i] = static_cast<char>(kind == 1 ? 0 : kind == 2 ? -1 : random.next());
    }
  }
}

void create(unsigned grid, unsigned block) {
  if (block % WARP != 0 || block > 1024) {
    fail("a block of %u lanes", block);
  }
  width = block;
  lanes.resize(std::size_t{grid} * block);
  warps.resize(lanes.size() / WARP);
  blocks.resize(grid);
  memories.assign(grid, std::vector<char>(kernel.bytes));
  std::size_t bytes = lanes.size() * STACK;
  void *stacks = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stacks == MAP_FAILED) {
    fail("no memory for %zu stacks", lanes.size());
  }
  for (std::size_t i = 0; i < lanes.size(); i++) {
    ucontext_t &entry = lanes[i].entry;
    getcontext(&entry);
    entry.uc_stack.ss_sp = static_cast<char *>(stacks) + i * STACK;
    entry.uc_stack.ss_size = STACK;
    entry.uc_link = nullptr;
    makecontext(&entry, body, 0);
  }
}

// Why no lane can run, though some have not ended.
[[noreturn]] void hang() {
  unsigned waiting = 0, ended = 0, at = 0;
  for (unsigned lane = 0; lane < lanes.size(); lane++) {
    if (lanes[lane].done) {
      ended++;
    } else if (waiting++ == 0) {
      at = lane;
    }
  }
  fail("hang: %u lanes wait for ever, the first is %u at line %d; %u have ended", waiting, at,
       lanes[at].line, ended);
}

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

void launch(const Kernel &launched, unsigned grid, unsigned block, unsigned long long argument,
            Random &random, const Hooks &asked) {
  kernel = launched;
  if (lanes.empty()) {
    create(grid, block);
  }
  parameter = argument;
  hooks = asked;
  blockDim = {block, 1, 1};
  gridDim = {grid, 1, 1};
  choose_slow(random);
  spoil(random);
  loaded = 0;
  std::memcpy(kernel.memory, memories[0].data(), kernel.bytes);
  ready.clear();
  for (unsigned lane = 0; lane < lanes.size(); lane++) {
    lanes[lane].done = false;
    ready.push_back(lane);
  }
  for (long switches = 0; !ready.empty(); switches++, total.switches++) {
    if (switches == hooks.event_at) {
      hooks.event();
    }
    resume(pick(random));
  }
  std::memcpy(memories[loaded].data(), kernel.memory, kernel.bytes);
  for (const Fiber &fiber : lanes) {
    if (!fiber.done) {
      hang();
    }
  }
}

const Counts &counts() { return total; }

void fail(const char *format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  std::printf("FAILED: ");
  std::vprintf(format, arguments);
  std::printf("\n");
  std::fflush(stdout);
  _exit(1);
}

}  // namespace fibers

using namespace fibers;

extern "C" {

void fiber_block_barrier(int line) {
  total.barriers++;
  unsigned block = running / width;
  meet(blocks[block], block * width, width, line, "__syncthreads");
}

void fiber_warp_barrier(unsigned mask, int line) {
  total.warp_barriers++;
  meet_warp(mask, line, "__syncwarp");
}

unsigned fiber_shuffle_xor(unsigned mask, unsigned value, int distance, int line) {
  total.shuffles++;
  Fiber &mine = lanes[running];
  unsigned turn = mine.shuffles++ & 1;
  mine.shown[turn] = value;
  meet_warp(mask, line, "__shfl_xor_sync");
  return lanes[running ^ static_cast<unsigned>(distance)].shown[turn];
}

void fiber_pause(void) {
  ready.push_back(running);
  leave();
}

void fiber_stored(void *at) { hooks.stored(at); }
}
