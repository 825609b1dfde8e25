// Runs a grid of blocks with all their lanes on fibers of one thread, in an order that a seed
// chooses. Ends the process with a message where lanes would hang, or meet at different places.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fibers {

// A generator of 64-bit numbers (splitmix64), the same on every machine.
struct Random {
  std::uint64_t state;
  std::uint64_t next();
  unsigned below(unsigned limit) { return static_cast<unsigned>(next() % limit); }
  bool one_in(unsigned n) { return below(n) == 0; }
};

struct Kernel {
  void (*run)(unsigned long long parameter);
  char *memory;  // of the __shared__ variables
  std::size_t bytes;
};

struct Counts {
  long switches, barriers, warp_barriers, shuffles;
};

// What the owner of the data wants to do while the grid runs.
struct Hooks {
  void (*stored)(void *at);  // after a system-scope store, before another lane runs
  void (*event)();           // once, before the switch number `event_at`
  long event_at;             // counted from the launch; negative: never
};

// Runs every lane of `blocks` blocks of `lanes` lanes to its end. All launches of a process have
// the same shape.
void launch(const Kernel &kernel, unsigned blocks, unsigned lanes, unsigned long long parameter,
            Random &random, const Hooks &hooks);

const Counts &counts();

[[noreturn]] __attribute__((format(printf, 1, 2))) void fail(const char *format, ...);

}  // namespace fibers
