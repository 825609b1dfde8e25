package dev.deltalex.cli;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** Finds a wire format by name or alias. */
final class KnownFormats {
  private KnownFormats() {}

  /** The format with a name or alias; {@code field} is the option in an error. */
  static WireFormat find(String typed, String field) {
    WireFormat format = Formats.find(typed);
    if (format == null) {
      throw new CliException(
          field
              + ": unknown format '"
              + typed
              + "'"
              + Nearest.hint(typed, Formats.names())
              + "\nknown are "
              + list());
    }
    return format;
  }

  /** Every format, with its aliases in parentheses. */
  static String list() {
    List<String> shown = new ArrayList<>();
    for (WireFormat format : Formats.all()) {
      List<String> aliases = format.aliases();
      shown.add(format.name() + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")"));
    }
    return String.join(", ", shown);
  }
}
