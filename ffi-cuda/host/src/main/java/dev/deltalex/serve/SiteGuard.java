package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Keeps out what a page elsewhere can make a browser send unasked: the server has no password, and
 * to a browser on this machine it is near. Any thread.
 */
final class SiteGuard {
  static final WireError NOT_JSON =
      new WireError(
          415,
          "The body must be JSON: send the header content-type: application/json.",
          null,
          "unsupported_media_type");

  static final WireError FOREIGN_HOST =
      new WireError(
          403,
          "The Host header names another machine, but the server is for this one: use localhost or"
              + " 127.0.0.1, or let it listen on another address.",
          null,
          "foreign_host");

  private static final int BYTES_OF_IPV4 = 4;

  private final boolean local;
  private final String address;

  /** For a server that listens on {@code address}. */
  SiteGuard(String address) {
    this.local = isLoopback(address);
    this.address = address;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Then nobody can listen there, and that is said elsewhere.
      return false;
    }
  }

  /**
   * Whether the Host header names this machine, where only this machine is served. A name elsewhere
   * may be made to lead here, and a browser then lets its page read the answers. What sends no such
   * header is no browser.
   */
  boolean admits(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return !local || host == null || isHere(host);
  }

  private boolean isHere(String host) {
    // Behind the brackets of an address of IPv6, as it has colons of its own.
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
   * Whether the body is said to be JSON. Other types, and bodies without one, a browser sends for
   * any page; for this one it asks the server first, which does not answer.
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
