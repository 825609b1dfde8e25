package dev.deltalex.laws;

/** The laws for reasoning alone. */
class ThinkOnlyLawsTest extends LawProperties {
  ThinkOnlyLawsTest() {
    super("think_only");
  }
}
