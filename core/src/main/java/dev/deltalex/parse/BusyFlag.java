package dev.deltalex.parse;

/**
 * Whether a parser of a workspace reads input, so that a callback may be running: no other parser
 * of the workspace may read now.
 */
final class BusyFlag {
  boolean busy;
}
