package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests whose target or length is ambiguous, and those that a page of another site can
 * make a browser send: a browser on this machine can reach the server, which has no authentication
 * by default. Thread-safe.
 */
final class SiteGuard {
  static final WireError NOT_JSON =
      new WireError(
          415,
          "Unsupported media type; send content-type: application/json.",
          null,
          "unsupported_media_type");

  private static final WireError FOREIGN_HOST =
      new WireError(
          403,
          "Host not allowed: the server listens on loopback only. Use localhost or"
              + " 127.0.0.1, or listen on another address.",
          null,
          "foreign_host");

  private static final WireError HOST_COUNT =
      new WireError(400, "Bad request: send exactly one host header.", null, "bad_host");

  private static final WireError FOREIGN_TARGET =
      new WireError(
          400, "Bad request: the URI names another server; send a path.", null, "foreign_target");

  private static final WireError UNKNOWN_CODING =
      new WireError(
          400,
          "Bad request: the only transfer-encoding is chunked, in HTTP/1.1.",
          null,
          "unknown_transfer_encoding");

  private static final String SCHEME_END = "://";
  private static final int BYTES_OF_IPV4 = 4;

  private final boolean local;
  private final String address;

  /** Creates a guard for a server that listens on {@code address}. */
  SiteGuard(String address) {
    this.local = isLoopback(address);
    this.address = address;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // An unknown address; listening on it fails and is reported there.
      return false;
    }
  }

  /**
   * The error for a request that is not for this server, or whose body has no clear end; or null.
   */
  @Nullable WireError check(HttpServerRequest request) {
    boolean old = request.version() == HttpVersion.HTTP_1_0;
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1 || hosts.isEmpty() && !old) {
      return HOST_COUNT;
    }
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
    if (!codings.isEmpty() && (old || !chunked)) {
      return UNKNOWN_CODING;
    }
    if (!isOwn(request.uri(), hosts.isEmpty() ? null : hosts.get(0))) {
      return FOREIGN_TARGET;
    }
    return admits(request) ? null : FOREIGN_HOST;
  }

  /** Whether a request's target is a path, or a URI of this server. */
  private boolean isOwn(String uri, @Nullable String host) {
    int scheme = uri.indexOf(SCHEME_END);
    if (scheme < 0 || uri.indexOf('/') < scheme) {
      return true;
    }
    int from = scheme + SCHEME_END.length();
    int to = from;
    while (to < uri.length() && "/?#".indexOf(uri.charAt(to)) < 0) {
      to++;
    }
    String authority = uri.substring(from, to);
    String name = uri.substring(0, scheme).toLowerCase(Locale.ROOT);
    return (name.equals("http") || name.equals("https"))
        && (host == null || host.equalsIgnoreCase(authority))
        && (!local || isHere(authority));
  }

  /**
   * Whether the Host header is allowed. A server on loopback accepts only names of this machine,
   * against DNS rebinding: the name of another site may resolve to this machine, and a browser then
   * lets that site's page read responses. Requests without the header are not from a browser.
   */
  boolean admits(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return !local || host == null || isHere(host);
  }

  private boolean isHere(String host) {
    // After the brackets of an IPv6 address, which contains colons.
    int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
    String name = colon < 0 ? host : host.substring(0, colon);
    return (colon < 0 || isNumber(host.substring(colon + 1), 65_535))
        && (name.equalsIgnoreCase("localhost")
            || name.equals("[::1]")
            || name.equalsIgnoreCase(address)
            || isLoopbackIpv4(name));
  }

  /** 127.0.0.0/8. */
  private static boolean isLoopbackIpv4(String name) {
    String[] bytes = name.split("\\.", BYTES_OF_IPV4 + 1);
    if (bytes.length != BYTES_OF_IPV4 || !bytes[0].equals("127")) {
      return false;
    }
    for (String one : bytes) {
      if (!isNumber(one, 255)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String text, int most) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      number = Math.min(10 * number + digit, most + 1);
    }
    return !text.isEmpty() && number <= most;
  }

  /**
   * Whether the content type is JSON. A browser sends other types, and bodies without a type, for a
   * page of any site; for JSON it sends a CORS preflight request first, which this server does not
   * allow.
   */
  static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return false;
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return media.equals("application/json") || media.endsWith("+json");
  }
}
