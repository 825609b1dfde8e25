package dev.deltalex.choose;

import dev.deltalex.format.WireFormat;
import java.util.List;

/**
 * The formats that the evidence allows.
 *
 * @param formats one if the evidence is conclusive, several if not, none if there is no evidence
 * @param nearest names of formats that someone may have meant, where there is none
 * @param why the evidence, as a clause
 */
public record Finding(List<WireFormat> formats, List<String> nearest, String why) {
  /** Copies the lists. */
  public Finding {
    formats = List.copyOf(formats);
    nearest = List.copyOf(nearest);
  }

  static Finding of(List<WireFormat> formats, String why) {
    return new Finding(formats, List.of(), why);
  }

  static Finding none(List<String> nearest, String why) {
    return new Finding(List.of(), nearest, why);
  }

  boolean isEmpty() {
    return formats.isEmpty();
  }

  static List<String> names(List<WireFormat> formats) {
    return formats.stream().map(WireFormat::name).toList();
  }
}
