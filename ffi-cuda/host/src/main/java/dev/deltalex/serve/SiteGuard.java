package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Rejects requests that a page of another site can make a browser send: the server has no
 * authentication, and a browser on this machine can reach it. Thread-safe.
 */
final class SiteGuard {
  static final WireError NOT_JSON =
      new WireError(
          415,
          "Unsupported media type; send content-type: application/json.",
          null,
          "unsupported_media_type");

  static final WireError FOREIGN_HOST =
      new WireError(
          403,
          "Host not allowed: the server listens on loopback only. Use localhost or"
              + " 127.0.0.1, or listen on another address.",
          null,
          "foreign_host");

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
