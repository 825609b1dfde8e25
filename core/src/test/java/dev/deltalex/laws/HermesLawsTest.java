package dev.deltalex.laws;

/** The laws for Hermes' JSON calls. */
class HermesLawsTest extends LawProperties {
  HermesLawsTest() {
    super("hermes");
  }
}
