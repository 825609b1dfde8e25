// step.h compiled by a host compiler, for tests to compare with its twin in Java: with one lane,
// and with the 32 lanes of a warp played one after another, their results exchanged as a warp does.
#include "step.h"

struct PlayedWarp {
  dlx_u32 lane() const { return 0; }
  dlx_u32 lanes() const { return 32; }
  void sync() const {}
  DlxRacer race(const DlxModel &model, dlx_u64 first, dlx_u64 count, dlx_u64 base) const {
    DlxRacer best[32];
    for (dlx_u32 lane = 0; lane < 32; lane++) {
      best[lane] = dlx_race_part(model, first, count, base, lane, 32);
    }
    for (dlx_u32 distance = 16; distance > 0; distance >>= 1) {
      DlxRacer before[32];
      __builtin_memcpy(before, best, sizeof best);
      for (dlx_u32 lane = 0; lane < 32; lane++) {
        if (dlx_ahead(before[lane ^ distance], best[lane])) {
          best[lane] = before[lane ^ distance];
        }
      }
    }
    for (dlx_u32 lane = 1; lane < 32; lane++) {
      if (best[lane].token != best[0].token) {
        __builtin_trap();  // the lanes of a warp would go different ways
      }
    }
    return best[0];
  }
};

// The next token; 0xFFFFFFFF where the image is refused.
extern "C" dlx_u32 twin_next(const dlx_u32 *image, dlx_u64 words, const dlx_u32 *tokens, dlx_u32 end,
                             dlx_u32 style, dlx_u64 seed, dlx_u32 position, dlx_u32 limit,
                             dlx_u32 lanes) {
  DlxModel model;
  if (!dlx_open_model(model, image, words)) {
    return 0xFFFFFFFFu;
  }
  return lanes == 1
             ? dlx_next(model, DlxOneLane(), tokens, end, style, seed, position, limit)
             : dlx_next(model, PlayedWarp(), tokens, end, style, seed, position, limit);
}

// A step of every slot; false where the image is refused.
extern "C" int twin_step(const DlxLoop *loop, dlx_u32 lanes) {
  DlxModel model;
  if (!dlx_open_model(model, (const dlx_u32 *)loop->model, loop->model_words)) {
    return 0;
  }
  static thread_local DlxWork work;
  for (dlx_u32 slot = 0; slot < loop->slots; slot++) {
    if (lanes == 1) {
      dlx_step_alone(*loop, model, slot, DlxOneLane(), work);
    } else {
      dlx_step_alone(*loop, model, slot, PlayedWarp(), work);
    }
  }
  return 1;
}

static_assert(sizeof(DlxLoop) == 72 && sizeof(DlxSlot) == 128, "as in DeviceSide");
static_assert(__builtin_offsetof(DlxLoop, draft_order) == 60, "as in DeviceSide");
static_assert(__builtin_offsetof(DlxLoop, stop) == 64, "as in DeviceSide");
static_assert(__builtin_offsetof(DlxLoop, flags) == 68, "as in DeviceSide");
