package dev.deltalex.batch;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.Message;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.format.WireFormat;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What holds for all lines of an input, and for lines that do not say it. Immutable. */
public final class BatchSettings {
  final @Nullable WireFormat format;
  final String tools;
  final @Nullable InitialState start;
  final EndCause finish;
  final Function<WireFormat, ParserOptions> options;
  final Limits limits;
  final @Nullable Vocabulary vocabulary;
  final @Nullable WireFormat compared;
  final Describer describer;
  final boolean strict;

  /** Says how two messages differ. Called by every thread that has a parser. */
  @FunctionalInterface
  public interface Describer {
    /**
     * The differences, one a string.
     *
     * @param format the line's format
     * @param own the message in that format
     * @param other the message in the compared format
     */
    List<String> describe(WireFormat format, Message own, Message other);
  }

  private BatchSettings(Builder b) {
    format = b.format;
    tools = b.tools;
    start = b.start;
    finish = b.finish;
    options = b.options;
    limits = b.limits;
    vocabulary = b.vocabulary;
    compared = b.compared;
    describer = b.describer;
    strict = b.strict;
  }

  /** A builder: every line has a format, there are no tools but a line's, and bad lines pass. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings; each method sets one and returns the builder. */
  public static final class Builder {
    private @Nullable WireFormat format;
    private String tools = "";
    private @Nullable InitialState start;
    private EndCause finish = EndCause.STOP;
    private Function<WireFormat, ParserOptions> options = WireFormat::defaultOptions;
    private Limits limits = Limits.DEFAULT;
    private @Nullable Vocabulary vocabulary;
    private @Nullable WireFormat compared;
    private Describer describer = (format, one, two) -> List.of();
    private boolean strict;

    private Builder() {}

    /** The format of lines without one. */
    public Builder format(WireFormat value) {
      format = value;
      return this;
    }

    /** The tools of lines without any: a JSON list as {@code ToolSetReader} takes it. */
    public Builder tools(String json) {
      tools = json;
      return this;
    }

    /** The initial state of lines without one, instead of the format's. */
    public Builder start(InitialState value) {
      start = value;
      return this;
    }

    /** How the response of a line without {@code finish} ended. */
    public Builder finish(EndCause value) {
      finish = value;
      return this;
    }

    /** The options of each format; the initial state is set afterwards. */
    public Builder options(Function<WireFormat, ParserOptions> value) {
      options = value;
      return this;
    }

    /** The limits. */
    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /** The vocabulary of {@code tokens}. */
    public Builder vocabulary(Vocabulary value) {
      vocabulary = value;
      return this;
    }

    /**
     * Reads each line in a second format as well.
     *
     * @param value the second format
     * @param describe called for messages whose text, calls or finish reason differ
     */
    public Builder compare(WireFormat value, Describer describe) {
      compared = value;
      describer = describe;
      return this;
    }

    /** Whether a bad line ends the run. */
    public Builder strict(boolean value) {
      strict = value;
      return this;
    }

    /** The settings. */
    public BatchSettings build() {
      return new BatchSettings(this);
    }
  }
}
