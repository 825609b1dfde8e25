package dev.deltalex.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class EachFormatTest {
  @Test
  void everyFormatWithCallsIsMeasured() throws NoSuchFieldException {
    List<String> formats =
        Formats.all().stream()
            .filter(format -> !format.syntax().calls().isEmpty())
            .map(WireFormat::name)
            .toList();
    Param measured = EachFormat.class.getField("format").getAnnotation(Param.class);
    assertEquals(formats, List.of(measured.value()), "the values of EachFormat.format");
  }
}
