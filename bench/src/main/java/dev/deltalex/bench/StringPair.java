package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.JsonStringFloor;
import dev.deltalex.bench.floor.StringFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;

/**
 * Deltas of equal length inside a string argument, on one hot stream, fed from a long array. Each
 * stream takes the {@link Texts#BODIES} bodies; the next one has a sink of the next class.
 */
class StringPair extends Pair {
  /** Deltas of a slice. */
  static final int DELTAS = 2048;

  /**
   * Slices after each of which a new stream begins, at the start of the text: the JIT then sees
   * sinks of all four classes before it compiles, and inlines none of them on either side.
   */
  static final int MIXED = 256;

  /** Chars of the check, at most. */
  private static final int CHECKED = 1 << 14;

  /** Deltas of a slice of this pair: fewer if they are long. */
  private final int deltas;

  final int chars;
  final char[] slab;
  final StreamParser parser;

  /** The index of the first char of the slice. */
  int at;

  private final FormatTexts texts;
  private final char[] opener;
  private final boolean json;
  private final DeltaSink[] sinks = Sinks.four();
  private final DeltaSink[] floorSinks = Sinks.four();
  private final StringFloor floor = new StringFloor(floorSinks[0]);
  private final JsonStringFloor jsonFloor = new JsonStringFloor(floorSinks[0]);
  private int streams;

  StringPair(String format, String text, int chars) {
    this(format, text, chars, DELTAS);
  }

  StringPair(String format, String text, int chars, int deltas) {
    super(Statistic.FASTEST, deltas);
    this.chars = chars;
    this.deltas = deltas;
    texts = new FormatTexts(format);
    // The name of the parameter is emitted with the first char of its value.
    opener = (texts.argumentOpener() + "x").toCharArray();
    json = !texts.spelled("\"").equals("\"");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Texts.BODIES; i++) {
      all.append(texts.spelled(Texts.of(text, Texts.BODY, i)));
    }
    slab = Calls.slab(all.toString());
    parser = texts.parser(sinks[0]);
    texts.checkArgument(Texts.of(text, CHECKED, 0), chars);
    checkFloor();
    nextStream();
  }

  /** Both sides write the same text. */
  private void checkFloor() {
    CollectingSink expected = new CollectingSink();
    StreamParser checked = texts.parser(expected);
    checked.feed(opener, 0, opener.length);
    int opened = expected.json().length();
    CollectingSink found = new CollectingSink();
    floor.reset(found, 0);
    jsonFloor.reset(found, 0);
    for (int from = 0; from < CHECKED; from += chars) {
      checked.feed(slab, from, from + chars);
      Calls.require(feedFloor(from), "the floor stops at char " + from);
    }
    String rest =
        Calls.restBehind(found.json(), expected.json().substring(opened), "the floor's text");
    Calls.require(rest.length() <= 2 * checked.heldChars(), "the floor writes more: " + rest);
  }

  private boolean feedFloor(int from) {
    return json ? jsonFloor.feed(slab, from, from + chars) : floor.feed(slab, from, from + chars);
  }

  private void nextStream() {
    Calls.require(floor.isOpen() && jsonFloor.isOpen(), "the floor has stopped");
    parser.cancel();
    parser.reset(sinks[streams & 3], streams);
    parser.feed(opener, 0, opener.length);
    floor.reset(floorSinks[streams & 3], opener.length);
    jsonFloor.reset(floorSinks[streams & 3], opener.length);
    streams++;
    at = 0;
  }

  @Override
  public void next() {
    at += deltas * chars;
    if (streams < MIXED || at + deltas * chars > slab.length - Texts.SLACK) {
      nextStream();
    }
  }

  @Override
  protected void ours() {
    int from = at;
    int n = chars;
    char[] a = slab;
    StreamParser p = parser;
    for (int i = 0; i < deltas; i++) {
      p.feed(a, from, from + n);
      from += n;
    }
  }

  @Override
  protected void floor() {
    int from = at;
    int n = chars;
    char[] a = slab;
    if (json) {
      JsonStringFloor f = jsonFloor;
      for (int i = 0; i < deltas; i++) {
        f.feed(a, from, from + n);
        from += n;
      }
    } else {
      StringFloor f = floor;
      for (int i = 0; i < deltas; i++) {
        f.feed(a, from, from + n);
        from += n;
      }
    }
  }
}
