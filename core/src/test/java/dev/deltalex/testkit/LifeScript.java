package dev.deltalex.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a few parsers, step by step: the input of law L12. A script is made from a seed,
 * or read from bytes that can be typed.
 *
 * @param own the response with number 0
 */
public record LifeScript(List<LifeStep> steps, String own) {
  private static final int STEP_BYTES = 10;
  private static final LifeOp[] OPS = LifeOp.values();
  private static final int DIGITS = 64;
  private static final int FEWEST = 5;
  private static final int MOST = 40;

  /** One in this many scripts has a generated response of its own. */
  private static final int OWN = 8;

  /** A script made from a seed. */
  public static LifeScript of(long seed) {
    return new Maker(new Pick(seed)).make();
  }

  /**
   * Reads a script: a step in {@value #STEP_BYTES} chars, the last of which may be anything (a
   * newline in what people write), up to a char {@code =}; what follows is {@link #own}. Digits are
   * {@code 0} to {@code o}, 64 of them.
   *
   * <pre>
   * 0    op, its place in LifeOp
   * 1    slot
   * 2-3  number
   * 4-5  detail
   * 6    event at which a callback does something, 0 for none
   * 7    what it does, a place in LifeOp
   * 8    the slot that that is about
   * 9    anything
   * </pre>
   */
  public static LifeScript read(byte[] bytes) {
    List<LifeStep> steps = new ArrayList<>();
    int at = 0;
    while (steps.size() < MOST && at + STEP_BYTES <= bytes.length && bytes[at] != '=') {
      steps.add(
          new LifeStep(
              OPS[digit(bytes, at) % OPS.length],
              digit(bytes, at + 1) % LifeRunner.SLOTS,
              number(bytes, at + 2),
              number(bytes, at + 4),
              digit(bytes, at + 6),
              OPS[digit(bytes, at + 7) % OPS.length],
              digit(bytes, at + 8) % LifeRunner.SLOTS));
      at += STEP_BYTES;
    }
    boolean hasOwn = at < bytes.length && bytes[at] == '=';
    String own =
        hasOwn ? new String(bytes, at + 1, bytes.length - at - 1, StandardCharsets.UTF_8) : "";
    return new LifeScript(steps, own);
  }

  private static int digit(byte[] bytes, int at) {
    return Math.floorMod(bytes[at] - '0', DIGITS);
  }

  private static int number(byte[] bytes, int at) {
    return digit(bytes, at) * DIGITS + digit(bytes, at + 1);
  }

  /** The script without some of its steps. */
  LifeScript without(int from, int to) {
    List<LifeStep> rest = new ArrayList<>(steps.subList(0, from));
    rest.addAll(steps.subList(to, steps.size()));
    return new LifeScript(rest, own);
  }

  /** The script with another step in the place of one. */
  LifeScript with(int place, LifeStep step) {
    List<LifeStep> changed = new ArrayList<>(steps);
    changed.set(place, step);
    return new LifeScript(changed, own);
  }

  /** The script as {@link #read} takes it. */
  public String typed() {
    StringBuilder out = new StringBuilder();
    for (LifeStep step : steps) {
      typed(out, step.op().ordinal());
      typed(out, step.slot());
      typed(out, step.number() / DIGITS);
      typed(out, step.number());
      typed(out, step.detail() / DIGITS);
      typed(out, step.detail());
      typed(out, step.at());
      typed(out, step.reaction().ordinal());
      typed(out, step.other());
      out.append('\n');
    }
    return own.isEmpty() ? out.toString() : out.append('=').append(own).toString();
  }

  private static void typed(StringBuilder out, int digit) {
    out.append((char) ('0' + digit % DIGITS));
  }

  /** One step a line. */
  public String describe() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      LifeStep step = steps.get(i);
      out.append(i).append("  ").append(step);
      if (step.op() == LifeOp.OPEN) {
        out.append("  ").append(LifeSettings.of(step.number()));
      }
      out.append('\n');
    }
    JavaLiteral.append(own, out.append("own "));
    JavaLiteral.append(typed(), out.append("\ntyped "));
    return out.append('\n').toString();
  }

  /** Makes scripts in which most steps are legal, and parsers move and come back often. */
  private static final class Maker {
    private static final LifeOp[] FEEDS = {
      LifeOp.CHARS, LifeOp.CHARS, LifeOp.STRING, LifeOp.UTF8, LifeOp.TOKENS, LifeOp.TOKENS
    };
    private static final LifeOp[] REACTIONS = {
      LifeOp.OPEN, LifeOp.RESET, LifeOp.PRIME, LifeOp.CHARS, LifeOp.STRING, LifeOp.UTF8,
      LifeOp.TOKENS, LifeOp.FINISH, LifeOp.CLOSE, LifeOp.SNAPSHOT, LifeOp.RESTORE, LifeOp.STALE
    };

    private final Pick pick;
    private final List<LifeStep> steps = new ArrayList<>();
    private final boolean[] opened = new boolean[LifeRunner.SLOTS];
    private final int setting;
    private final int other;
    private final int slots;

    Maker(Pick pick) {
      this.pick = pick;
      setting = pick.below(LifeSettings.COUNT);
      other = pick.below(LifeSettings.COUNT);
      slots = pick.from(1, LifeRunner.SLOTS);
    }

    LifeScript make() {
      int count = pick.from(FEWEST, pick.chance(70) ? MOST / 2 : MOST);
      while (steps.size() < count) {
        int slot = pick.below(slots);
        if (!opened[slot]) {
          begin(LifeOp.OPEN, slot);
        } else {
          step(slot);
        }
      }
      return new LifeScript(steps, pick.below(OWN) == 0 ? own() : "");
    }

    private String own() {
      Cases.Source[] sources = Cases.Source.values();
      String format = LifeSettings.of(setting).format().name();
      return Cases.next(format, pick.of(sources), pick.seed()).text();
    }

    private void step(int slot) {
      int kind = pick.below(100);
      if (kind < 60) {
        feed(slot);
      } else if (kind < 66) {
        begin(LifeOp.RESET, slot);
      } else if (kind < 72) {
        begin(LifeOp.OPEN, slot);
      } else if (kind < 80) {
        move(slot);
      } else {
        LifeOp op =
            pick.of(
                LifeOp.FINISH,
                LifeOp.FINISH,
                LifeOp.CANCEL,
                LifeOp.CLOSE,
                LifeOp.SNAPSHOT,
                LifeOp.RESTORE,
                LifeOp.PRIME,
                LifeOp.STALE,
                LifeOp.MISUSE);
        add(op, slot, pick.below(DIGITS), 0);
      }
    }

    private void add(LifeOp op, int slot, int number, int detail) {
      steps.add(LifeStep.of(op, slot, number, detail));
    }

    private int setting() {
      return pick.chance(70) ? setting : pick.chance(60) ? other : pick.below(LifeSettings.COUNT);
    }

    private void begin(LifeOp op, int slot) {
      int response = pick.below(LifeTexts.RESPONSE_COUNT);
      int detail = 2 * response + pick.below(2);
      int at = pick.chance(30) ? pick.chance(70) ? pick.from(1, 6) : pick.from(1, 40) : 0;
      LifeOp reaction =
          pick.chance(25)
              ? LifeOp.THROW
              : pick.chance(30) ? LifeOp.CANCEL : pick.of(REACTIONS);
      int about = pick.chance(60) ? slot : pick.below(LifeRunner.SLOTS);
      steps.add(new LifeStep(op, slot, setting(), detail, at, reaction, about));
      opened[slot] = true;
      if (pick.chance(25)) {
        add(LifeOp.PRIME, slot, pick.below(LifeTexts.PROMPT_COUNT), 0);
        if (pick.chance(6)) {
          add(LifeOp.PRIME, slot, pick.below(LifeTexts.PROMPT_COUNT), 0);
        }
      }
    }

    private void feed(int slot) {
      int number =
          pick.chance(25)
              ? LifeTexts.FIRST_PIECE + pick.below(LifeTexts.PIECE_COUNT)
              : pick.chance(60)
                  ? pick.from(1, 12)
                  : pick.chance(80) ? pick.from(13, 50) : LifeTexts.FIRST_PIECE - 1;
      add(pick.of(FEEDS), slot, number, pick.below(DIGITS));
    }

    /** The stream goes on in another parser, perhaps in that of its own slot. */
    private void move(int slot) {
      int to = pick.below(LifeRunner.SLOTS);
      int register = pick.below(2);
      add(LifeOp.SNAPSHOT, slot, register, 0);
      if (to != slot) {
        // Of the same request, if the stream is the script's main one.
        int detail = 2 * pick.below(LifeTexts.RESPONSE_COUNT) + pick.below(2);
        add(LifeOp.OPEN, to, setting, detail);
        opened[to] = true;
      }
      add(LifeOp.RESTORE, to, register, 0);
      feed(to);
    }
  }
}
