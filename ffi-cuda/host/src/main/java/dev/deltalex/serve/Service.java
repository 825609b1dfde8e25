package dev.deltalex.serve;

import dev.deltalex.format.Formats;
import dev.deltalex.loop.LoopHealth;
import dev.deltalex.serve.Source.Model;
import dev.deltalex.wire.WireError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state that all event loops of a server share. Thread-safe. */
final class Service implements AutoCloseable {
  /** Maximum number of bodies of maximum length that may be in memory at a time. */
  static final int BODIES = 64;

  /**
   * The part of the heap that bodies may take, a divisor; but always that of one body. While it is
   * read, a body takes several times its size.
   */
  private static final int HEAP_PART = 16;

  private final ServeOptions options;
  private volatile List<Source> sources;
  private final ServeMetrics metrics = new ServeMetrics();
  private final WireBuffers buffers;
  private final BodyBudget bodies;
  private final SiteGuard guard;
  private final ApiKeys keys;
  private final Inspector inspector;
  private final SkippedTools skippedTools = new SkippedTools();
  private volatile boolean closing;

  /**
   * Opens the sources.
   *
   * @throws IllegalStateException if a loop cannot be opened
   * @throws IllegalArgumentException if there is nothing to serve, or the format is unknown
   */
  Service(ServeOptions options) {
    this(options, sources(options));
  }

  /** Opens sources with the given functions. */
  Service(ServeOptions options, List<Supplier<Source>> openers) {
    this.options = options;
    this.guard = new SiteGuard(options.host());
    this.inspector = new Inspector(metrics, options.parkMillis());
    this.buffers = new WireBuffers(options.streamBytes());
    this.keys = new ApiKeys(options.apiKeys());
    this.bodies = new BodyBudget(bodyBytes(options.maxBodyBytes()));
    this.sources = opened(openers);
  }

  private static long bodyBytes(int most) {
    long part = Runtime.getRuntime().maxMemory() / HEAP_PART;
    return Math.max(most, Math.min((long) BODIES * most, part));
  }

  private static List<Supplier<Source>> sources(ServeOptions options) {
    if (options.loop() == null && options.script() == null) {
      throw new IllegalArgumentException(
          "without a reference loop and without a script there is nothing to serve");
    }
    // Fails here instead of at the first request.
    Formats.byName(options.format());
    List<Supplier<Source>> openers = new ArrayList<>();
    if (options.loop() != null) {
      openers.add(() -> new Source.Reference(options));
    }
    Script script = options.script();
    if (script != null) {
      openers.add(() -> new Source.Scripted(script, options));
    }
    return openers;
  }

  private static List<Source> opened(List<Supplier<Source>> openers) {
    List<Source> sources = new ArrayList<>();
    try {
      openers.forEach(opener -> sources.add(opener.get()));
      return sources;
    } catch (RuntimeException | Error e) {
      sources.forEach(Source::close);
      throw e;
    }
  }

  ServeOptions options() {
    return options;
  }

  List<Source> sources() {
    return sources;
  }

  /**
   * Serves new streams from another source and closes the one before it. Returns false, and closes
   * the other source, if the server is shutting down.
   */
  boolean replace(Source lost, Source other) {
    synchronized (this) {
      List<Source> changed = new ArrayList<>(sources);
      int at = changed.indexOf(lost);
      if (closing || at < 0) {
        other.close();
        return false;
      }
      changed.set(at, other);
      sources = List.copyOf(changed);
    }
    lost.close();
    return true;
  }

  ServeMetrics metrics() {
    return metrics;
  }

  WireBuffers buffers() {
    return buffers;
  }

  BodyBudget bodies() {
    return bodies;
  }

  SiteGuard guard() {
    return guard;
  }

  ApiKeys keys() {
    return keys;
  }

  Inspector inspector() {
    return inspector;
  }

  SkippedTools skippedTools() {
    return skippedTools;
  }

  /** Interval at which a response checks whether it is idle or unread. */
  long tickMillis() {
    return Math.clamp(Math.min(options.heartbeatMillis(), options.parkMillis()) / 2, 5, 500);
  }

  /** Whether the server is shutting down. */
  boolean isClosing() {
    return closing;
  }

  /** Names of all models. */
  List<String> models() {
    List<String> names = new ArrayList<>();
    for (Source source : sources) {
      names.addAll(source.names());
    }
    return names;
  }

  /** The model with a name, or null. */
  @Nullable Model find(String name) {
    for (Source source : sources) {
      Model model = source.find(name);
      if (model != null) {
        return model;
      }
    }
    return null;
  }

  /**
   * The model with a name.
   *
   * @throws RequestException if there is none
   */
  Model model(String name) {
    Model model = find(name);
    if (model == null) {
      throw new RequestException(
          new WireError(
              404,
              "Model not found: '" + name + "'; GET /v1/models lists them",
              "model",
              "model_not_found"));
    }
    return model;
  }

  /**
   * The number of tokens of a text for a model.
   *
   * @throws RequestException if there is no such model
   */
  int countTokens(String name, String text) {
    return model(name).source().loop().model().countTokens(text);
  }

  /** Why a source is lost, or null if none is. */
  @Nullable String loss() {
    for (Source source : sources) {
      // The loop's own words, if it has any: the ring has the number of the error only.
      String loss =
          source.loop().health() instanceof LoopHealth.Lost lost
              ? lost.reason()
              : source.group().loss();
      if (loss != null) {
        return source.label() + ": " + loss;
      }
    }
    return null;
  }

  /** Rejects all requests from this call on. */
  void refuse() {
    closing = true;
  }

  /** Ends every stream. */
  @Override
  public void close() {
    synchronized (this) {
      refuse();
    }
    inspector.close();
    sources.forEach(Source::close);
  }
}
