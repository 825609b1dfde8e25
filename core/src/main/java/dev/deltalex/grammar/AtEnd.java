package dev.deltalex.grammar;

/** What the end of the stream means for held text. */
public enum AtEnd {
  /** The marker counts: the end of the stream replaces what should have followed. */
  ACCEPT,
  /** The marker does not count. */
  REJECT,
  /** The opener of a call is cut: all of it is consumed. */
  TRUNCATED_OPENER,
  /** The name of a parameter is cut: it is dropped, and the call stays incomplete. */
  CUT_NAME
}
