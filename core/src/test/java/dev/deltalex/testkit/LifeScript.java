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
  private static final int MOST = 64;

  /** A script made from a seed. */
  public static LifeScript of(long seed) {
    return new LifeScripts(new Pick(seed)).make();
  }

  /**
   * Reads a script: a step in {@value #STEP_BYTES} chars, the last of which may be anything (a
   * newline in what people write), up to an empty line; what follows is {@link #own}. Digits are
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
    while (steps.size() < MOST && at + STEP_BYTES <= bytes.length && bytes[at] != '\n') {
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
    boolean hasOwn = at < bytes.length && bytes[at] == '\n';
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
    return own.isEmpty() ? out.toString() : out.append('\n').append(own).toString();
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
}
