// The program around the blocks of the README's section "In an engine". ReadmeTest replaces each
// line "README name" by the block of that name, moves imports to the top, and runs the result.

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import module dev.deltalex.core;
import module java.base;
import module java.net.http;
import module jdk.httpserver;

static final String TOOLS = "[{\"name\": \"weather\"}]";
static final String PROMPT = "<|im_start|>assistant\n";
static final String CALLS =
    """
    I look.
    <tool_call>
    {"name": "weather", "arguments": {"city": "Zürich"}}
    </tool_call>
    <tool_call>
    {"name": "weather", "arguments": {"days": 3}}
    </tool_call>""";

static final Model MODEL = new Model();

/** Control and user-defined tokens, and a token of type 6 for every byte. */
static class Model {
  private static final List<String> ADDED =
      List.of("<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>", "</tool_call>");

  int size() {
    return ADDED.size() + 256;
  }

  int type(int id) {
    return id < 2 ? 3 : id < ADDED.size() ? 4 : 6;
  }

  String text(int id) {
    return ADDED.get(id);
  }

  byte[] bytes(int id) {
    return new byte[] {(byte) (id - ADDED.size())};
  }

  int[] tokenize(String text) {
    var ids = IntStream.builder();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      String added = ADDED.stream().filter(t -> text.startsWith(t, start)).findFirst().orElse("");
      if (!added.isEmpty()) {
        ids.add(ADDED.indexOf(added));
        at += added.length();
      } else {
        String c = Character.toString(text.codePointAt(at));
        for (byte b : c.getBytes(StandardCharsets.UTF_8)) {
          ids.add(ADDED.size() + Byte.toUnsignedInt(b));
        }
        at += c.length();
      }
    }
    return ids.build().toArray();
  }
}

interface TokenConsumer {
  boolean accept(int[] tokens, int from, int to);
}

/** Emits a response in bursts of nine tokens; {@link #inject} replaces what is left of it. */
static class Engine {
  private int[] response;
  private final int[] afterInjection;
  private int at;
  private boolean injected;
  int bursts;

  /** Runs before each burst but the first. */
  Runnable betweenBursts = () -> {};

  Engine(String response, String afterInjection) {
    this.response = MODEL.tokenize(response);
    this.afterInjection = MODEL.tokenize(afterInjection);
  }

  Engine(String response) {
    this(response, "");
  }

  boolean generate(TokenConsumer consumer) {
    while (at < response.length) {
      if (bursts++ > 0) {
        betweenBursts.run();
      }
      int from = at;
      at = Math.min(response.length, at + 9);
      if (!consumer.accept(response, from, at)) {
        return false;
      }
    }
    return true;
  }

  void inject(int[] tokens) {
    IO.println("injected " + tokens.length);
    if (injected) {
      throw new IllegalStateException("injected twice: the parser did not get the tokens");
    }
    injected = true;
    response = afterInjection;
    at = 0;
  }
}

/** What a server makes of the body of a request. */
record Chat(String id, StreamSpec spec, String generationPrompt, Engine engine) {}

interface ChatReader {
  Chat read(InputStream body) throws IOException;
}

/** As Jackson's, for objects of strings and integers. */
static class ObjectMapper {
  <T> T readValue(String json, Class<T> type) throws IOException {
    try (var in = new JsonFactory().createParser(json)) {
      var members = new LinkedHashMap<String, Object>();
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        boolean number = in.nextToken() == JsonToken.VALUE_NUMBER_INT;
        members.put(name, number ? (Object) in.getIntValue() : in.getText());
      }
      return type.cast(members);
    }
  }
}

// ---- the blocks

void embedding(
    Model model, String toolsJson, DeltaSink sink, String generationPrompt, Engine engine) {
  // README embedding
}

List<DeltaEvent.CallDone> cancelling(PrintStream client, Engine engine) {
  // README cancelling
  embedding(MODEL, TOOLS, sink, PROMPT, engine);
  client.flush();
  return calls;
}

Map<?, ?> arguments(DeltaEvent.CallDone call) throws IOException {
  // README arguments
  return arguments;
}

void budget(Model model, StreamParser stream, Engine engine, int budget) {
  // README budget
  stream.finish(stopped ? EndCause.STOP : EndCause.LENGTH);
}

// README handler

// ---- what is done with them

void print(Message message) {
  IO.println("reasoning " + message.reasoning().strip().replaceAll("(Hm, hm, hm\\.).*", "$1"));
  IO.println("content " + message.content().strip());
  message.calls().forEach(c -> IO.println(c.name() + " " + c.arguments() + " " + c.complete()));
  IO.println("diagnostics " + message.diagnostics());
  IO.println("finished " + message.finishReason());
}

StreamSpec spec() {
  var words = Vocabulary.builder();
  for (int id = 0; id < MODEL.size(); id++) {
    if (MODEL.type(id) == 6) {
      words.add(id, MODEL.bytes(id));
    } else {
      words.addSpecial(id, MODEL.text(id));
    }
  }
  return StreamSpec.of(Formats.byName("hermes"))
      .vocabulary(words.build())
      .tools(ToolSetReader.read(TOOLS, Limits.DEFAULT))
      .build();
}

void main() throws Exception {
  var collector = new MessageCollector();
  IO.println("# embedding");
  embedding(MODEL, TOOLS, collector, PROMPT, new Engine("<think>\nHm.\n</think>\n\n" + CALLS));
  print(collector.message());
  embedding(MODEL, TOOLS, collector, PROMPT + "<think>\n", new Engine("Hm.\n</think>\n\nSunny."));
  print(collector.message());

  IO.println("# cancelling");
  var engine = new Engine(CALLS);
  var calls = cancelling(System.out, engine);
  boolean early = engine.bursts * 9 < MODEL.tokenize(CALLS).length;
  IO.println(calls.size() + " call, stopped early: " + early);
  IO.println("arguments " + arguments(calls.getFirst()));

  IO.println("# budget");
  int budget = 100;
  engine = new Engine("<think>\n" + "Hm, hm, hm. ".repeat(1000), "Sunny.");
  try (var stream = spec().open(collector, PROMPT)) {
    budget(MODEL, stream, engine, budget);
    print(collector.message());
    long used = stream.tokens(Region.REASONING);
    IO.println("within a burst of the budget: " + (used >= budget && used < budget + 9 + 4));
  }
  engine = new Engine("<think>\nHm.\n</think>\n\n" + "Sunny. ".repeat(100));
  try (var stream = spec().open(collector, PROMPT)) {
    budget(MODEL, stream, engine, budget);
    IO.println("not reached: " + collector.message().content().length() + " chars of content");
  }

  IO.println("# handler");
  var firstEvent = new CountDownLatch(1);
  var streamed = new Engine("<think>\nHm.\n</think>\n\n" + CALLS);
  streamed.betweenBursts = () -> {
    await(firstEvent);
    firstEvent.countDown(); // waits once
  };
  var endless = new Engine("Hm. ".repeat(1 << 18));
  var engines = List.of(streamed, endless).iterator();
  ChatReader reader = body -> {
    IO.println("request " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
    return new Chat("chatcmpl-7", spec(), PROMPT, engines.next());
  };
  var handled = new CountDownLatch(2);
  var handler = new ChatHandler(reader);
  var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  server.createContext("/", http -> {
    try {
      handler.handle(http);
    } catch (RuntimeException e) {
      IO.println("handler failed: " + e);
    } finally {
      handled.countDown();
    }
  });
  server.start();
  try (var client = HttpClient.newHttpClient()) {
    read(client, server.getAddress(), firstEvent);
    leave(client, server.getAddress());
    boolean stopped = await(handled) && endless.at < endless.response.length;
    IO.println("engine stopped when the client left: " + stopped);
  } finally {
    server.stop(0);
  }
}

static boolean await(CountDownLatch latch) {
  try {
    return latch.await(30, TimeUnit.SECONDS);
  } catch (InterruptedException e) {
    throw new IllegalStateException(e);
  }
}

HttpRequest request(InetSocketAddress server) {
  return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort()))
      .timeout(Duration.ofSeconds(60))
      .POST(HttpRequest.BodyPublishers.ofString("{\"stream\":true}"))
      .build();
}

/** Prints the response; the engine's second burst follows when the first line was received. */
void read(HttpClient client, InetSocketAddress server, CountDownLatch firstEvent) throws Exception {
  long start = System.nanoTime();
  var response = client.send(request(server), HttpResponse.BodyHandlers.ofLines());
  IO.println("status " + response.statusCode());
  IO.println("type " + response.headers().firstValue("content-type").orElse(""));
  var lines = response.body().iterator();
  IO.println("| " + lines.next());
  boolean atOnce = System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20);
  IO.println("first event before the second burst: " + atOnce);
  firstEvent.countDown();
  lines.forEachRemaining(line -> IO.println("| " + line));
}

/** A client that leaves in the middle of the response. */
void leave(HttpClient client, InetSocketAddress server) throws Exception {
  var response = client.send(request(server), HttpResponse.BodyHandlers.ofInputStream());
  try (var body = response.body()) {
    body.readNBytes(1000);
  }
}
