package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import java.util.EnumSet;
import java.util.Set;

/** Asserts each {@link Law}. May be called from any thread. */
public final class Laws {
  private static final ThreadLocal<LawRunner> RUNNERS = ThreadLocal.withInitial(LawRunner::new);

  private Laws() {}

  /**
   * Asserts all laws; throws an {@link AssertionError} that tells the smallest failing text found.
   */
  public static void assertLaws(
      WireFormat format,
      String text,
      ToolSet tools,
      ParserOptions options,
      Limits limits,
      FinishReason reason,
      Cuts cuts) {
    assertLaws(
        new LawCase(format, text, "", tools, options, limits, reason, text.hashCode(), null), cuts);
  }

  /** As above, for a case that was generated. */
  public static void assertLaws(LawCase law, Cuts cuts) {
    assertLaws(law, cuts, Law.ALL);
  }

  /** Asserts one law. */
  public static void assertLaw(Law which, LawCase law, Cuts cuts) {
    assertLaws(law, cuts, EnumSet.of(which));
  }

  private static void assertLaws(LawCase law, Cuts cuts, Set<Law> laws) {
    LawRunner runner = RUNNERS.get();
    String failure = runner.check(law, cuts, laws);
    if (failure != null) {
      throw new AssertionError(Shrinker.report(runner, law, cuts, laws, failure));
    }
  }
}
