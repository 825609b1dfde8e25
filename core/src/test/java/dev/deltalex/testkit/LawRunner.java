package dev.deltalex.testkit;

import static dev.deltalex.testkit.EventLog.Strength.FULL;
import static dev.deltalex.testkit.EventLog.Strength.WITHOUT_IDS;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case through the laws. Keeps its parsers and logs from case to case, so that what a
 * reset leaves behind shows. Confined to one thread.
 */
final class LawRunner {
  /**
   * How a failure begins that shows when the stream is cancelled on the way; the offset follows.
   */
  static final String CANCELLED = Law.HOLD.broken("cancelled at ");

  private static final Set<ParserOptions.ToolChoice> FORCED =
      EnumSet.of(ParserOptions.ToolChoice.REQUIRED, ParserOptions.ToolChoice.NAMED);

  private static final long ID_SEED = 42;
  private static final int FRAMES_SHOWN = 6;

  private final EventLog whole = new EventLog();
  private final EventLog cut = new EventLog();
  private final EventLog opinion = new EventLog();
  private final LawSink sink = new LawSink();
  private final TokenLaws tokenLaws = new TokenLaws(this);
  private final StreamPool pool = new StreamPool(ID_SEED);
  private char[] scratch = new char[64];

  private Set<Law> laws = Law.ALL;
  private @Nullable LawCase last;
  private @Nullable StreamParser parser;
  private @Nullable StreamParser second;
  private long uncertain;

  /** How often the reference had no firm opinion and the engine another one. */
  long uncertain() {
    return uncertain;
  }

  /** The first of the laws that the case breaks, in words, or null. */
  @Nullable String check(LawCase law, Cuts cuts, Set<Law> which) {
    laws = which;
    String failure;
    try {
      failure = failure(law, cuts);
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      failure = Law.TOTAL.broken("threw " + thrown + where(thrown));
    }
    if (failure != null) {
      last = null;
      parser = null;
      second = null;
    }
    return failure;
  }

  private static String where(Throwable thrown) {
    StringBuilder lines = new StringBuilder();
    StackTraceElement[] trace = thrown.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES_SHOWN, trace.length); i++) {
      lines.append("\n    at ").append(trace[i]);
    }
    return lines.toString();
  }

  private @Nullable String failure(LawCase law, Cuts cuts) {
    StreamParser one = parser(law);
    begin(one, law, whole);
    one.feed(law.text().toCharArray(), 0, law.text().length());
    law.end(one);
    String failure = seen("whole", whole);
    failure = failure != null ? failure : byChar(one, law);
    failure = failure != null ? failure : inBursts(one, law, cuts);
    failure = failure != null ? failure : opinion(law);
    failure = failure != null ? failure : made(law);
    failure = failure != null ? failure : entryPoints(one, law, cuts);
    failure = failure != null ? failure : moved(one, law);
    failure = failure != null ? failure : cancelled(one, law);
    failure = failure != null ? failure : afterFinish(one, law);
    failure = failure != null ? failure : brandNew(law);
    return failure != null ? failure : strictArguments();
  }

  private StreamParser fresh(LawCase law) {
    return law.spec().open(sink);
  }

  /** A parser of this runner's pool for the tokens of {@code words}; the caller closes it. */
  StreamParser open(LawCase law, Vocabulary words) {
    return pool.open(law.spec().toBuilder().vocabulary(words).build(), sink);
  }

  private StreamParser parser(LawCase law) {
    LawCase before = last;
    StreamParser current = parser;
    if (current == null
        || before == null
        || before.tools() != law.tools()
        || before.options() != law.options()
        || before.limits() != law.limits()
        || !before.format().equals(law.format())) {
      current = fresh(law);
      parser = current;
      second = null;
    }
    last = law;
    return current;
  }

  /** Begins a stream whose events go to {@code log}. */
  void begin(StreamParser one, LawCase law, EventLog log) {
    sink.start(law, log, laws);
    one.reset(sink, ID_SEED);
  }

  /** Between two deltas: the stream goes on in the parser as one that was moved there. */
  void move(StreamParser one) {
    byte[] snapshot = one.snapshot();
    one.reset(sink, ID_SEED + 1);
    one.restore(snapshot);
  }

  /** What the events in the log broke while they came, in words, or null. */
  @Nullable String seen(String how, EventLog log) {
    String violation = sink.violation();
    return violation == null ? null : violation + " [" + how + "]\n" + log.print();
  }

  private @Nullable String compare(Law law, String how, EventLog.Strength strength) {
    String violation = seen(how, cut);
    if (violation == null && laws.contains(law) && !whole.agrees(cut, strength)) {
      return law.broken("whole and " + how + " differ\n--- whole\n")
          + whole.print()
          + "--- other\n"
          + cut.print();
    }
    return violation;
  }

  // ---- ways of cutting

  private @Nullable String byChar(StreamParser one, LawCase law) {
    begin(one, law, cut);
    char[] chars = law.text().toCharArray();
    int held = law.limits().maxHeldChars();
    int buffered = held + law.limits().maxBufferedChars();
    boolean json = Cases.json(law.format());
    // A forced call may be written as JSON in any format.
    boolean forced = FORCED.contains(law.options().toolChoice());
    for (int i = 0; i < chars.length; i++) {
      one.feed(chars, i, i + 1);
      int call = sink.openCall();
      if (!sink.closable() && laws.contains(Law.CLOSABLE)) {
        return Law.CLOSABLE.broken("not after the char at " + i + "\n" + cut.print());
      }
      if (call >= 0 && (one.region() != Region.CALL || one.callIndex() != call)) {
        return Law.ORDER.broken("region " + one.region() + " in call " + call + ", char " + i);
      }
      int holds = one.heldChars();
      if (holds > held
          && (holds > buffered
              || call < 0 && !json && !(forced && isJson(chars, i + 1 - holds, i + 1)))) {
        return Law.HOLD.broken("holds " + holds + " chars after the char at " + i);
      }
    }
    law.end(one);
    return compare(Law.CHUNKING, "one char at a time", FULL);
  }

  private static boolean isJson(char[] a, int from, int to) {
    int i = from;
    while (i < to && (Blanks.ws(a[i]) || a[i] == ',')) {
      i++;
    }
    return i < to && (a[i] == '[' || a[i] == '{');
  }

  /** The caller's array is its own again after each delta: it is overwritten. */
  private @Nullable String inBursts(StreamParser one, LawCase law, Cuts cuts) {
    begin(one, law, cut);
    String text = law.text();
    int from = 0;
    for (int to : cuts.ends(text.length())) {
      int length = to - from;
      if (scratch.length < length + 3) {
        scratch = new char[length * 2 + 3];
      }
      text.getChars(from, to, scratch, 3);
      one.feed(scratch, 3, 3 + length);
      Arrays.fill(scratch, 0, length + 3, '#');
      from = to;
    }
    law.end(one);
    return compare(Law.CHUNKING, cuts.toString(), FULL);
  }

  /** Every other way in, for one case in eight. */
  private @Nullable String entryPoints(StreamParser one, LawCase law, Cuts cuts) {
    if (!laws.contains(Law.CHUNKING) || laws == Law.CHEAP) {
      return null;
    }
    begin(one, law, cut);
    int from = 0;
    for (int to : cuts.ends(law.text().length())) {
      one.feed(new StringBuilder().append(law.text(), from, to));
      from = to;
    }
    law.end(one);
    String failure = compare(Law.CHUNKING, "as char sequences, " + cuts, FULL);
    failure = failure == null ? asBytes(one, law) : failure;
    return failure == null ? tokenLaws.check(law, whole) : failure;
  }

  private @Nullable String asBytes(StreamParser one, LawCase law) {
    byte[] bytes = law.text().getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(law.text())) {
      return null;
    }
    begin(one, law, cut);
    int[] ends = Cuts.bursts(law.seed() + 1).ends(bytes.length);
    int from = 0;
    for (int to : ends) {
      byte[] piece = Arrays.copyOfRange(bytes, from, to);
      one.feedUtf8(piece, 0, piece.length);
      Arrays.fill(piece, (byte) '#');
      from = to;
    }
    law.end(one);
    return compare(Law.CHUNKING, "as bytes, cut at " + Arrays.toString(ends), FULL);
  }

  // ---- other opinions

  private @Nullable String opinion(LawCase law) {
    return laws.contains(Law.OPINION) ? secondOpinion(Law.OPINION, "", law, whole) : null;
  }

  private @Nullable String secondOpinion(Law broken, String how, LawCase law, EventLog said) {
    return secondOpinion(broken, how, law, SpecialTokens.NONE, said);
  }

  /** How {@code said} differs from what the reference says, in words, or null. */
  @Nullable String secondOpinion(
      Law broken, String how, LawCase law, SpecialTokens tokens, EventLog said) {
    opinion.clear();
    SyntaxReference.parse(law, tokens, opinion);
    String difference = Opinions.difference(said, opinion);
    if (difference == null) {
      return null;
    }
    if (opinion.uncertain() && Opinions.agreeButForArguments(said, opinion)) {
      uncertain++;
      return null;
    }
    return broken.broken(how + difference + "\n--- engine\n")
        + said.print()
        + "--- reference\n"
        + opinion.print();
  }

  private @Nullable String made(LawCase law) {
    Expected expected = law.expected();
    if (expected == null || law.reason() != FinishReason.STOP || !laws.contains(Law.MADE)) {
      return null;
    }
    String difference = expected.difference(whole);
    return difference.isEmpty() ? null : Law.MADE.broken(difference + "\n" + whole.print());
  }

  // ---- the life of a parser

  /** The stream moves to another parser and back. */
  private @Nullable String moved(StreamParser one, LawCase law) {
    if (!laws.contains(Law.SNAPSHOT)) {
      return null;
    }
    StreamParser other = second;
    if (other == null) {
      other = fresh(law);
      second = other;
    }
    SplittableRandom random = new SplittableRandom(law.seed());
    int length = law.text().length();
    int there = random.nextInt(length + 1);
    int back = there + random.nextInt(length - there + 1);
    char[] chars = law.text().toCharArray();
    begin(one, law, cut);
    one.feed(chars, 0, there);
    other.reset(sink, ID_SEED + 1);
    other.restore(one.snapshot());
    one.reset(sink, ID_SEED + 2);
    other.feed(chars, there, back);
    one.restore(other.snapshot());
    one.feed(chars, back, length);
    law.end(one);
    return compare(Law.SNAPSHOT, "moved at " + there + " and " + back, FULL);
  }

  /** What must have been said when the client goes away was said, and no more. */
  private @Nullable String cancelled(StreamParser one, LawCase law) {
    if (!laws.contains(Law.HOLD) || laws == Law.CHEAP) {
      return null;
    }
    int end = new SplittableRandom(law.seed()).nextInt(law.text().length() + 1);
    LawCase prefix = law.cancelledAt(end);
    begin(one, prefix, cut);
    one.feed(prefix.text());
    prefix.end(one);
    String how = "cancelled at " + end + ", ";
    String failure = secondOpinion(Law.HOLD, how, prefix, cut);
    return failure == null ? tokenLaws.cancelled(prefix, how) : failure;
  }

  private @Nullable String afterFinish(StreamParser one, LawCase law) {
    if (!laws.contains(Law.TOTAL) || laws == Law.CHEAP) {
      return null;
    }
    begin(one, law, cut);
    one.feed(law.text());
    law.end(one);
    if (one.region() != Region.FINISHED) {
      return Law.ORDER.broken("region " + one.region() + " after finish");
    }
    boolean refused = false;
    try {
      refused = law.reason() == FinishReason.CANCELLED && !one.feed("x");
      one.feed("x");
    } catch (IllegalStateException expected) {
      refused = true;
    }
    String failure = refused ? null : Law.TOTAL.broken("fed after finish");
    return failure == null ? compare(Law.TOTAL, "a feed after finish", FULL) : failure;
  }

  private @Nullable String brandNew(LawCase law) {
    if (!laws.contains(Law.RESET)) {
      return null;
    }
    sink.start(law, cut, laws);
    StreamParser one = fresh(law);
    one.feed(law.text());
    law.end(one);
    return compare(Law.RESET, "a new parser", WITHOUT_IDS);
  }

  /** What this kit's own reader takes for JSON, a third party does, too. */
  private @Nullable String strictArguments() {
    if (!laws.contains(Law.ARGUMENTS) || laws == Law.CHEAP) {
      return null;
    }
    for (EventLog.Call call : whole.calls()) {
      JsonPrefix prefix = JsonPrefix.of(call.arguments());
      if (call.complete() && !Json.strict(call.arguments())
          || !Json.strict(call.arguments() + prefix.completion())) {
        return Law.ARGUMENTS.broken("not strict JSON\n" + whole.print());
      }
    }
    return null;
  }
}
