package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

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

  private static final String THIS_MACHINE = "localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\]|";

  private final boolean local;
  private final Pattern here;

  /** For a server that listens on {@code address}. */
  SiteGuard(String address) {
    local = isLoopback(address);
    here =
        Pattern.compile(
            "(?:" + THIS_MACHINE + Pattern.quote(address) + ")(?::[0-9]{1,5})?",
            Pattern.CASE_INSENSITIVE);
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
    return !local || host == null || here.matcher(host).matches();
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
