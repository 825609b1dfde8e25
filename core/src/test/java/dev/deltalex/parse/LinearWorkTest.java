package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToLongBiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * L6: "work per delta is O(delta)". Calls, rounds of loops and chars copied are counted, not timed:
 * they must grow with the text and no faster, however small the deltas.
 */
class LinearWorkTest {
  private static final int SHORT = 1_000;
  private static final int LONG = 64_000;
  private static final int LONGEST = 900_000;

  /** Steps per char of the worst text there is, fed one char at a time. */
  private static final long MOST = 120;

  /** As above, for markers that begin with the same 13 chars: each is compared, and all is held. */
  private static final long MOST_OF_NAMESPACES = 200;

  @SuppressWarnings("NullAway.Init") // Before all tests.
  private static ToLongBiFunction<String[], Integer> counted;

  @BeforeAll
  @SuppressWarnings("unchecked") // The copy of CountedStream implements what the original does.
  static void load() throws ReflectiveOperationException {
    counted =
        (ToLongBiFunction<String[], Integer>)
            new CountingLoader()
                .loadClass(CountedStream.class.getName())
                .getConstructor()
                .newInstance();
  }

  private static long steps(HostileTexts hostile, int length, int size) {
    String text = hostile.text();
    String head = text.substring(0, Math.min(length, text.length()));
    return counted.applyAsLong(new String[] {hostile.format, head}, size);
  }

  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void stepsGrowWithTheTextCharByChar(HostileTexts hostile) {
    isLinear(hostile, SHORT, LONG, 1);
  }

  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void stepsGrowWithTheTextBurstByBurst(HostileTexts hostile) {
    isLinear(hostile, LONG, LONGEST, 64);
  }

  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void stepsGrowWithTheTextAtOnce(HostileTexts hostile) {
    isLinear(hostile, LONG, LONGEST, LONGEST);
  }

  private static void isLinear(HostileTexts hostile, int few, int many, int size) {
    steps(hostile, SHORT, size);
    long fewSteps = steps(hostile, few, size);
    long manySteps = steps(hostile, many, size);
    String seen = fewSteps + " steps for " + few + " chars, " + manySteps + " for " + many;
    assertTrue(fewSteps > few / 64, seen);
    long most = hostile.format.equals("minimax_m3") ? MOST_OF_NAMESPACES : MOST;
    assertTrue(fewSteps <= most * few, seen);
    assertTrue(manySteps <= most * many, seen);
    // Half as much again for what a limit makes of a long text: a value is kept, then passed on.
    assertTrue(manySteps / many <= 3 * (fewSteps + few) / (2 * few), seen);
  }
}
