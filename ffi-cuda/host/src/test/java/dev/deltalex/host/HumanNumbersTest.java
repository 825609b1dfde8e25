package dev.deltalex.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HumanNumbersTest {
  @Test
  void numbersAreShortAndKeepThreeDigits() {
    assertEquals("0", HumanNumbers.of(0));
    assertEquals("1.50", HumanNumbers.of(1.5));
    assertEquals("999", HumanNumbers.of(999));
    assertEquals("1.00 k", HumanNumbers.of(1_000));
    assertEquals("12.3 k", HumanNumbers.of(12_345));
    assertEquals("123 k", HumanNumbers.of(123_456));
    assertEquals("1.00 M", HumanNumbers.of(999_999));
    assertEquals("2.50 G", HumanNumbers.of(2.5e9));
    assertEquals("1,234,567", HumanNumbers.grouped(1_234_567));
  }

  @Test
  void plainNumbersAreAsTyped() {
    assertEquals("99", HumanNumbers.plain(99));
    assertEquals("99.9", HumanNumbers.plain(99.9));
    assertEquals("-1", HumanNumbers.plain(-1));
    assertEquals("NaN", HumanNumbers.plain(Double.NaN));
    assertEquals("1.0E18", HumanNumbers.plain(1e18));
  }

  @Test
  void timesAndSizesHaveTheirUnits() {
    assertEquals("640 ns", HumanNumbers.nanos(640));
    assertEquals("6.4 us", HumanNumbers.nanos(6_400));
    assertEquals("6.40 ms", HumanNumbers.nanos(6_400_000));
    assertEquals("6.40 s", HumanNumbers.nanos(6.4e9));
    assertEquals("1.5 MiB", HumanNumbers.mebibytes(3 << 19));
  }
}
