// step.h compiled by a host compiler, for tests to compare with its twin in Java: with one lane,
// and with the 32 lanes of a warp played one after another, their results exchanged as a warp does.
#include "step.h"

struct PlayedWarp {
  dx_u32 lane() const { return 0; }
  dx_u32 lanes() const { return 32; }
  void sync() const {}
  DxRacer race(const DxModel &model, dx_u64 first, dx_u64 count, dx_u64 base) const {
    DxRacer best[32];
    for (dx_u32 lane = 0; lane < 32; lane++) {
      best[lane] = dx_race_part(model, first, count, base, lane, 32);
    }
    for (dx_u32 distance = 16; distance > 0; distance >>= 1) {
      DxRacer before[32];
      __builtin_memcpy(before, best, sizeof best);
      for (dx_u32 lane = 0; lane < 32; lane++) {
        if (dx_ahead(before[lane ^ distance], best[lane])) {
          best[lane] = before[lane ^ distance];
        }
      }
    }
    for (dx_u32 lane = 1; lane < 32; lane++) {
      if (best[lane].token != best[0].token) {
        __builtin_trap();  // the lanes of a warp would go different ways
      }
    }
    return best[0];
  }
};

// The next token; 0xFFFFFFFF where the image is refused.
extern "C" dx_u32 twin_next(const dx_u32 *image, dx_u64 words, const dx_u32 *tokens, dx_u32 end,
                            dx_u32 style, dx_u64 seed, dx_u32 position, dx_u32 limit,
                            dx_u32 lanes) {
  DxModel model;
  if (!dx_open_model(model, image, words)) {
    return 0xFFFFFFFFu;
  }
  return lanes == 1
             ? dx_next(model, DxOneLane(), tokens, end, style, seed, position, limit)
             : dx_next(model, PlayedWarp(), tokens, end, style, seed, position, limit);
}

// A step of every slot; false where the image is refused.
extern "C" int twin_step(const DxLoop *loop, dx_u32 lanes) {
  DxModel model;
  if (!dx_open_model(model, (const dx_u32 *)loop->model, loop->model_words)) {
    return 0;
  }
  static thread_local DxWork work;
  for (dx_u32 slot = 0; slot < loop->slots; slot++) {
    if (lanes == 1) {
      dx_step_alone(*loop, model, slot, DxOneLane(), work);
    } else {
      dx_step_alone(*loop, model, slot, PlayedWarp(), work);
    }
  }
  return 1;
}

static_assert(sizeof(DxLoop) == 72 && sizeof(DxSlot) == 128, "as in DeviceSide");
static_assert(__builtin_offsetof(DxLoop, draft_order) == 60, "as in DeviceSide");
static_assert(__builtin_offsetof(DxLoop, stop) == 64, "as in DeviceSide");
