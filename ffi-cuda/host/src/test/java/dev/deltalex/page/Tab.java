package dev.deltalex.page;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A tab: sends commands, and records its requests and console messages. */
final class Tab implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final long PATIENCE_SECONDS = 30;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private WebSocket socket;
  private int last;

  private Tab() {}

  static Tab attach(HttpClient http, URI uri) throws IOException, InterruptedException {
    Tab tab = new Tab();
    try {
      tab.socket =
          http.newWebSocketBuilder()
              .buildAsync(uri, tab.new Listener())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no connection to " + uri, e);
    }
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.ask(domain + ".enable", "{}");
    }
    return tab;
  }

  /** The URLs that the page requested. */
  List<String> requests() {
    return requests;
  }

  /**
   * Errors and warnings of the console, uncaught exceptions, violations of the content security
   * policy.
   */
  List<String> complaints() {
    return complaints;
  }

  void open(String url) throws IOException, InterruptedException {
    ask("Page.navigate", JSON.createObjectNode().put("url", url).toString());
    await("location.href === " + quote(url) + " && document.readyState === 'complete'");
  }

  void resize(int width, int height) throws IOException, InterruptedException {
    ask(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
  }

  /** Emulates a preference of the user, such as prefers-color-scheme. */
  void prefer(String name, String value) throws IOException, InterruptedException {
    ask(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":%s,\"value\":%s}]}".formatted(quote(name), quote(value)));
  }

  /** The value of an expression. */
  JsonNode value(String expression) throws IOException, InterruptedException {
    ObjectNode parameters =
        JSON.createObjectNode()
            .put("expression", expression)
            .put("returnByValue", true)
            .put("awaitPromise", true);
    JsonNode result = ask("Runtime.evaluate", parameters.toString());
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  String text(String expression) throws IOException, InterruptedException {
    return value(expression).asText();
  }

  /** Waits until an expression is true. */
  void await(String condition) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (!value(condition).asBoolean()) {
      if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        fail(
            "waited in vain until "
                + condition
                + "; the page says: "
                + text("document.body.innerText"));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Clicks the middle of an element with the mouse. */
  void click(String selector) throws IOException, InterruptedException {
    JsonNode at =
        value(
            "(() => { const e = document.querySelector("
                + quote(selector)
                + "); e.scrollIntoView({ block: 'nearest' }); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ask(
          "Input.dispatchMouseEvent",
          "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"clickCount\":1}"
              .formatted(type, at.get(0), at.get(1)));
    }
  }

  /** Types into the focused element. */
  void type(String text) throws IOException, InterruptedException {
    ask("Input.insertText", "{\"text\":" + quote(text) + "}");
  }

  /** Presses a key by its name, such as Enter, Tab or Escape. */
  void press(String key) throws IOException, InterruptedException {
    int code =
        switch (key) {
          case "Enter" -> 13;
          case "Tab" -> 9;
          case "Escape" -> 27;
          default -> throw new IllegalArgumentException(key);
        };
    String text = code == 13 ? ",\"text\":\"\\r\"" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      ask(
          "Input.dispatchKeyEvent",
          "{\"type\":\"%s\",\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d%s}"
              .formatted(type, key, key, code, type.equals("keyDown") ? text : ""));
    }
  }

  /** Writes a screenshot as PNG. */
  Path screenshot(String name) throws IOException, InterruptedException {
    JsonNode shot = ask("Page.captureScreenshot", "{\"format\":\"png\"}");
    Path file = Browser.HOME.resolve(name + ".png");
    Files.createDirectories(Browser.HOME);
    Files.write(file, Base64.getDecoder().decode(shot.get("data").textValue()));
    return file;
  }

  JsonNode ask(String method, String parameters) throws IOException, InterruptedException {
    int id = ++last;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    socket.sendText(
        "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true);
    JsonNode message;
    try {
      message = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer to " + method, e);
    }
    if (message.has("error")) {
      throw new IOException(method + ": " + message.get("error"));
    }
    return message.get("result");
  }

  private static String quote(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    ask("Page.close", "{}");
    socket.abort();
  }

  private void heard(JsonNode message) {
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "" -> {
        CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
      }
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      case "Runtime.exceptionThrown" ->
          complaints.add(parameters.get("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(parameters.toString());
      case "Log.entryAdded" -> complaints.add(parameters.get("entry").toString());
      default -> {
        // A message without a pending command.
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        try {
          heard(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add("not JSON: " + text);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      asked.values().forEach(answer -> answer.completeExceptionally(error));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      onError(from, new IOException("the tab is closed: " + reason));
      return null;
    }
  }
}
