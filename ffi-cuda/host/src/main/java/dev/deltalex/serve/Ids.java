package dev.deltalex.serve;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of requests and responses. They are random, but no secrets. */
final class Ids {
  private static final String ALPHANUMERICS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** Random chars after the prefix. */
  private static final int LENGTH = 24;

  private Ids() {}

  /** A new id with this prefix. */
  static String of(String prefix) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder(prefix.length() + LENGTH).append(prefix);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHANUMERICS.charAt(random.nextInt(ALPHANUMERICS.length())));
    }
    return id.toString();
  }
}
