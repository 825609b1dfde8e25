package dev.deltalex.serve;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which declared tools are skipped because a provider would run them, such as {@code
 * web_search}: each type once in the log, all of a request in a header of its response.
 * Thread-safe.
 */
final class SkippedTools {
  static final String HEADER = "X-Deltalex-Skipped-Tools";

  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  /** Maximum of types in a header. */
  private static final int MOST_NAMED = 16;

  /** Maximum of types in the log, which clients choose. */
  private static final int MOST_LOGGED = 64;

  /** Maximum chars of a type. */
  private static final int LONGEST = 64;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** Logs the types that were not logged before. */
  void log(List<String> types) {
    for (String type : types) {
      String shown = shown(type);
      if (logged.size() < MOST_LOGGED && logged.add(shown)) {
        LOG.log(
            Level.INFO, "tools of type {0} are skipped: they declare no function to call", shown);
      }
    }
  }

  /** The value of the header. */
  static String header(List<String> types) {
    List<String> shown = types.stream().limit(MOST_NAMED).map(SkippedTools::shown).toList();
    int more = types.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? ", and " + more + " more" : "");
  }

  /** A type with chars that a header may have. */
  private static String shown(String type) {
    String start = type.length() <= LONGEST ? type : type.substring(0, LONGEST);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < start.length(); i++) {
      char c = start.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      out.append(plain || "_-.".indexOf(c) >= 0 ? c : '?');
    }
    return out.toString();
  }
}
