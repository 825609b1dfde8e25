package dev.deltalex.choose;

import dev.deltalex.format.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the format of a model by its directory. The chat template decides, since it says what the
 * model is asked to write; where it leaves several formats, names decide between these. Without a
 * template, the directory's own name decides; what config.json says is that of the model that this
 * one was made from, perhaps, and does not.
 */
public final class ModelDirectories {
  private static final String SNAPSHOTS = "snapshots";

  private ModelDirectories() {}

  /**
   * The formats that the directory allows.
   *
   * @throws IOException if there is no such directory, or a file of it cannot be read
   * @throws IllegalArgumentException naming a file, and the field, that is not as it must be
   */
  public static Finding find(Path directory, List<WireFormat> formats) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    ModelFiles files = new ModelFiles(directory);
    if (files.isEmpty()) {
      return Finding.none(
          List.of(), "the directory has no chat_template, tokenizer_config.json or config.json");
    }
    String own = name(directory);
    List<String> configured = files.names();
    ModelFiles.Template template = files.template();
    Finding named = ModelNames.find(own, formats);
    if (template == null) {
      return named.isEmpty()
          ? Finding.none(
              nearest(named, configured, formats), "no chat template, and " + named.why())
          : Finding.of(named.formats(), "no chat template, but " + named.why());
    }
    Finding found = new ChatTemplates(formats).find(template.text());
    String why = template.file() + ": " + found.why();
    if (found.isEmpty()) {
      Set<String> near = new LinkedHashSet<>(found.nearest());
      near.addAll(Finding.names(named.formats()));
      near.addAll(nearest(named, configured, formats));
      return Finding.none(List.copyOf(near), why);
    }
    return found.formats().size() == 1
        ? confirmed(found, named, why)
        : narrowed(found, names(own, configured), formats, why);
  }

  /** Both count as certain: if they contradict each other, neither is. */
  private static Finding confirmed(Finding found, Finding named, String why) {
    boolean contradicts = named.formats().size() == 1 && !named.formats().equals(found.formats());
    if (!contradicts) {
      return Finding.of(found.formats(), why);
    }
    List<WireFormat> both = new ArrayList<>(found.formats());
    both.addAll(named.formats());
    return Finding.of(both, why + ", but " + named.why());
  }

  private static Finding narrowed(
      Finding found, List<String> names, List<WireFormat> formats, String why) {
    for (String name : names) {
      Finding named = ModelNames.find(name, formats);
      List<WireFormat> both = new ArrayList<>(found.formats());
      both.retainAll(named.formats());
      if (!both.isEmpty()) {
        return Finding.of(both, why + "; of '" + name + "', " + named.why());
      }
    }
    return Finding.of(found.formats(), why);
  }

  private static List<String> names(String own, List<String> configured) {
    List<String> names = new ArrayList<>(List.of(own));
    names.addAll(configured);
    return names;
  }

  private static List<String> nearest(
      Finding named, List<String> configured, List<WireFormat> formats) {
    Set<String> near = new LinkedHashSet<>();
    for (String name : configured) {
      Finding finding = ModelNames.find(name, formats);
      near.addAll(Finding.names(finding.formats()));
      near.addAll(finding.nearest());
    }
    near.addAll(named.nearest());
    return List.copyOf(near);
  }

  /** The name of the model, which is further up in a hub's cache: models--o--n/snapshots/hash. */
  private static String name(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    Path parent = path.getParent();
    if (parent != null && parent.endsWith(SNAPSHOTS) && parent.getParent() != null) {
      path = parent.getParent();
    }
    Path last = path == null ? null : path.getFileName();
    return last == null ? "" : last.toString();
  }
}
