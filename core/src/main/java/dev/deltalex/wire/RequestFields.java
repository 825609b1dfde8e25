package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;
import java.nio.charset.StandardCharsets;

/**
 * Members of a request that the Responses protocol repeats in its response, encoded to bytes at
 * construction. Immutable.
 */
public final class RequestFields {
  /** No members. */
  public static final RequestFields NONE = of("");

  private final byte[] utf8;

  private RequestFields(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Encodes the members.
   *
   * @param json strict JSON without the outer braces; a lone surrogate is replaced by U+FFFD
   */
  public static RequestFields of(String json) {
    return new RequestFields(JsonBytes.utf8(json));
  }

  /** Number of bytes. */
  public int length() {
    return utf8.length;
  }

  void put(WireBuffer out) {
    out.put(utf8);
  }

  /** The members as JSON. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
