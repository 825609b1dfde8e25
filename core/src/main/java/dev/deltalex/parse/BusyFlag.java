package dev.deltalex.parse;

/**
 * Whether a parser of a workspace is reading input, and a callback may be running. Until it has
 * finished, no other parser of the workspace may read.
 */
final class BusyFlag {
  boolean busy;
}
