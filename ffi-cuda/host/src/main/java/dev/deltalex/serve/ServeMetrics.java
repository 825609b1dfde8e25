package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.mux.MuxCounter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of the server, and their output with those of the multiplexers in Prometheus' text
 * format.
 */
final class ServeMetrics {
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
  private final LongAdder[] diagnostics = new LongAdder[Diagnostic.values().length];
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  ServeMetrics() {
    for (int i = 0; i < diagnostics.length; i++) {
      diagnostics[i] = new LongAdder();
    }
  }

  /** Counts a diagnostic of a parser. */
  void diagnostic(Diagnostic code) {
    diagnostics[code.ordinal()].increment();
  }

  /** Counts an answered request; {@code route} is a route of the server, not the client's path. */
  void answered(String route, int status) {
    answers
        .computeIfAbsent(
            "route=\"" + route + "\",status=\"" + status + "\"", key -> new LongAdder())
        .increment();
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

  /** All metrics in Prometheus' text format. */
  String text(List<Source> sources) {
    Page page = new Page(sources);
    page.mux("streams_total", "counter", "Streams that got a slot.", MuxCounter.STREAMS);
    page.mux("streams_ended_total", "counter", "Streams that ended.", MuxCounter.ENDED);
    page.mux("streams_live", "gauge", "Streams in a slot.", MuxCounter.LIVE);
    page.mux("streams_waiting", "gauge", "Streams that wait for a slot.", MuxCounter.WAITING);
    page.mux(
        "slots_draining",
        "gauge",
        "Slots whose stream ended, waiting for its END record.",
        MuxCounter.DRAINING);
    page.mux(
        "slots_retired",
        "gauge",
        "Slots no longer used, because their ring was corrupt.",
        MuxCounter.RETIRED);
    page.mux("bursts_total", "counter", "Bursts parsed.", MuxCounter.BURSTS);
    page.mux("tokens_total", "counter", "Tokens parsed.", MuxCounter.TOKENS);
    page.mux("tokens_drafted_total", "counter", "Tokens the draft proposed.", MuxCounter.DRAFTED);
    page.mux("tool_calls_total", "counter", "Tool calls opened.", MuxCounter.CALLS);
    page.mux("held_chars", "gauge", "Chars buffered by parsers.", MuxCounter.HELD_CHARS);
    page.mux("streams_parked", "gauge", "Streams whose client does not read.", MuxCounter.PARKED);
    page.mux("parks_total", "counter", "Times that a stream was parked.", MuxCounter.PARKS);
    page.mux("stop_strings_total", "counter", "Ends by stop string.", MuxCounter.STOP_STRINGS);
    page.mux("cancels_total", "counter", "Streams cancelled.", MuxCounter.CANCELS);
    page.mux("errors_total", "counter", "Streams that ended with an error.", MuxCounter.ERRORS);
    page.mux("sink_failures_total", "counter", "Renderers that failed.", MuxCounter.SINK_FAILURES);
    page.mux("lost_total", "counter", "Streams lost with the loop.", MuxCounter.LOST);
    page.parseTime();
    page.longestCallback();
    long recoveries = 0;
    page.head("diagnostics_total", "counter", "Diagnostics of parsers, by code.");
    for (Diagnostic code : Diagnostic.values()) {
      long count = diagnostics[code.ordinal()].sum();
      recoveries += count;
      page.line(
          "diagnostics_total", "code=\"" + code.name().toLowerCase(Locale.ROOT) + "\"", count);
    }
    page.own("recoveries_total", "counter", "All diagnostics.", recoveries);
    page.own("responses_open", "gauge", "Unfinished responses.", openResponses.get());
    page.own("streams_shown", "gauge", "Inspected streams.", shown.get());
    page.own(
        "streams_shown_left_total",
        "counter",
        "Inspected streams whose page disconnected early.",
        shownLeft.sum());
    page.own("connections", "gauge", "Open connections.", connections.get());
    page.own("api_requests_total", "counter", "API requests received.", requests.sum());
    page.own(
        "responses_written_total", "counter", "Responses written completely.", completed.sum());
    page.own(
        "early_leavers_total",
        "counter",
        "Clients that disconnected before a response.",
        early.sum());
    page.own(
        "client_disconnects_total",
        "counter",
        "Clients that disconnected during a response.",
        disconnects.sum());
    page.own(
        "slow_readers_total",
        "counter",
        "Clients dropped because they did not read.",
        slowReaders.sum());
    page.own("heartbeats_total", "counter", "Heartbeats sent.", heartbeats.sum());
    page.own("response_bytes_total", "counter", "Bytes of API responses.", bytes.sum());
    page.head("requests_total", "counter", "Requests answered.");
    answers.forEach((labels, count) -> page.line("requests_total", labels, count.sum()));
    return page.text.toString();
  }

  private static final class Page {
    final StringBuilder text = new StringBuilder();
    private final List<Source> sources;

    Page(List<Source> sources) {
      this.sources = sources;
    }

    void head(String name, String type, String help) {
      text.append("# HELP deltalex_").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE deltalex_").append(name).append(' ').append(type).append('\n');
    }

    void line(String name, String labels, Object value) {
      text.append("deltalex_").append(name);
      if (!labels.isEmpty()) {
        text.append('{').append(labels).append('}');
      }
      text.append(' ').append(value).append('\n');
    }

    void own(String name, String type, String help, long value) {
      head(name, type, help);
      line(name, "", value);
    }

    void mux(String name, String type, String help, MuxCounter counter) {
      head(name, type, help);
      for (Source source : sources) {
        line(name, source(source), source.group().total(counter));
      }
    }

    void parseTime() {
      head("parse_sampled_seconds_total", "counter", "Parsing time of one burst in 64.");
      for (Source source : sources) {
        line(
            "parse_sampled_seconds_total",
            source(source),
            source.group().total(MuxCounter.TIMED_NANOS) / 1e9);
      }
      mux(
          "parse_sampled_tokens_total",
          "counter",
          "Tokens of those bursts.",
          MuxCounter.TIMED_TOKENS);
    }

    void longestCallback() {
      String name = "longest_callback_seconds";
      head(name, "gauge", "Longest time that renderers held a thread, since the start.");
      for (Source source : sources) {
        line(name, source(source), source.group().longestCallbackNanos() / 1e9);
      }
    }

    private static String source(Source source) {
      return "source=\"" + source.label() + "\"";
    }
  }
}
