package dev.deltalex.choose;

import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.grammar.ModelTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds a format by the name of a model: {@code owner/name}, {@code name:tag}, a path of a hub's
 * cache, or the name alone. The name must begin as a declaration states, and the rest may consist
 * of sizes, dates, precisions and the like only: a name with other words may be that of a model
 * that someone trained further, to write another format.
 */
public final class ModelNames {
  private static final int MAX_CHARS = 512;
  private static final String CACHE_PREFIX = "models--";

  private ModelNames() {}

  /** The formats that the name allows. */
  public static Finding find(String model, List<WireFormat> formats) {
    Objects.requireNonNull(model, "model");
    if (model.length() > MAX_CHARS) {
      return Finding.none(List.of(), "a name of more than " + MAX_CHARS + " chars was given");
    }
    String name = withoutOwner(model);
    List<String> words = NameWords.of(name);
    List<WireFormat> best = new ArrayList<>();
    String beginning = "";
    int longest = 0;
    for (WireFormat format : formats) {
      for (String stated : DeclaredFormat.traitsOf(format).hubNames()) {
        int end = end(words, NameWords.of(stated));
        if (end > longest) {
          longest = end;
          beginning = stated;
          best.clear();
        }
        if (end > 0 && end == longest && !best.contains(format)) {
          best.add(format);
        }
      }
    }
    if (best.isEmpty()) {
      return Finding.none(nearest(name, formats), "no format states the name '" + name + "'");
    }
    String stranger = NameWords.firstTelling(words, longest);
    if (!stranger.isEmpty()) {
      return Finding.none(
          Finding.names(best),
          "'" + name + "' begins as " + beginning + ", but '" + stranger + "' makes it another");
    }
    String shared = best.size() == 1 ? "" : ", which several formats state";
    return Finding.of(best, "the name begins as " + beginning + shared);
  }

  private static String withoutOwner(String model) {
    String name = model.startsWith(CACHE_PREFIX) ? model.substring(CACHE_PREFIX.length()) : model;
    name = name.replace("--", "/").replace('\\', '/').strip();
    while (name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The place behind the beginning, or 0. An owner may be repeated: {@code Acme_Acme-2}. */
  private static int end(List<String> words, List<String> beginning) {
    if (startsAt(words, 0, beginning)) {
      return beginning.size();
    }
    boolean repeated = words.size() > 1 && words.get(0).equals(words.get(1));
    return repeated && startsAt(words, 1, beginning) ? 1 + beginning.size() : 0;
  }

  private static boolean startsAt(List<String> words, int at, List<String> beginning) {
    return words.size() >= at + beginning.size()
        && words.subList(at, at + beginning.size()).equals(beginning);
  }

  /** Formats with a name like this one, or whose models have. */
  static List<String> nearest(String name, List<WireFormat> formats) {
    Nearest nearest = new Nearest(name);
    for (WireFormat format : formats) {
      ModelTraits traits = DeclaredFormat.traitsOf(format);
      nearest.offer(format.name(), format.name());
      format.aliases().forEach(alias -> nearest.offer(format.name(), alias));
      traits.models().forEach(model -> nearest.offer(format.name(), model));
      traits.hubNames().forEach(stated -> nearest.offer(format.name(), stated));
    }
    return nearest.names();
  }
}
