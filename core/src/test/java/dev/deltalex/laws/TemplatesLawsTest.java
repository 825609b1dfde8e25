package dev.deltalex.laws;

import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Templates;

/** The laws for the formats of response templates, which share the tries. */
class TemplatesLawsTest extends LawProperties {
  TemplatesLawsTest() {
    super(Templates.NAMES.stream().map(Templates::format).toArray(WireFormat[]::new));
  }
}
