package dev.deltalex.grammar;

/** What happens to the whitespace held directly before a marker that counts. */
public enum Prefix {
  /** It is structure and is discarded. */
  DROP,
  /** It is text of the state. */
  KEEP
}
