package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.mux.MuxCounter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counters of the server, and their output with those of the multiplexers in Prometheus' text
 * format. Metrics that vLLM has as well have its names, with another prefix. Values are read when
 * the page is requested. Thread-safe.
 */
final class ServeMetrics {
  private static final String PREFIX = "deltalex_";

  final AtomicLong openResponses = new AtomicLong();

  /** Inspected streams. They have separate loops and are not in the other counters. */
  final AtomicLong shown = new AtomicLong();

  final AtomicLong connections = new AtomicLong();
  final LongAdder shownLeft = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder completed = new LongAdder();
  final LongAdder early = new LongAdder();
  final LongAdder disconnects = new LongAdder();
  final LongAdder slowReaders = new LongAdder();
  final LongAdder heartbeats = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder promptTokens = new LongAdder();
  final LongAdder generatedTokens = new LongAdder();
  final LatencyHistogram timeToFirstToken = new LatencyHistogram();
  final LatencyHistogram betweenTokens = new LatencyHistogram();
  final LatencyHistogram queueTime = new LatencyHistogram();
  final LatencyHistogram wholeTime = new LatencyHistogram();

  // By ordinal. Shards add to them while they parse: without locks or allocation.
  private final AtomicLongArray diagnostics = new AtomicLongArray(Diagnostic.values().length);
  private final AtomicLongArray calls = new AtomicLongArray(CallOutcome.values().length);
  private final AtomicLongArray finished = new AtomicLongArray(FinishedReason.values().length);

  private final Map<Answered, LongAdder> answers = new ConcurrentSkipListMap<>();

  /** What became of a tool call. */
  enum CallOutcome {
    COMPLETE,
    /** The stream ended in it. */
    INCOMPLETE,
    /** The request does not declare the tool. */
    UNKNOWN_TOOL,
    /** It is complete, but the parser repaired or dropped something in it. */
    REPAIRED
  }

  /** Why a stream ended regularly. */
  enum FinishedReason {
    STOP,
    LENGTH,
    ABORT
  }

  /** A route of the server, not the client's path, and the status of an answer. */
  private record Answered(String route, int status) implements Comparable<Answered> {
    @Override
    public int compareTo(Answered other) {
      int byRoute = route.compareTo(other.route);
      return byRoute != 0 ? byRoute : Integer.compare(status, other.status);
    }
  }

  /** Counts a diagnostic of a parser. */
  void diagnostic(Diagnostic code) {
    diagnostics.getAndIncrement(code.ordinal());
  }

  /** Counts a request at the last byte of its response. */
  void completed(long requestedAt) {
    completed.increment();
    wholeTime.record(System.nanoTime() - requestedAt);
  }

  /** Counts a call at its end. */
  void call(CallOutcome outcome) {
    calls.getAndIncrement(outcome.ordinal());
  }

  /** Counts a stream at its end. */
  void finished(FinishedReason reason, long streams) {
    finished.getAndAdd(reason.ordinal(), streams);
  }

  /** Counts an answered request; {@code route} is a route of the server, not the client's path. */
  void answered(String route, int status) {
    answers.computeIfAbsent(new Answered(route, status), key -> new LongAdder()).increment();
  }

  ServeStats stats(List<Source> sources) {
    return new ServeStats(
        total(sources, MuxCounter.LIVE),
        total(sources, MuxCounter.WAITING),
        total(sources, MuxCounter.DRAINING),
        total(sources, MuxCounter.RETIRED),
        openResponses.get(),
        connections.get(),
        total(sources, MuxCounter.STREAMS),
        total(sources, MuxCounter.ENDED),
        total(sources, MuxCounter.TOKENS),
        total(sources, MuxCounter.BURSTS),
        total(sources, MuxCounter.CALLS),
        total(sources, MuxCounter.CANCELS),
        total(sources, MuxCounter.ERRORS),
        requests.sum(),
        completed.sum(),
        early.sum(),
        disconnects.sum(),
        slowReaders.sum(),
        total(sources, MuxCounter.PARKS),
        heartbeats.sum());
  }

  private static long total(List<Source> sources, MuxCounter counter) {
    long sum = 0;
    for (Source source : sources) {
      sum += source.group().total(counter);
    }
    return sum;
  }

  // ---- the page

  /** A counter of the multiplexers; a name that ends with {@code _total} is that of a total. */
  private record Mux(String name, MuxCounter counter, String help) {}

  private static final List<Mux> MUX =
      List.of(
          new Mux("streams_total", MuxCounter.STREAMS, "Streams that got a slot."),
          new Mux("streams_ended_total", MuxCounter.ENDED, "Streams that ended."),
          new Mux("streams_live", MuxCounter.LIVE, "Streams in a slot."),
          new Mux("streams_waiting", MuxCounter.WAITING, "Streams that wait for a slot."),
          new Mux("num_requests_running", MuxCounter.LIVE, "The same as streams_live."),
          new Mux("num_requests_waiting", MuxCounter.WAITING, "The same as streams_waiting."),
          new Mux(
              "slots_draining",
              MuxCounter.DRAINING,
              "Slots whose stream ended, waiting for its END record."),
          new Mux(
              "slots_retired",
              MuxCounter.RETIRED,
              "Slots no longer used, because their ring was corrupt."),
          new Mux("bursts_total", MuxCounter.BURSTS, "Bursts parsed."),
          new Mux("tokens_total", MuxCounter.TOKENS, "Tokens parsed."),
          new Mux("tokens_drafted_total", MuxCounter.DRAFTED, "Tokens the draft proposed."),
          new Mux("tool_calls_total", MuxCounter.CALLS, "Tool calls opened."),
          new Mux("held_chars", MuxCounter.HELD_CHARS, "Chars buffered by parsers."),
          new Mux("streams_parked", MuxCounter.PARKED, "Streams whose client does not read."),
          new Mux("parks_total", MuxCounter.PARKS, "Times that a stream was parked."),
          new Mux("stop_strings_total", MuxCounter.STOP_STRINGS, "Ends by stop string."),
          new Mux("cancels_total", MuxCounter.CANCELS, "Streams cancelled."),
          new Mux("errors_total", MuxCounter.ERRORS, "Streams that ended with an error."),
          new Mux("sink_failures_total", MuxCounter.SINK_FAILURES, "Renderers that failed."),
          new Mux("lost_total", MuxCounter.LOST, "Streams lost with the loop."),
          new Mux(
              "parse_sampled_tokens_total",
              MuxCounter.TIMED_TOKENS,
              "Tokens of the bursts whose parsing is timed, one in 64."));

  /** All metrics in Prometheus' text format. */
  byte[] text(List<Source> sources) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, snapshots(sources));
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return text.toByteArray();
  }

  private MetricSnapshots snapshots(List<Source> sources) {
    Page page = new Page();
    for (Mux row : MUX) {
      for (Source source : sources) {
        page.add(row.name(), row.help(), of(source), source.group().total(row.counter()));
      }
    }
    for (Source source : sources) {
      page.put(
          "parse_sampled_seconds_total",
          "Parsing time of one burst in 64.",
          of(source),
          source.group().total(MuxCounter.TIMED_NANOS) / 1e9);
    }
    for (Source source : sources) {
      page.put(
          "longest_callback_seconds",
          "Longest time that renderers held a thread, since the start.",
          of(source),
          source.group().longestCallbackNanos() / 1e9);
    }
    long recoveries = 0;
    for (Diagnostic code : Diagnostic.values()) {
      long count = diagnostics.get(code.ordinal());
      recoveries += count;
      page.add(
          "diagnostics_total",
          "Diagnostics of parsers, by code.",
          Labels.of("code", lower(code)),
          count);
    }
    page.add("recoveries_total", "All diagnostics.", recoveries);
    for (CallOutcome outcome : CallOutcome.values()) {
      page.add(
          "tool_call_outcomes_total",
          "Tool calls by what became of them.",
          Labels.of("outcome", lower(outcome)),
          calls.get(outcome.ordinal()));
    }
    for (FinishedReason reason : FinishedReason.values()) {
      page.add(
          "request_success_total",
          "Streams by the reason of their end; abort: the client left.",
          Labels.of("finished_reason", lower(reason)),
          finished.get(reason.ordinal()));
    }
    page.add("responses_open", "Unfinished responses.", openResponses.get());
    page.add("streams_shown", "Inspected streams.", shown.get());
    page.add(
        "streams_shown_left_total",
        "Inspected streams whose page disconnected early.",
        shownLeft.sum());
    page.add("connections", "Open connections.", connections.get());
    page.add("api_requests_total", "API requests received.", requests.sum());
    page.add("responses_written_total", "Responses written completely.", completed.sum());
    page.add("early_leavers_total", "Clients that disconnected before a response.", early.sum());
    page.add(
        "client_disconnects_total",
        "Clients that disconnected during a response.",
        disconnects.sum());
    page.add("slow_readers_total", "Clients dropped because they did not read.", slowReaders.sum());
    page.add("heartbeats_total", "Heartbeats sent.", heartbeats.sum());
    page.add("response_bytes_total", "Bytes of API responses.", bytes.sum());
    page.add("prompt_tokens_total", "Tokens of prompts.", promptTokens.sum());
    page.add("generation_tokens_total", "Tokens generated.", generatedTokens.sum());
    answers.forEach((answer, count) ->
        page.add(
            "requests_total",
            "Requests answered.",
            Labels.of("route", answer.route(), "status", Integer.toString(answer.status())),
            count.sum()));
    page.all.add(
        timeToFirstToken.snapshot(
            PREFIX + "time_to_first_token_seconds",
            "Time from a request's head to the first event of a stream."));
    page.all.add(
        betweenTokens.snapshot(
            PREFIX + "inter_token_latency_seconds",
            "Time between the events of successive bursts of a stream."));
    page.all.add(
        queueTime.snapshot(
            PREFIX + "request_queue_time_seconds", "Time that a stream waited for a slot."));
    page.all.add(
        wholeTime.snapshot(
            PREFIX + "e2e_request_latency_seconds",
            "Time from a request's head to the last byte of its response."));
    return page.snapshots();
  }

  private static Labels of(Source source) {
    return Labels.of("source", source.label());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Collects values; those of one metric are added one after the other. */
  private static final class Page {
    private static final String TOTAL = "_total";

    final List<MetricSnapshot> all = new ArrayList<>();
    private String name = "";
    private CounterSnapshot.@Nullable Builder counter;
    private GaugeSnapshot.@Nullable Builder gauge;

    void add(String metric, String help, long value) {
      put(metric, help, Labels.EMPTY, (double) value);
    }

    void add(String metric, String help, Labels labels, long value) {
      put(metric, help, labels, (double) value);
    }

    void put(String metric, String help, Labels labels, double value) {
      if (!metric.equals(name)) {
        finish();
        name = metric;
        if (metric.endsWith(TOTAL)) {
          String stem = metric.substring(0, metric.length() - TOTAL.length());
          counter = CounterSnapshot.builder().name(PREFIX + stem).help(help);
        } else {
          gauge = GaugeSnapshot.builder().name(PREFIX + metric).help(help);
        }
      }
      if (counter != null) {
        counter.dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(value).build());
      } else if (gauge != null) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
      }
    }

    private void finish() {
      if (counter != null) {
        all.add(counter.build());
        counter = null;
      } else if (gauge != null) {
        all.add(gauge.build());
        gauge = null;
      }
    }

    MetricSnapshots snapshots() {
      finish();
      return new MetricSnapshots(all);
    }
  }
}
