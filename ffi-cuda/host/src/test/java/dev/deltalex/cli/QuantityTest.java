package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void numbersAreShortAndKeepThreeDigits() {
    assertEquals("0", Quantity.of(0));
    assertEquals("1.50", Quantity.of(1.5));
    assertEquals("999", Quantity.of(999));
    assertEquals("1.00 k", Quantity.of(1_000));
    assertEquals("12.3 k", Quantity.of(12_345));
    assertEquals("123 k", Quantity.of(123_456));
    assertEquals("1.00 M", Quantity.of(999_999));
    assertEquals("2.50 G", Quantity.of(2.5e9));
    assertEquals("1,234,567", Quantity.grouped(1_234_567));
  }

  @Test
  void plainNumbersAreAsTyped() {
    assertEquals("99", Quantity.plain(99));
    assertEquals("99.9", Quantity.plain(99.9));
    assertEquals("-1", Quantity.plain(-1));
    assertEquals("NaN", Quantity.plain(Double.NaN));
    assertEquals("1.0E18", Quantity.plain(1e18));
  }

  @Test
  void timesAndSizesHaveTheirUnits() {
    assertEquals("640 ns", Quantity.nanos(640));
    assertEquals("6.4 us", Quantity.nanos(6_400));
    assertEquals("6.40 ms", Quantity.nanos(6_400_000));
    assertEquals("6.40 s", Quantity.nanos(6.4e9));
    assertEquals("1.5 MiB", Quantity.mebibytes(3 << 19));
  }
}
