package dev.deltalex.laws;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Templates;
import java.util.stream.Stream;

/** The laws for all formats and for the tests' response templates, which share the tries. */
class FormatsLawsTest extends LawProperties {
  FormatsLawsTest() {
    super(
        Stream.concat(Formats.all().stream(), Templates.NAMES.stream().map(Templates::format))
            .toArray(WireFormat[]::new));
  }
}
