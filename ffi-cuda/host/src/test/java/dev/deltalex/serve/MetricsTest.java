package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics that operators know from other servers. */
class MetricsTest {
  private static final String CALL = "<tool_call>\\n<function=get_weather>\\n";

  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            Served.script(
                "{\"id\":\"plain\",\"cuts\":\"burst:1\",\"text\":\"One two three four five\"}",
                "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}",
                "{\"id\":\"cut\",\"text\":\"One, two\",\"finish\":\"length\"}",
                "{\"id\":\"complete\",\"text\":\"" + Served.CALL + "\"}",
                "{\"id\":\"incomplete\",\"finish\":\"length\",\"text\":\""
                    + CALL
                    + "<parameter=location>\\nRo\"}",
                "{\"id\":\"unknown\",\"text\":\""
                    + CALL.replace("get_weather", "get_wether")
                    + "</function>\\n</tool_call>\"}",
                "{\"id\":\"repaired\",\"text\":\""
                    + CALL
                    + "<parameter=days>\\nthree\\n</parameter>\\n</function>\\n</tool_call>\"}"));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  private static double value(String metric) throws IOException {
    String text = RawClient.get(server, "/metrics").body();
    String name = "\ndeltalex_" + metric + " ";
    int at = text.indexOf(name);
    assertTrue(at >= 0, () -> metric + " in " + text);
    return Double.parseDouble(text.substring(at + name.length(), text.indexOf('\n', at + 1)));
  }

  private static void chat(String id) throws IOException {
    assertEquals(
        200, RawClient.post(server, Served.CHAT, Served.chat(id, "\"stream\":true")).status());
    Served.awaitNoTrace(server);
  }

  @Test
  void timesOfAStreamAreHistograms() throws IOException {
    String[] once = {
      "time_to_first_token_seconds", "request_queue_time_seconds", "e2e_request_latency_seconds"
    };
    double[] before = new double[once.length];
    for (int i = 0; i < once.length; i++) {
      before[i] = value(once[i] + "_count");
    }
    double between = value("inter_token_latency_seconds_count");
    chat("plain");
    for (int i = 0; i < once.length; i++) {
      assertEquals(before[i] + 1, value(once[i] + "_count"), once[i]);
      assertEquals(before[i] + 1, value(once[i] + "_bucket{le=\"+Inf\"}"), once[i]);
      assertTrue(value(once[i] + "_sum") < 60, once[i]);
    }
    assertTrue(value("inter_token_latency_seconds_count") >= between);
  }

  @Test
  void callsAreCountedByWhatBecameOfThem() throws IOException {
    for (String outcome : new String[] {"complete", "incomplete", "unknown", "repaired"}) {
      String name =
          "tool_call_outcomes_total{outcome=\""
              + (outcome.equals("unknown") ? "unknown_tool" : outcome)
              + "\"}";
      double before = value(name);
      chat(outcome);
      assertEquals(before + 1, value(name), outcome);
    }
  }

  @Test
  void endsAndTokensAreCounted() throws IOException {
    String ends = "request_success_total{finished_reason=\"";
    double stopped = value(ends + "stop\"}");
    double cut = value(ends + "length\"}");
    double left = value(ends + "abort\"}");
    double generated = value("generation_tokens_total");
    double prompts = value("prompt_tokens_total");
    chat("plain");
    chat("cut");
    assertEquals(stopped + 1, value(ends + "stop\"}"));
    assertEquals(cut + 1, value(ends + "length\"}"));
    assertEquals(generated + 5 + 3, value("generation_tokens_total"));
    assertEquals(prompts + 2 * 84, value("prompt_tokens_total"));
    try (RawClient client = new RawClient(server)) {
      client.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":true"));
      client.lineWith("Hello");
      assertEquals(1, value("num_requests_running{source=\"script\"}"));
    }
    Served.awaitNoTrace(server);
    assertEquals(left + 1, value(ends + "abort\"}"));
    assertEquals(0, value("num_requests_running{source=\"script\"}"));
    assertEquals(0, value("num_requests_waiting{source=\"script\"}"));
  }

  /** What streams record on every burst. */
  @Test
  void recordingAllocatesNothing() {
    LatencyHistogram histogram = new LatencyHistogram();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      histogram.record(1_000_000L * i);
    }
    assertEquals(before, threads.getCurrentThreadAllocatedBytes());
    assertEquals(100_000, histogram.count());
  }

  @Test
  void timesAreCountedInTheirBucket() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long millis : new long[] {0, 1, 2, 640_000, 640_001}) {
      histogram.record(millis * 1_000_000);
    }
    var buckets =
        histogram.snapshot("x_seconds", "Help.").getDataPoints().getFirst().getClassicBuckets();
    assertEquals(0.001, buckets.getUpperBound(0));
    assertEquals(2, buckets.getCount(0));
    assertEquals(1, buckets.getCount(1));
    assertEquals(1, buckets.getCount(buckets.size() - 2));
    assertEquals(1, buckets.getCount(buckets.size() - 1));
  }
}
