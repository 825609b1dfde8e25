package dev.deltalex.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses the page to inspect recorded outputs. */
class PageTest {
  private static final Path SCRIPT = Path.of("src", "test", "resources", "scripts", "page.jsonl");
  private static final String FINISHED = "$('status').textContent.startsWith('finished: ')";

  private static final Map<String, String> TEXTS = new HashMap<>();
  private static Browser browser;

  private DeltalexServer server;
  private Tab tab;
  private final List<String> expectedComplaints = new ArrayList<>();

  @BeforeAll
  static void startBrowser() throws IOException, InterruptedException {
    for (String line : Files.readAllLines(SCRIPT)) {
      JsonNode output = Tab.JSON.readTree(line);
      TEXTS.put(output.get("id").textValue(), output.get("text").textValue());
    }
    try {
      browser = Browser.start();
    } catch (Browser.Absent e) {
      System.out.println("Skipped: the page in a browser. " + e.getMessage());
      abort(e.getMessage());
    }
  }

  @AfterAll
  static void stopBrowser() throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    server =
        DeltalexServer.start(ServeOptions.DEFAULT.withScript(Script.read(SCRIPT)).withoutLoop());
    tab = browser.open();
    tab.resize(1280, 900);
    tab.open(url() + "/");
    tab.await("$('model').options.length === " + (1 + TEXTS.size()));
  }

  /** The page logs nothing to its console and sends no request to other hosts. */
  @AfterEach
  void close() throws IOException, InterruptedException {
    try (DeltalexServer last = server;
        Tab used = tab) {
      for (String request : used.requests()) {
        assertTrue(request.startsWith(url() + "/") || request.equals("data:,"), request);
      }
      // Expected entries may appear shortly after the change of the page.
      long since = System.nanoTime();
      while (!expectedComplaints.stream().allMatch(text -> complained(used, text))
          && System.nanoTime() - since < 5_000_000_000L) {
        LockSupport.parkNanos(1_000_000);
      }
      List<String> unexpected = new ArrayList<>(used.complaints());
      for (String text : expectedComplaints) {
        assertTrue(unexpected.removeIf(complaint -> complaint.contains(text)), text);
      }
      assertEquals(List.of(), unexpected);
    }
  }

  private static boolean complained(Tab tab, String text) {
    return tab.complaints().stream().anyMatch(complaint -> complaint.contains(text));
  }

  private String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Selects a model and submits the form. */
  private void send(String id) throws IOException, InterruptedException {
    tab.value(
        "$('model').value = 'script:%s', $('model').dispatchEvent(new Event('change'))"
            .formatted(id));
    tab.click("#send");
  }

  private void shoot(String name) throws IOException, InterruptedException {
    tab.await("document.getAnimations().length === 0");
    System.out.println("The page, " + name + ": " + tab.screenshot(name).toAbsolutePath());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.textValue()));
    return strings;
  }

  /** The texts of a column by row. */
  private List<String> column(int number, String pieces) throws IOException, InterruptedException {
    return strings(
        tab.value(
            ("Array.from($('rows').rows, row => Array.from(row.cells[%d].querySelectorAll('%s'), n"
                    + " => n.textContent).join(''))")
                .formatted(number, pieces)));
  }

  private List<String> texts(String selector) throws IOException, InterruptedException {
    return strings(
        tab.value(
            "Array.from(document.querySelectorAll('%s'), n => n.textContent)".formatted(selector)));
  }

  private static String shown(String text) {
    return text.replace('\n', '↵');
  }

  @Test
  void anOutputIsShownBurstByBurst() throws IOException, InterruptedException {
    for (String id : new String[] {"chars", "bursts"}) {
      send(id);
      tab.await(FINISHED);
      assertEquals("finished: tool_calls", tab.text("$('status').textContent"));
      assertEquals(shown(TEXTS.get(id)), String.join("", column(1, ".token")));
      int rows = tab.value("$('rows').rows.length").intValue();
      List<String> labels =
          strings(tab.value("Array.from($('rows').rows, r => r.cells[0].textContent)"));
      assertEquals("the end", labels.getLast());
      String most = id.equals("chars") ? "1 of 1" : "4 of 4";
      for (String label : labels.subList(0, rows - 2)) {
        assertEquals(most, label);
      }
      assertEquals(rows - 1, tab.value("+$('bursts').textContent").intValue());
      // The result, accumulated from the events and by the page like a client.
      assertEquals("Rome, then.", String.join("", texts(".event.reasoning .text")));
      assertEquals("I look. 🙂↵", String.join("", texts(".event.content .text")));
      assertEquals(
          List.of("reasoning", "content", "call: get_weather, complete, strict JSON"),
          texts("#answer .what"));
      assertEquals(
          List.of("Rome, then.", "I look. 🙂\n", "{\"location\":\"Rome\",\"days\":3}"),
          texts("#answer .text"));
      List<String> kinds = texts(".event .kind");
      List<String> call = texts(".event.call .text");
      assertEquals(
          Set.of("reasoning", "content", "call opened", "arguments", "call closed", "finished"),
          Set.copyOf(kinds));
      assertEquals("get_weather", call.getFirst());
      assertEquals("complete", call.getLast());
      assertEquals(
          "{\"location\":\"Rome\",\"days\":3}", String.join("", call.subList(1, call.size() - 1)));
      assertEquals(kinds.size(), tab.value("+$('events').textContent").intValue());
      shoot(id);
    }
  }

  @Test
  void whatIsHeldBackIsShownWhileATagIsCut() throws IOException, InterruptedException {
    send("idle");
    tab.await("$('bursts').textContent === '4'");
    assertEquals("<tool_c", tab.text("$('held').textContent"));
    assertEquals(List.of("Look", ": <t", "ool_", "c"), column(1, ".token"));
    assertEquals(List.of("", "<t", "<tool_", "<tool_c"), column(2, ".text"));
    assertEquals(List.of("Look", ": ", "", ""), column(3, ".text"));
    assertEquals("7", tab.text("$('most').textContent"));
    assertEquals("parser in: content", tab.text("$('where').textContent"));
    assertEquals("streaming", tab.text("$('status').textContent"));
    shoot("held");
  }

  @Test
  void stoppingEndsTheStreamOfTheServer() throws IOException, InterruptedException {
    for (int time = 1; time <= 2; time++) {
      send("idle");
      tab.await("$('bursts').textContent === '4'");
      awaitMetric("streams_shown", 1);
      if (time == 1) {
        tab.click("#stop");
      } else {
        tab.press("Escape");
      }
      tab.await("$('status').textContent === 'stopped'");
      assertEquals("", tab.text("$('held').textContent"));
      awaitMetric("streams_shown", 0);
      awaitMetric("streams_shown_left_total", time);
    }
    // A new request replaces a running one.
    send("idle");
    awaitMetric("streams_shown", 1);
    send("chars");
    tab.await(FINISHED);
    awaitMetric("streams_shown_left_total", 3);
    assertEquals(shown(TEXTS.get("chars")), String.join("", column(1, ".token")));
    assertEquals("", tab.text("$('problem').textContent"));
  }

  private void awaitMetric(String name, long value) throws IOException, InterruptedException {
    String line = "deltalex_" + name + " " + (double) value + "\n";
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/metrics")).build();
      long since = System.nanoTime();
      for (String text = ""; !text.contains(line); LockSupport.parkNanos(1_000_000)) {
        text = client.send(request, BodyHandlers.ofString()).body();
        assertTrue(System.nanoTime() - since < 30_000_000_000L, () -> "in vain: " + line);
      }
    }
  }

  @Test
  void whatTheModelWritesStaysText() throws IOException, InterruptedException {
    tab.resize(360, 800);
    send("hostile");
    tab.await(FINISHED);
    String begins =
        "<img src=x onerror=alert(1)><script>alert(2)</script> ⟨202e⟩gnp.exe⟨202c⟩ ␇⟨2028⟩ ";
    String answer = String.join("", texts("#answer .content .text"));
    assertTrue(answer.startsWith(begins + "verylongword"), answer);
    assertTrue(String.join("", column(1, ".token")).startsWith(begins));
    assertTrue(
        texts("#answer .call .text").getFirst().contains("<iframe src=javascript:alert(3)>"));
    assertEquals(
        0,
        tab.value("document.querySelectorAll('main :is(img, iframe, svg, script, b)').length")
            .intValue());
    assertEquals(360, tab.value("document.documentElement.scrollWidth").intValue());
    for (String box : new String[] {"flow", "answer", "held"}) {
      assertTrue(
          tab.value("$('%1$s').scrollWidth <= $('%1$s').clientWidth".formatted(box)).asBoolean(),
          box);
    }
    tab.value("$('flow').scrollIntoView()");
    shoot("hostile");
  }

  @Test
  void problemsAreReadable() throws IOException, InterruptedException {
    send("failed");
    tab.await(FINISHED);
    assertEquals(
        "The engine failed before the answer was over.", tab.text("$('problem').textContent"));
    tab.value("$('model').options[0].value = 'gone', $('model').selectedIndex = 0");
    tab.click("#send");
    tab.await("$('status').textContent === 'refused'");
    assertEquals(
        "The server refused this: model: 'gone' not found; GET /v1/models lists them",
        tab.text("$('problem').textContent"));
    expectedComplaints.add("status of 400");
    send("idle");
    tab.await("$('bursts').textContent === '4'");
    assertEquals("", tab.text("$('problem').textContent"));
    server.close();
    tab.await("$('status').textContent === 'cut off'");
    assertEquals(
        "The server ended the stream before the answer was over. The server is shutting down.",
        tab.text("$('problem').textContent"));
    shoot("cut-off");
    tab.click("#send");
    tab.await("$('status').textContent === 'not sent'");
    assertEquals(
        "The server cannot be reached. Is it still running?", tab.text("$('problem').textContent"));
    expectedComplaints.add("ERR_CONNECTION_REFUSED");
  }

  /** Disabled fields are not sent. */
  @Test
  void fieldsThatChangeNothingAreNotSent() throws IOException, InterruptedException {
    tab.value("$('step').value = $('seed').value = ''");
    send("chars");
    tab.await("$('status').textContent !== 'streaming'");
    assertEquals("finished: tool_calls", tab.text("$('status').textContent"));
  }

  @Test
  void aRefusalThatComesLateEndsNoOtherStream() throws IOException, InterruptedException {
    tab.value(
        "(() => { const real = fetch; window.fetch = async () => { window.fetch = real; return {"
            + " ok: false, json: () => new Promise(come => { window.late = come; }) }; }; })()");
    send("chars");
    tab.await("'late' in window");
    send("idle");
    tab.await("$('bursts').textContent === '4'");
    tab.value("(late({ error: { message: 'too late' } }), new Promise(then => setTimeout(then)))");
    assertEquals("streaming", tab.text("$('status').textContent"));
    assertEquals("", tab.text("$('problem').textContent"));
    tab.press("Escape");
    tab.await("$('status').textContent === 'stopped'");
    awaitMetric("streams_shown", 0);
  }

  /** An error of the page is not reported as one of the server. */
  @Test
  void aFaultOfThePageIsCalledOne() throws IOException, InterruptedException {
    tab.value("(heard.content = () => null.text, 0)");
    send("idle");
    tab.await("$('status').textContent !== 'streaming'");
    assertEquals("failed", tab.text("$('status').textContent"));
    assertTrue(
        tab.text("$('problem').textContent").startsWith("The page failed: TypeError"),
        tab.text("$('problem').textContent"));
    awaitMetric("streams_shown", 0);
  }

  @Test
  void theBrowserHoldsThePageToItsPolicy() throws IOException, InterruptedException {
    assertEquals(
        "TypeError",
        tab.text(
            "(() => { try { $('answer').innerHTML = 'x'; } catch (e) { return e.name; } })()"));
    assertEquals(
        "TypeError", tab.text("fetch('http://127.0.0.2:9/').then(() => 'sent', e => e.name)"));
    assertEquals(
        "",
        tab.text(
            "(() => { $('answer').setAttribute('style', 'color: red'); return"
                + " $('answer').style.color; })()"));
    expectedComplaints.addAll(
        List.of("TrustedHTML", "connect-src", "Fetch API cannot load", "style-src"));
  }

  @Test
  void keysReachEverythingAndEverythingHasAName() throws IOException, InterruptedException {
    tab.value(
        "$('model').value = 'script', $('prompt').disabled = $('step').disabled ="
            + " $('seed').disabled = false, $('prompt').focus()");
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      order.add(tab.text("document.activeElement.id"));
      tab.press("Tab");
    }
    assertEquals(
        List.of("prompt", "model", "step", "seed", "send", "stop", "flow", "answer"), order);
    Set<String> named =
        Set.of("textbox", "combobox", "spinbutton", "button", "region", "link", "table");
    int seen = 0;
    for (JsonNode node : tab.ask("Accessibility.getFullAXTree", "{}").get("nodes")) {
      String role = node.at("/role/value").asText();
      if (!node.path("ignored").asBoolean() && named.contains(role)) {
        seen++;
        assertTrue(!node.at("/name/value").asText().isBlank(), node::toString);
      }
    }
    assertTrue(seen >= 12, "only " + seen);
    // Enter in the prompt submits the form.
    tab.value("$('prompt').select()");
    tab.type("Something else");
    tab.press("Enter");
    tab.await(FINISHED);
  }

  @Test
  void textStandsOutInLightAndDark() throws IOException, InterruptedException {
    for (String scheme : new String[] {"light", "dark"}) {
      tab.prefer("prefers-color-scheme", scheme);
      send("failed");
      tab.await(FINISHED);
      send("hostile");
      tab.await(FINISHED);
      tab.await("document.getAnimations().length === 0");
      assertEquals(List.of(), strings(tab.value(Contrast.BELOW)), scheme);
      shoot(scheme);
    }
  }
}
