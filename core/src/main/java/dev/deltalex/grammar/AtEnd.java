package dev.deltalex.grammar;

/** What the end of the stream means to what is held back. */
public enum AtEnd {
  /** The marker counts: the end is as good as what should have followed. */
  ACCEPT,
  /** The marker does not count. */
  REJECT,
  /** A call was about to open: all of it is consumed. */
  TRUNCATED_OPENER,
  /** A parameter was about to open: its cut name is dropped with the call left incomplete. */
  CUT_NAME
}
