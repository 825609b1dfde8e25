package dev.deltalex.testkit;

import static dev.deltalex.testkit.EventLog.Strength.FULL;

import dev.deltalex.Region;
import dev.deltalex.parse.StreamParser;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The laws of a text that comes as tokens: what it says, and how many tokens each region has, does
 * not depend on the bursts, nor on the parser, of which it may have several; it says what the
 * reference says, and what the same chars say where special tokens change nothing.
 */
final class TokenLaws {
  private final LawRunner runner;
  private final EventLog singly = new EventLog();
  private final EventLog inBursts = new EventLog();
  private final EventLog readAsTokens = new EventLog();
  private final EventLog readAsChars = new EventLog();

  TokenLaws(LawRunner runner) {
    this.runner = runner;
  }

  /** The first thing that is wrong, in words, or null. {@code whole}: the log of the chars. */
  @Nullable String check(LawCase law, EventLog whole) {
    RandomTokens.Tokens tokens = RandomTokens.of(law.text(), law.seed() + 2);
    StreamParser one = runner.open(law, tokens.words());
    String failure = check(one, law, tokens, whole);
    one.close();
    return failure == null ? null : failure + tokens;
  }

  /** What must have been said when the client goes away was said, and no more. */
  @Nullable String cancelled(LawCase prefix, String how) {
    RandomTokens.Tokens tokens = RandomTokens.of(prefix.text(), prefix.seed() + 4);
    StreamParser one = runner.open(prefix, tokens.words());
    runner.begin(one, prefix, singly);
    one.feedTokens(tokens.ids(), 0, tokens.ids().length);
    prefix.end(one);
    one.close();
    String failure =
        runner.secondOpinion(Law.HOLD, how + "as tokens, ", prefix, tokens.special(), singly);
    return failure == null ? null : failure + tokens;
  }

  private @Nullable String check(
      StreamParser one, LawCase law, RandomTokens.Tokens tokens, EventLog whole) {
    long[] counts = feedSingly(one, law, tokens);
    String failure = runner.seen("token by token", singly);
    if (failure == null && !Arrays.equals(counts, counts(one))) {
      failure =
          Law.CHUNKING.broken(
              "tokens by region are counted as "
                  + Arrays.toString(counts(one))
                  + " and come as "
                  + Arrays.toString(counts)
                  + "\n"
                  + singly.print());
    }
    if (failure == null) {
      failure = inBursts(one, law, tokens, counts);
    }
    if (failure == null) {
      failure = runner.secondOpinion(Law.CHUNKING, "as tokens, ", law, tokens.special(), singly);
    }
    if (failure == null && sameAsChars(law, tokens) && !whole.agrees(singly, FULL)) {
      failure = differ("chars", whole, "tokens", singly);
    }
    return failure;
  }

  /** Feeds token by token; returns how many came by the region in which they came. */
  private long[] feedSingly(StreamParser one, LawCase law, RandomTokens.Tokens tokens) {
    runner.begin(one, law, singly);
    long[] counts = new long[Region.values().length];
    int[] ids = tokens.ids();
    for (int i = 0; i < ids.length; i++) {
      counts[one.region().ordinal()]++;
      one.feedTokens(ids, i, i + 1);
    }
    law.end(one);
    return counts;
  }

  private static long[] counts(StreamParser one) {
    return Arrays.stream(Region.values()).mapToLong(one::tokens).toArray();
  }

  private @Nullable String inBursts(
      StreamParser one, LawCase law, RandomTokens.Tokens tokens, long[] counts) {
    runner.begin(one, law, inBursts);
    int[] ends = Cuts.bursts(law.seed() + 3).ends(tokens.ids().length);
    int moves = new SplittableRandom(law.seed()).nextInt(2 * ends.length);
    String how = "tokens cut at " + Arrays.toString(ends) + ", moved before " + moves;
    int from = 0;
    for (int i = 0; i < ends.length; i++) {
      if (i == moves) {
        runner.move(one);
      }
      one.feedTokens(tokens.ids(), from, ends[i]);
      from = ends[i];
    }
    law.end(one);
    String failure = runner.seen(how, inBursts);
    if (failure == null && !singly.agrees(inBursts, FULL)) {
      failure = differ("token by token", singly, how, inBursts);
    }
    if (failure == null && !Arrays.equals(counts, counts(one))) {
      failure =
          Law.CHUNKING.broken(
              "tokens by region depend on bursts: one by one "
                  + Arrays.toString(counts)
                  + ", cut at "
                  + Arrays.toString(ends)
                  + " "
                  + Arrays.toString(counts(one))
                  + "\n"
                  + singly.print());
    }
    return failure;
  }

  /** Whether, by the reference, the special tokens of the text make no difference. */
  private boolean sameAsChars(LawCase law, RandomTokens.Tokens tokens) {
    readAsTokens.clear();
    SyntaxReference.parse(law, tokens.special(), readAsTokens);
    readAsChars.clear();
    SyntaxReference.parse(law, SpecialTokens.NONE, readAsChars);
    return readAsTokens.agrees(readAsChars, FULL);
  }

  private static String differ(String one, EventLog first, String other, EventLog second) {
    return Law.CHUNKING.broken(one + " and " + other + " differ\n--- ")
        + one
        + "\n"
        + first.print()
        + "--- "
        + other
        + "\n"
        + second.print();
  }
}
