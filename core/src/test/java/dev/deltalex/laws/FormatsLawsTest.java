package dev.deltalex.laws;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;

/** The laws for all formats, which share the tries. */
class FormatsLawsTest extends LawProperties {
  FormatsLawsTest() {
    super(Formats.all().toArray(WireFormat[]::new));
  }
}
