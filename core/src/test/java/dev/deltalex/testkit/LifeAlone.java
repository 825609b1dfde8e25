package dev.deltalex.testkit;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Arrays;

/**
 * The other side of the law: what a parser that is alone in a pool of its own says when it is asked
 * the same. Nothing is thrown, cancelled or moved there.
 */
final class LifeAlone {
  private final LifeStream alone = new LifeStream();
  private final Marks sink = new Marks(alone);

  /** Length of the log behind each event, and behind each op. */
  private int[] eventEnds = new int[64];

  private int[] opEnds = new int[64];

  /** Marks where events end. */
  private final class Marks extends LifeSink {
    Marks(LifeStream stream) {
      super(stream);
    }

    @Override
    void told(boolean last) {
      if (stream.events >= eventEnds.length) {
        eventEnds = Arrays.copyOf(eventEnds, 2 * eventEnds.length);
      }
      eventEnds[stream.events] = stream.log.length();
    }
  }

  /** What is wrong with {@code stream}, or empty. */
  String difference(LifeStream stream) {
    if (!stream.violation.isEmpty()) {
      return stream.violation + "\n" + stream.log.print();
    }
    if (stream.cancelsTold != (stream.cancelled ? 1 : 0)) {
      return "FIN CANCELLED was told " + stream.cancelsTold + " times\n" + stream.log.print();
    }
    replay(stream);
    String rule = rule(stream);
    return rule.isEmpty()
        ? rule
        : rule + "\nsaid\n" + stream.log.print() + "alone\n" + alone.log.print();
  }

  private String rule(LifeStream stream) {
    int differs = stream.firstDifference(alone);
    if (differs >= 0) {
      return "the parser answers otherwise than one alone after call " + differs;
    }
    LifeLog log = stream.log;
    if (!log.begins(alone.log, stream.idsKnown)) {
      return "the log is not that of a parser alone";
    }
    int length = log.length();
    if (stream.cutAt < 0) {
      return length == alone.log.length() ? "" : "the log ends early";
    }
    if (!stream.restored) {
      return length == eventEnds[stream.cutAt] ? "" : "not cut at event " + stream.cutAt;
    }
    int least = stream.ops() > 1 ? opEnds[stream.ops() - 2] : 0;
    return length >= least ? "" : "less than before the last call";
  }

  private void replay(LifeStream stream) {
    LifeSettings.Setting setting = stream.setting;
    alone.begin(setting, stream.response);
    StreamPool pool = new StreamPool(0);
    StreamParser parser = pool.open(setting.spec(), sink);
    if (stream.idsKnown) {
      parser.reset(sink, stream.idSeed);
    }
    for (int i = 0; i < stream.ops(); i++) {
      LifeCalls.call(parser, stream.op(i), stream.detail(i), stream.data(i));
      alone.done(parser);
      if (i == opEnds.length) {
        opEnds = Arrays.copyOf(opEnds, 2 * i);
      }
      opEnds[i] = alone.log.length();
    }
  }
}
