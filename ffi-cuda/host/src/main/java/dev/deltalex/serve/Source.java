package dev.deltalex.serve;

import dev.deltalex.DeltaSink;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.GenerationLoops;
import dev.deltalex.loop.LoopOptions;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.mux.MultiplexerGroup;
import dev.deltalex.mux.MuxOptions;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.mux.StreamRejectedException;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.serve.Script.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A loop, the shards that read its ring, and the models under which it is served. Thread-safe;
 * closing ends every stream.
 */
abstract sealed class Source implements AutoCloseable {
  /**
   * The parameters of one stream.
   *
   * @param prefill the beginning of the response that is part of the prompt
   * @param maxTokens limit of the generated tokens
   */
  record Turn(
      int[] prompt,
      String prefill,
      WireFormat format,
      ParserOptions options,
      int draftTokens,
      int maxTokens) {}

  /** A model for requests. */
  interface Model {
    /** The source that serves the model. */
    Source source();

    /**
     * The parameters of the next stream.
     *
     * @param prefill the beginning of the answer as given by the client
     * @param maxTokens the request's limit
     */
    Turn next(String prefill, int maxTokens);
  }

  private final String label;
  private final GenerationLoop loop;
  private final MultiplexerGroup group;

  private Source(String label, GenerationLoop loop, ServeOptions options) {
    this.label = label;
    this.loop = loop;
    MuxOptions bounds =
        MuxOptions.DEFAULT
            // The bound applies per shard.
            .withQueue(Math.ceilDiv(options.queue(), options.shards()))
            .withParkNanos(TimeUnit.MILLISECONDS.toNanos(options.parkMillis()))
            .withPendingBytes(options.streamBytes());
    try {
      this.group =
          MultiplexerGroup.start(loop.ring(), loop.model().vocabulary(), bounds, options.shards());
    } catch (RuntimeException | Error e) {
      loop.close();
      throw e;
    }
  }

  /** The label in metrics. */
  final String label() {
    return label;
  }

  final GenerationLoop loop() {
    return loop;
  }

  final MultiplexerGroup group() {
    return group;
  }

  /**
   * Opens a stream.
   *
   * @throws StreamRejectedException if the queue is full, or the loop is lost or closed
   */
  final StreamHandle open(Turn turn, ApiRequest request, long seed, DeltaSink sink) {
    return group.open(
        new StreamRequest(turn.prompt(), seed, turn.maxTokens(), turn.draftTokens()),
        StreamSpec.of(turn.format())
            .vocabulary(loop.model().vocabulary())
            .tools(request.tools())
            .options(options(turn, request))
            .build(),
        request.stops(),
        turn.prefill(),
        sink);
  }

  private static ParserOptions options(Turn turn, ApiRequest request) {
    // A request with a named tool has that tool only.
    return request.toolChoice() == ParserOptions.ToolChoice.NAMED
        ? turn.options().toBuilder().namedTool(request.tools().name(0)).build()
        : turn.options().toBuilder().toolChoice(request.toolChoice()).build();
  }

  /** The model with a name, or null. */
  abstract @Nullable Model find(String name);

  /** The names of the models; the first is the default. */
  abstract List<String> names();

  /** A new loop with one slot, for an inspected stream. */
  abstract GenerationLoop alone(int stepMillis);

  /** Ends every stream; the loop stops. */
  @Override
  public final void close() {
    group.close();
    loop.close();
  }

  /** The reference loop. */
  static final class Reference extends Source {
    static final String NAME = "deltalex-ngram";

    private final ServeOptions options;

    /**
     * Opens the loop.
     *
     * @throws IllegalStateException if no loop of the requested kind can be opened
     */
    Reference(ServeOptions options) {
      this(options, GenerationLoops.open(loop(options, options.streams(), options.stepMillis())));
    }

    /** Serves an open loop, which it closes. */
    Reference(ServeOptions options, GenerationLoop loop) {
      super("ngram", loop, options);
      this.options = options;
    }

    /** A source with a loop on the host, for one whose loop was lost. */
    Reference onHost(String loss) {
      ServeOptions host = options.withLoop(LoopOptions.Kind.HOST);
      LoopOptions loop = loop(host, host.streams(), host.stepMillis());
      return new Reference(
          host, GenerationLoops.host(loop, "the loop before it was lost: " + loss));
    }

    private static LoopOptions loop(ServeOptions options, int slots, int stepMillis) {
      return LoopOptions.DEFAULT
          .withKind(Objects.requireNonNull(options.loop(), "loop"))
          .withGraph(options.graph())
          .withRingFor(slots, options.draftTokens())
          .withDraftOrder(options.draftOrder())
          .withStepMillis(stepMillis);
    }

    @Override
    @Nullable Model find(String name) {
      if (name.equals(NAME)) {
        return new Written(Formats.byName(options.format()));
      }
      WireFormat format =
          name.startsWith(NAME + ":") ? Formats.find(name.substring(NAME.length() + 1)) : null;
      return format == null ? null : new Written(format);
    }

    @Override
    List<String> names() {
      List<String> names = new ArrayList<>();
      names.add(NAME);
      // Aliases of formats are accepted as well, but would list the same model again.
      for (WireFormat format : Formats.all()) {
        names.add(NAME + ":" + format.name());
      }
      return names;
    }

    @Override
    GenerationLoop alone(int stepMillis) {
      return GenerationLoops.open(loop(options, 1, stepMillis));
    }

    private final class Written implements Model {
      private final WireFormat format;

      Written(WireFormat format) {
        this.format = format;
      }

      @Override
      public Source source() {
        return Reference.this;
      }

      @Override
      public Turn next(String prefill, int maxTokens) {
        return new Turn(
            loop().model().prompt(format.name(), prefill),
            prefill,
            format,
            format.defaultOptions(),
            options.draftTokens(),
            maxTokens);
      }
    }
  }

  /** Recorded outputs. */
  static final class Scripted extends Source {
    static final String NAME = "script";

    private final Script script;
    private final WireFormat format;
    private final AtomicInteger turn = new AtomicInteger();

    Scripted(Script script, ServeOptions options) {
      super("script", new ScriptLoop(script, options.streams()), options);
      this.script = script;
      this.format = Formats.byName(options.format());
    }

    @Override
    @Nullable Model find(String name) {
      if (name.equals(NAME)) {
        return new Played(-1);
      }
      int entry = name.startsWith(NAME + ":") ? script.find(name.substring(NAME.length() + 1)) : -1;
      return entry < 0 ? null : new Played(entry);
    }

    @Override
    List<String> names() {
      List<String> names = new ArrayList<>();
      names.add(NAME);
      for (String id : script.ids()) {
        names.add(NAME + ":" + id);
      }
      return names;
    }

    /** Ignores the step time, since each output has its own. */
    @Override
    GenerationLoop alone(int stepMillis) {
      return new ScriptLoop(script, 1);
    }

    /** One output; with entry -1 all of them in turn. */
    private final class Played implements Model {
      private final int entry;

      Played(int entry) {
        this.entry = entry;
      }

      @Override
      public Source source() {
        return Scripted.this;
      }

      @Override
      public Turn next(String prefill, int maxTokens) {
        int number =
            entry >= 0 ? entry : Math.floorMod(turn.getAndIncrement(), script.entries().size());
        Entry output = script.entries().get(number);
        String own = output.format();
        WireFormat wire = own == null ? format : Formats.byName(own);
        ParserOptions options = wire.defaultOptions();
        Boolean inReasoning = output.inReasoning();
        if (inReasoning != null) {
          options =
              options.toBuilder()
                  .initialState(
                      inReasoning
                          ? ParserOptions.InitialState.REASONING
                          : ParserOptions.InitialState.CONTENT)
                  .build();
        }
        // A recorded output is a whole response; the limit of the request is ignored.
        return new Turn(new int[] {number}, "", wire, options, 0, Integer.MAX_VALUE);
      }
    }
  }
}
