package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.ContentFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;

/** Deltas of equal length outside of calls, as {@link StringPair} inside of them. */
final class AnswerPair extends Pair {
  private final int chars;
  private final char[] slab;
  private final char[] opener;
  private final StreamParser parser;
  private final DeltaSink[] sinks = Sinks.four();
  private final DeltaSink[] floorSinks = Sinks.four();
  private final ContentFloor floor = new ContentFloor(floorSinks[0]);
  private int streams;
  private int at;

  AnswerPair(String format, int chars) {
    super(Statistic.FASTEST, StringPair.DELTAS);
    this.chars = chars;
    FormatTexts texts = new FormatTexts(format);
    opener = texts.answerOpener().toCharArray();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Texts.BODIES; i++) {
      all.append(Texts.of("plain", Texts.BODY, i));
    }
    slab = Calls.slab(all.toString());
    texts.checkAnswer(Texts.of("plain", 1 << 14, 0), chars);
    parser = texts.parser(sinks[0]);
    nextStream();
  }

  private void nextStream() {
    parser.cancel();
    parser.reset(sinks[streams & 3], streams);
    parser.feed(opener, 0, opener.length);
    floor.reset(floorSinks[streams & 3]);
    streams++;
    at = 0;
  }

  @Override
  public void next() {
    at += StringPair.DELTAS * chars;
    if (streams < StringPair.MIXED || at + StringPair.DELTAS * chars > slab.length - Texts.SLACK) {
      nextStream();
    }
  }

  @Override
  protected void ours() {
    int from = at;
    int n = chars;
    char[] a = slab;
    StreamParser p = parser;
    for (int i = 0; i < StringPair.DELTAS; i++) {
      p.feed(a, from, from + n);
      from += n;
    }
  }

  @Override
  protected void floor() {
    int from = at;
    int n = chars;
    for (int i = 0; i < StringPair.DELTAS; i++) {
      floor.feed(slab, from, from + n);
      from += n;
    }
  }
}
