package dev.deltalex.grammar;

/** What becomes of the whitespace held directly before a marker once the marker counts. */
public enum Prefix {
  /** It is structure and vanishes. */
  DROP,
  /** It is text of the state. */
  KEEP
}
