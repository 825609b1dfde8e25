package dev.deltalex.laws;

/** The laws for Qwen3-Coder's tags and the formats that share them. */
class TaggedLawsTest extends LawProperties {
  TaggedLawsTest() {
    super("qwen3_coder", "mimo", "qwen3_xml", "step3p5", "nemotron_v3");
  }
}
