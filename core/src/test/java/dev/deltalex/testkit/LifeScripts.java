package dev.deltalex.testkit;

import dev.deltalex.format.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one random life script, in which most steps are legal, deltas end inside markers, and
 * streams move often.
 */
final class LifeScripts {
  private static final int FEWEST = 5;
  private static final int MOST = 40;

  /** One in this many scripts has a generated response of its own. */
  private static final int OWN = 8;

  private static final LifeOp[] FEEDS = {
    LifeOp.CHARS, LifeOp.CHARS, LifeOp.STRING, LifeOp.UTF8, LifeOp.TOKENS, LifeOp.TOKENS
  };

  /** Where it matters what came as tokens. */
  private static final LifeOp[] STRICT_FEEDS = {
    LifeOp.CHARS, LifeOp.STRING, LifeOp.TOKENS, LifeOp.TOKENS, LifeOp.TOKENS
  };

  private static final LifeOp[] REACTIONS = {
    LifeOp.OPEN, LifeOp.RESET, LifeOp.PRIME, LifeOp.CHARS, LifeOp.STRING, LifeOp.UTF8,
    LifeOp.TOKENS, LifeOp.FINISH, LifeOp.CLOSE, LifeOp.SNAPSHOT, LifeOp.RESTORE, LifeOp.STALE
  };

  private static final LifeOp[] OTHERS = {
    LifeOp.FINISH,
    LifeOp.FINISH,
    LifeOp.CANCEL,
    LifeOp.CLOSE,
    LifeOp.SNAPSHOT,
    LifeOp.RESTORE,
    LifeOp.PRIME,
    LifeOp.STALE,
    LifeOp.MISUSE
  };

  private final Pick pick;
  private final List<LifeStep> steps = new ArrayList<>();
  private final int setting;
  private final int other;
  private final int slots;
  private final String own;

  /** The setting of each slot's parser, or -1. */
  private final int[] settings = new int[LifeRunner.SLOTS];

  // About where each slot's stream is in its response: moves apart after an illegal step.
  private final String[] responses = new String[LifeRunner.SLOTS];
  private final int[] positions = new int[LifeRunner.SLOTS];

  LifeScripts(Pick pick) {
    this.pick = pick;
    setting = pick.below(LifeSettings.COUNT);
    other = pick.below(LifeSettings.COUNT);
    slots = pick.from(1, LifeRunner.SLOTS);
    own = pick.below(OWN) == 0 ? generated() : "";
    Arrays.fill(settings, -1);
    Arrays.fill(responses, "");
  }

  private String generated() {
    String format = LifeSettings.of(setting).spec().format().name();
    return Cases.next(format, pick.of(Cases.Source.values()), pick.seed()).text();
  }

  LifeScript make() {
    int count = pick.from(FEWEST, pick.chance(70) ? MOST / 2 : MOST);
    while (steps.size() < count) {
      int slot = pick.below(slots);
      if (settings[slot] < 0) {
        begin(LifeOp.OPEN, slot);
      } else {
        step(slot);
      }
    }
    return new LifeScript(steps, own);
  }

  private void step(int slot) {
    int kind = pick.below(100);
    if (kind < 56) {
      feed(slot);
    } else if (kind < 64) {
      string(slot);
    } else if (kind < 70) {
      begin(LifeOp.RESET, slot);
    } else if (kind < 75) {
      begin(LifeOp.OPEN, slot);
    } else if (kind < 84) {
      move(slot);
    } else {
      add(pick.of(OTHERS), slot, pick.below(LifeTexts.FIRST_PIECE), 0);
    }
  }

  private void add(LifeOp op, int slot, int number, int detail) {
    steps.add(LifeStep.of(op, slot, number, detail));
  }

  private int setting() {
    return pick.chance(70) ? setting : pick.chance(60) ? other : pick.below(LifeSettings.COUNT);
  }

  private void begin(LifeOp op, int slot) {
    settings[slot] = op == LifeOp.OPEN ? setting() : settings[slot];
    int response = response(slot);
    int at = pick.chance(35) ? pick.chance(70) ? pick.from(1, 8) : pick.from(1, 40) : 0;
    LifeOp reaction =
        pick.chance(30) ? LifeOp.THROW : pick.chance(30) ? LifeOp.CANCEL : pick.of(REACTIONS);
    int about = pick.chance(60) ? slot : pick.below(LifeRunner.SLOTS);
    int detail = 2 * response + pick.below(2);
    steps.add(new LifeStep(op, slot, settings[slot], detail, at, reaction, about));
    if (pick.chance(25)) {
      add(LifeOp.PRIME, slot, pick.below(LifeTexts.PROMPT_COUNT), 0);
      if (pick.chance(6)) {
        add(LifeOp.PRIME, slot, pick.below(LifeTexts.PROMPT_COUNT), 0);
      }
    }
  }

  private int response(int slot) {
    WireFormat format = LifeSettings.of(settings[slot]).spec().format();
    boolean scripts = !own.isEmpty() && pick.chance(60);
    int response = scripts ? 0 : LifeTexts.anyResponse(format.name(), pick);
    responses[slot] = LifeTexts.response(response, own, format);
    positions[slot] = 0;
    return response;
  }

  private void feed(int slot) {
    boolean strict = LifeSettings.of(settings[slot]).isStrict();
    LifeOp op = pick.of(strict ? STRICT_FEEDS : FEEDS);
    if (pick.chance(15)) {
      add(op, slot, LifeTexts.FIRST_PIECE + pick.below(LifeTexts.PIECE_COUNT), detail());
      return;
    }
    int length =
        pick.chance(50)
            ? intoMarker(slot)
            : pick.chance(60) ? pick.from(1, 12) : pick.from(13, LifeTexts.FIRST_PIECE - 1);
    length = Math.min(length, LifeTexts.FIRST_PIECE - 1);
    positions[slot] += length;
    add(op, slot, length, detail());
  }

  /** A string argument that comes in plain deltas: the commonest case by far in use. */
  private void string(int slot) {
    boolean json = LifeSettings.of(settings[slot]).spec().format().name().equals("hermes");
    add(pick.of(FEEDS), slot, json ? LifeTexts.JSON_STRING : LifeTexts.TAGGED_STRING, detail());
    for (int deltas = pick.from(1, 5); deltas > 0; deltas--) {
      LifeOp op = pick.chance(60) ? LifeOp.CHARS : pick.of(FEEDS);
      add(op, slot, LifeTexts.PLAIN + pick.below(LifeTexts.PLAIN_COUNT), detail());
    }
  }

  private int detail() {
    return pick.below(LifeTexts.FIRST_PIECE);
  }

  /** Chars up to somewhere in the marker that comes next. */
  private int intoMarker(int slot) {
    String response = responses[slot];
    int marker = response.indexOf('<', Math.min(positions[slot], response.length()));
    return Math.max(1, marker - positions[slot] + pick.from(0, 9));
  }

  /** The stream goes on in another parser, perhaps in that of its own slot. */
  private void move(int slot) {
    int to = pick.below(LifeRunner.SLOTS);
    int register = pick.below(2);
    add(LifeOp.SNAPSHOT, slot, register, 0);
    if (settings[to] != settings[slot]) {
      settings[to] = settings[slot];
      add(LifeOp.OPEN, to, settings[to], 2 * pick.below(LifeTexts.RESPONSE_COUNT) + pick.below(2));
    }
    add(LifeOp.RESTORE, to, register, 0);
    responses[to] = responses[slot];
    positions[to] = positions[slot];
    feed(to);
  }
}
