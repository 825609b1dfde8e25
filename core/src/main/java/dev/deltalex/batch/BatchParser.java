package dev.deltalex.batch;

import dev.deltalex.EndCause;
import dev.deltalex.Message;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.value.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of chunks and writes a line for each: the message, or why there is none.
 *
 * <pre>
 * {"id":1,"format":"hermes","text":"Hi.","tools":[..],"start":"content","finish":"stop"}
 * {"id":1,"content":"Hi.","reasoning":"","calls":[],"finish":"stop","diagnostics":[]}
 * {"id":1,"line":1,"error":".."}
 * </pre>
 *
 * <p>Instead of {@code text} a line may have {@code tokens}, ids of the settings' vocabulary; the
 * message of a line of which the compared format gives another one has {@code differs}, a string
 * that says how. Blank lines are skipped. One thread at a time; more threads, more parsers.
 */
public final class BatchParser {
  private static final byte[] ID = JsonBytes.ascii("{\"id\":");
  private static final byte[] COMMA = JsonBytes.ascii(",");
  private static final byte[] DIFFERS = JsonBytes.ascii(",\"differs\":");
  private static final byte[] LINE = JsonBytes.ascii(",\"line\":");
  private static final byte[] ERROR = JsonBytes.ascii(",\"error\":");
  private static final byte[] END_OF_LINE = JsonBytes.ascii("}\n");

  private final BatchSettings settings;
  private final LineSpecs specs;
  private final LineReader line = new LineReader();
  private final FoldedResponse response = new FoldedResponse();
  private final FoldedResponse other = new FoldedResponse();
  private StreamPool pool = new StreamPool();

  /** Makes a parser for inputs with these settings. */
  public BatchParser(BatchSettings settings) {
    this.settings = settings;
    specs = new LineSpecs(settings);
  }

  /** Reads the lines of a chunk, and replaces its output, counts and reports. */
  public void read(BatchChunk chunk) {
    chunk.clearOutput();
    long number = chunk.firstLine;
    if (chunk.isTooLong) {
      tooLong(chunk, number);
    }
    byte[] bytes = chunk.input;
    for (int from = 0; from < chunk.end && !chunk.isStopped(); number++) {
      int to = Newlines.next(bytes, from, chunk.end);
      int begin = skipBlanks(bytes, from, to);
      if (to - from > BatchInput.MAX_LINE) {
        tooLong(chunk, number);
      } else if (begin < to) {
        readLine(chunk, number, begin, to);
      }
      from = to + 1;
    }
  }

  private static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
      i++;
    }
    return i;
  }

  private void tooLong(BatchChunk chunk, long number) {
    bad(chunk, number, "null", "more than " + (BatchInput.MAX_LINE >> 20) + " MiB; shorten it");
  }

  private void readLine(BatchChunk chunk, long number, int from, int to) {
    try {
      line.read(chunk.input, from, to);
      WireFormat format = specs.format(line);
      long chars = parse(specs.of(format, line), response);
      String differs = settings.compared == null ? null : compare(format, settings.compared);
      chunk.counts.line(format.name(), response.counts(), chars);
      write(chunk.output, differs);
      if (differs != null) {
        chunk.report(new BatchReport(number, line.id(), BatchReport.Kind.DIFFERS, differs));
      }
    } catch (BadLineException e) {
      bad(chunk, number, line.id(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A defect of the parser costs this line only.
      pool = new StreamPool();
      bad(chunk, number, line.id(), "this is a bug in Deltalex: " + e);
    }
  }

  /** Returns the number of chars. */
  private long parse(StreamSpec spec, FoldedResponse sink) throws BadLineException {
    try (StreamParser stream = pool.open(spec, sink)) {
      if (!line.hasTokens()) {
        stream.feed(line.text().array(), 0, line.text().length());
      } else if (spec.vocabulary() == null) {
        throw new BadLineException("'tokens' requires a vocabulary; name its file");
      } else {
        stream.feedTokens(line.tokens(), 0, line.tokenCount());
      }
      EndCause finish = line.finish();
      stream.finish(finish == null ? settings.finish : finish);
      return stream.consumedChars();
    }
  }

  /** The differences of the compared format, or null. */
  private @Nullable String compare(WireFormat format, WireFormat compared) {
    try {
      parse(specs.of(compared, line), other);
    } catch (BadLineException e) {
      return compared.name() + ": " + e.getMessage();
    }
    if (response.isSameAnswer(other)) {
      return null;
    }
    Message own = response.message();
    return String.join("; ", settings.describer.describe(format, own, other.message()));
  }

  private void write(LineOutput out, @Nullable String differs) {
    out.put(ID).put(line.id()).put(COMMA);
    response.write(out);
    if (differs != null) {
      out.put(DIFFERS).quote(differs);
    }
    out.put(END_OF_LINE);
  }

  private void bad(BatchChunk chunk, long number, String id, String why) {
    BatchReport report = new BatchReport(number, id, BatchReport.Kind.BAD, why);
    if (settings.strict) {
      chunk.stop(report);
      return;
    }
    chunk.report(report);
    LineOutput out = chunk.output;
    out.put(ID).put(id).put(LINE).put(Long.toString(number)).put(ERROR).quote(why).put(END_OF_LINE);
  }
}
