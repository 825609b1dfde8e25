package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** L8 "scalar scanner: from the start": a parser's second stream of a kind allocates 0 bytes. */
class InterpretedAllocationTest {
  @Test
  void secondStreamOfAKindAllocatesNothing() {
    int streams = 4 * AllocationTexts.KINDS.length + 300 + 1;
    assertEquals(
        "checked " + streams + "\nexit 0", ChildJvm.run(List.of("-Xint"), AllocationProbe.class));
  }
}
