// Compares the kernel of generation_loop.cu, all lanes of its blocks on fibers, with the step of
// one lane: every word that a step writes, and at each system-scope store whether what it releases
// is complete. Streams are admitted, cancelled, abandoned and stopped; readers are late or never
// read; once in a step a word of the consumer changes while lanes run.
//
//   warp_check KERNEL.so IMAGE PROMPTS LANES STEPS SEED
//
// KERNEL.so: generation_loop.cu compiled with warp_lanes.h. IMAGE: words of the model. PROMPTS: the
// length and the tokens of each, in decimal. Exit 0 with a line of counts, or 1 with the reason.
#include "step.h"

#include "warp_fibers.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <unistd.h>
#include <vector>

using fibers::fail;

namespace {

constexpr unsigned SLOTS = 4, CAP = 64, BURST = 12;
constexpr unsigned RINGS = TOKRING_HEADER_BYTES + SLOTS * TOKRING_SLOT_BYTES;
constexpr unsigned SECONDS = 100;

fibers::Random random_{0};

// A ring and the state of a producer.
struct World {
  std::vector<dlx_u64> block = std::vector<dlx_u64>(tokring_bytes(SLOTS, CAP, BURST) / 8);
  DlxSlot states[SLOTS] = {};
  dlx_u64 counters[2] = {0, 0};

  char *at(unsigned slot) {
    return reinterpret_cast<char *>(block.data()) + TOKRING_HEADER_BYTES +
           slot * TOKRING_SLOT_BYTES;
  }
  template <class T>
  T &word(unsigned slot, unsigned offset) {
    return *reinterpret_cast<T *>(at(slot) + offset);
  }
  template <class T>
  T &header(unsigned offset) {
    return *reinterpret_cast<T *>(reinterpret_cast<char *>(block.data()) + offset);
  }
  dlx_u64 &wr(unsigned slot) { return word<dlx_u64>(slot, TOKRING_OFF_WR); }
  dlx_u64 &rd(unsigned slot) { return word<dlx_u64>(slot, TOKRING_OFF_RD); }
  dlx_u32 &epoch(unsigned slot) { return word<dlx_u32>(slot, TOKRING_OFF_EPOCH); }
  dlx_u32 &cancelled(unsigned slot) { return word<dlx_u32>(slot, TOKRING_OFF_CANCEL_EPOCH); }
  dlx_u32 *ring(unsigned slot) {
    return reinterpret_cast<dlx_u32 *>(reinterpret_cast<char *>(block.data()) + RINGS) +
           slot * CAP;
  }
};

// The kernel's world, and what one lane makes of the same state: without the event of the step, and
// with the event before the step. The step may read the word of an event before or after it, once.
World warps, alone[2];
unsigned possible[SLOTS];  // bit c: slot equals alone[c] so far

struct Event {
  bool set;
  unsigned slot;
  bool cancel;  // else a reader reads
} event;

DlxLoop parameters(World &world, const std::vector<dlx_u32> &image, unsigned draft_order) {
  DlxLoop loop = {};
  loop.ring = reinterpret_cast<dlx_u64>(world.block.data());
  loop.model = reinterpret_cast<dlx_u64>(image.data());
  loop.model_words = image.size();
  loop.slot_states = reinterpret_cast<dlx_u64>(world.states);
  loop.counters = reinterpret_cast<dlx_u64>(world.counters);
  loop.slots = SLOTS;
  loop.cap_words = CAP;
  loop.max_burst = BURST;
  loop.slot_off = TOKRING_HEADER_BYTES;
  loop.ring_off = RINGS;
  loop.draft_order = draft_order;
  return loop;
}

void apply(World &world) {
  if (event.cancel) {
    world.cancelled(event.slot) = world.epoch(event.slot);
  } else {
    world.rd(event.slot) = world.wr(event.slot);
  }
}

void apply_now() {
  // What the reader may have read: what was there when the step began.
  if (event.cancel) {
    apply(warps);
  } else {
    warps.rd(event.slot) = alone[1].rd(event.slot);
  }
}

// What the slot has published is what one lane writes: `wr` and every word below it.
void check_published(unsigned slot, dlx_u64 from, bool last) {
  dlx_u64 wr = warps.wr(slot);
  for (unsigned c = 0; c < 2; c++) {
    bool equal = last ? wr == alone[c].wr(slot) : wr <= alone[c].wr(slot);
    for (dlx_u64 i = from; equal && i != wr; i++) {
      equal = warps.ring(slot)[i & (CAP - 1)] == alone[c].ring(slot)[i & (CAP - 1)];
    }
    possible[slot] &= equal ? 3u : ~(1u << c);
  }
  if (possible[slot] == 0) {
    fail("slot %u published up to %llu; a word is missing or wrong", slot, wr);
  }
}

dlx_u64 seen[SLOTS];  // wr when it was last checked
long doorbells;

// Called at the moment of a store: whatever it releases must be complete.
void stored(void *address) {
  auto at = static_cast<char *>(address) - reinterpret_cast<char *>(warps.block.data());
  if (at == TOKRING_OFF_STEP) {
    doorbells++;
    for (unsigned slot = 0; slot < SLOTS; slot++) {
      check_published(slot, seen[slot], true);
    }
    return;
  }
  unsigned slot = static_cast<unsigned>((at - TOKRING_HEADER_BYTES) / TOKRING_SLOT_BYTES);
  switch ((at - TOKRING_HEADER_BYTES) % TOKRING_SLOT_BYTES) {
    case TOKRING_OFF_WR:
      check_published(slot, seen[slot], false);
      seen[slot] = warps.wr(slot);
      break;
    case TOKRING_OFF_SLOT_STATE:
      if (seen[slot] == 0 || warps.ring(slot)[(seen[slot] - 2) & (CAP - 1)] >> 24 != 2) {
        fail("slot %u has ended before its END", slot);
      }
      break;
    case TOKRING_OFF_EPOCH_ECHO:
      if (warps.word<dlx_u32>(slot, TOKRING_OFF_SLOT_STATE) != TOKRING_SLOT_RUNNING) {
        fail("slot %u echoes an epoch before it runs", slot);
      }
      break;
    default:
      fail("a store to offset %ld of the ring", static_cast<long>(at));
  }
}

// The slot's state and words, after the step, are those of one lane.
void check_finished(unsigned slot, int step) {
  const unsigned offsets[] = {TOKRING_OFF_WR, TOKRING_OFF_EPOCH_ECHO, TOKRING_OFF_DRAFTED,
                              TOKRING_OFF_ACCEPTED, TOKRING_OFF_STALLS};
  for (unsigned c = 0; c < 2; c++) {
    bool equal = std::memcmp(&warps.states[slot], &alone[c].states[slot], sizeof(DlxSlot)) == 0 &&
                 std::memcmp(warps.ring(slot), alone[c].ring(slot), CAP * 4) == 0;
    for (unsigned offset : offsets) {
      equal = equal && warps.word<dlx_u64>(slot, offset) == alone[c].word<dlx_u64>(slot, offset);
    }
    possible[slot] &= equal ? 3u : ~(1u << c);
  }
  if (possible[slot] == 0) {
    fail("step %d: slot %u differs from the step of one lane", step, slot);
  }
}

std::vector<std::vector<dlx_u32>> prompts;
long admissions, cancels, abandoned, stops;

void admit(unsigned slot) {
  const std::vector<dlx_u32> &prompt = prompts[random_.below(unsigned(prompts.size()))];
  dlx_u32 length = std::min<dlx_u32>(unsigned(prompt.size()), TOKRING_PROMPT_TOKENS);
  warps.word<dlx_u32>(slot, TOKRING_OFF_PROMPT_LEN) = length;
  std::memcpy(warps.at(slot) + TOKRING_OFF_PROMPT, prompt.data() + prompt.size() - length,
              length * 4);
  warps.word<dlx_u64>(slot, TOKRING_OFF_SEED) = random_.next();
  warps.word<dlx_u32>(slot, TOKRING_OFF_MAX_TOKENS) = 1 + random_.below(random_.one_in(4) ? 9 : 300);
  warps.word<dlx_u32>(slot, TOKRING_OFF_DRAFT_TOKENS) = random_.below(BURST);
  warps.epoch(slot)++;
  admissions++;
}

// What consumers do between two steps. The reader of slot 0 is late.
void consume(DlxLoop &loop) {
  for (unsigned slot = 0; slot < SLOTS; slot++) {
    if (random_.one_in(slot == 0 ? 60 : 2)) {
      dlx_u64 unread = warps.wr(slot) - warps.rd(slot);
      warps.rd(slot) += random_.one_in(4) ? random_.below(unsigned(unread) + 1) : unread;
    }
    bool ended = warps.states[slot].running == 0 && warps.states[slot].epoch == warps.epoch(slot);
    if (ended ? warps.rd(slot) == warps.wr(slot) && random_.one_in(2) : random_.one_in(100)) {
      abandoned += !ended;
      admit(slot);
    } else if (random_.one_in(60)) {
      warps.cancelled(slot) = warps.epoch(slot);
      cancels++;
    }
  }
  warps.header<dlx_u32>(TOKRING_OFF_STOP_ALL) = random_.one_in(150);
  loop.stop = random_.one_in(150);
  // One lane is the specification, with all fences.
  loop.flags = random_.one_in(2) ? DLX_FEW_FENCES : 0;
  stops += warps.header<dlx_u32>(TOKRING_OFF_STOP_ALL) + loop.stop;
}

void choose_event(fibers::Hooks &hooks) {
  event = {random_.one_in(2), random_.below(SLOTS), random_.one_in(2)};
  // Often early, when the first lane reads the consumer's words.
  hooks.event_at = event.set ? random_.below(1u << random_.below(14)) : -1;
}

// Whether some stream ended, was stopped or emitted tokens is whether the doorbell must ring.
void step(int number, const fibers::Kernel &kernel, const DlxModel &model, unsigned lanes,
          DlxLoop (&loops)[3]) {
  static DlxWork work;
  consume(loops[0]);
  fibers::Hooks hooks{stored, apply_now, -1};
  choose_event(hooks);
  bool publishes = false;
  for (unsigned c = 0; c < 2; c++) {
    alone[c] = warps;
    loops[1 + c].stop = loops[0].stop;
    if (c == 1 && event.set) {
      apply(alone[1]);
    }
    for (unsigned slot = 0; slot < SLOTS; slot++) {
      dlx_step_alone(loops[1 + c], model, slot, DlxOneLane(), work);
    }
  }
  for (unsigned slot = 0; slot < SLOTS; slot++) {
    seen[slot] = warps.wr(slot);
    possible[slot] = 3;
  }
  dlx_u64 door = warps.header<dlx_u64>(TOKRING_OFF_STEP);
  World before = warps;
  fibers::launch(kernel, SLOTS, lanes, reinterpret_cast<dlx_u64>(&loops[0]), random_, hooks);
  for (unsigned slot = 0; slot < SLOTS; slot++) {
    check_finished(slot, number);
    publishes |= warps.wr(slot) != before.wr(slot);
  }
  if (warps.header<dlx_u64>(TOKRING_OFF_STEP) - door != (publishes ? 1 : 0)) {
    fail("step %d: the doorbell", number);
  }
}

std::vector<dlx_u32> read_words(const char *path) {
  std::FILE *file = std::fopen(path, "rb");
  if (file == nullptr) {
    fail("cannot read %s", path);
  }
  std::vector<dlx_u32> words;
  dlx_u32 piece[4096];
  for (std::size_t n; (n = std::fread(piece, 4, 4096, file)) > 0;) {
    words.insert(words.end(), piece, piece + n);
  }
  std::fclose(file);
  return words;
}

void read_prompts(const char *path) {
  std::FILE *file = std::fopen(path, "r");
  unsigned length;
  while (file != nullptr && std::fscanf(file, "%u", &length) == 1) {
    std::vector<dlx_u32> prompt(length);
    for (dlx_u32 &token : prompt) {
      if (std::fscanf(file, "%u", &token) != 1) {
        fail("%s is cut", path);
      }
    }
    prompts.push_back(prompt);
  }
  if (prompts.empty()) {
    fail("no prompts in %s", path);
  }
}

fibers::Kernel load(const char *path) {
  void *library = dlopen(path, RTLD_NOW);
  if (library == nullptr) {
    fail("%s", dlerror());
  }
  fibers::Kernel kernel{};
  auto memory = reinterpret_cast<char *(*)(std::size_t *)>(dlsym(library, "kernel_block_memory"));
  kernel.run =
      reinterpret_cast<void (*)(unsigned long long)>(dlsym(library, "generation_step"));
  kernel.memory = memory(&kernel.bytes);
  return kernel;
}

// A lane that accesses what is not its own, or never ends.
void stopped(int number) {
  static const char FAULT[] = "FAILED: a lane accessed memory that is not there\n";
  static const char LATE[] = "FAILED: the lanes are not done in time\n";
  ssize_t written = number == SIGALRM ? write(1, LATE, sizeof LATE - 1)
                                      : write(1, FAULT, sizeof FAULT - 1);
  _exit(written > 0 ? 1 : 2);
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 7) {
    fail("six arguments are needed, see the source");
  }
  for (int number : {SIGSEGV, SIGBUS, SIGALRM}) {
    std::signal(number, stopped);
  }
  alarm(SECONDS);
  fibers::Kernel kernel = load(argv[1]);
  std::vector<dlx_u32> image = read_words(argv[2]);
  read_prompts(argv[3]);
  unsigned lanes = unsigned(std::atoi(argv[4]));
  int steps = std::atoi(argv[5]);
  random_.state = unsigned(std::atoi(argv[6]));
  DlxModel model;
  if (!dlx_open_model(model, image.data(), image.size()) ||
      tokring_init(warps.block.data(), warps.block.size() * 8, SLOTS, CAP, BURST) != TOKRING_OK) {
    fail("the image, or the ring");
  }
  unsigned order = 2 + random_.below(3);
  DlxLoop loops[3] = {parameters(warps, image, order), parameters(alone[0], image, order),
                      parameters(alone[1], image, order)};
  const dlx_u64 starts[] = {0, (1ull << 31) - 40, (1ull << 32) - 40};
  dlx_u64 start = starts[random_.below(3)];
  for (unsigned slot = 0; slot < SLOTS; slot++) {
    warps.wr(slot) = warps.rd(slot) = warps.states[slot].wr = warps.states[slot].rd = start;
  }
  for (int number = 0; number < steps; number++) {
    step(number, kernel, model, lanes, loops);
  }
  dlx_u64 words = 0, stalls = 0;
  for (unsigned slot = 0; slot < SLOTS; slot++) {
    words += warps.wr(slot) - start;
    stalls += warps.states[slot].stalls;
  }
  const fibers::Counts &c = fibers::counts();
  std::printf("lanes=%u steps=%d words=%llu admissions=%ld abandoned=%ld cancels=%ld stops=%ld "
              "stalls=%llu doorbells=%ld barriers=%ld warpBarriers=%ld shuffles=%ld switches=%ld\n",
              lanes, steps, words, admissions, abandoned, cancels, stops, stalls, doorbells,
              c.barriers, c.warp_barriers, c.shuffles, c.switches);
  return 0;
}
