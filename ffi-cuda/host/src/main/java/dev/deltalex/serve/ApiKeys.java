package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of which a client must send one: {@code Authorization: Bearer KEY} as for OpenAI, or
 * {@code x-api-key: KEY} as for Anthropic. Without keys every request is admitted. Immutable.
 */
final class ApiKeys {
  static final WireError MISSING =
      new WireError(
          401,
          "Invalid or missing API key; send authorization: Bearer KEY, or x-api-key: KEY.",
          null,
          "invalid_api_key");

  private static final String BEARER = "bearer ";

  /** Digests, so that the time of a comparison says nothing about a key or its length. */
  private final List<byte[]> digests;

  ApiKeys(List<String> keys) {
    digests = keys.stream().map(ApiKeys::digest).toList();
  }

  boolean admits(HttpServerRequest request) {
    if (digests.isEmpty()) {
      return true;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return isKnown(bearer ? header.substring(BEARER.length()).strip() : null)
        | isKnown(request.getHeader("x-api-key"));
  }

  private boolean isKnown(@Nullable String key) {
    byte[] digest = digest(key == null ? "" : key);
    boolean known = false;
    for (byte[] each : digests) {
      known |= MessageDigest.isEqual(each, digest);
    }
    return known;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
