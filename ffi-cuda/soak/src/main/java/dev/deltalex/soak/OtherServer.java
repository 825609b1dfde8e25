package dev.deltalex.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server in another process of this machine. */
final class OtherServer implements Target {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_PORTS = 65_535;

  private final InetSocketAddress address;
  private final URI metrics;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * The server at {@code http://HOST:PORT}.
   *
   * @throws IllegalArgumentException if the URL has another form or is not a loopback address
   */
  OtherServer(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--url: " + e.getMessage(), e);
    }
    String path = uri.getPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    int port = uri.getPort();
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException("--url: " + url + " is not like http://127.0.0.1:8000");
    }
    if (port < 1 || port > MOST_PORTS) {
      throw new IllegalArgumentException("--url: " + url + " names no port");
    }
    InetAddress host;
    try {
      host = InetAddress.getByName(uri.getHost());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--url: there is no host " + uri.getHost(), e);
    }
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "--url: " + uri.getHost() + " is not this machine's loopback; a soak runs nowhere else");
    }
    address = new InetSocketAddress(host, port);
    metrics = URI.create("http://" + uri.getHost() + ":" + port + "/metrics");
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public String description() {
    return "at port " + address.getPort();
  }

  @Override
  public ServerCounts counts() throws IOException {
    String text;
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(metrics + " answers " + response.statusCode());
      }
      text = response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new ServerCounts(
        sum(text, "streams_live"),
        sum(text, "streams_waiting"),
        sum(text, "slots_draining"),
        sum(text, "slots_retired"),
        sum(text, "responses_open"),
        sum(text, "api_requests_total"),
        sum(text, "responses_written_total"),
        sum(text, "early_leavers_total"),
        sum(text, "client_disconnects_total"),
        sum(text, "slow_readers_total"),
        sum(text, "parks_total"),
        sum(text, "cancels_total"),
        sum(text, "errors_total"));
  }

  /** The sum of a metric over all its labels. */
  static long sum(String text, String metric) throws IOException {
    String name = "deltalex_" + metric;
    long sum = 0;
    boolean found = false;
    for (String line : text.split("\n", -1)) {
      int blank = line.lastIndexOf(' ');
      if (line.startsWith(name + " ") || line.startsWith(name + "{")) {
        found = true;
        try {
          sum += (long) Double.parseDouble(line.substring(blank + 1));
        } catch (NumberFormatException e) {
          throw new IOException("not a number: " + line, e);
        }
      }
    }
    if (!found) {
      throw new IOException("the server has no metric " + name);
    }
    return sum;
  }

  @Override
  public long heap() {
    return -1;
  }

  @Override
  public String complaints() {
    return "";
  }

  @Override
  public void close() {
    client.close();
  }
}
