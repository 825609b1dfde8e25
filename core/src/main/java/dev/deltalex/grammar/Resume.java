package dev.deltalex.grammar;

/** Where reading goes on once a marker counts. What was only looked at is read again, once. */
public enum Resume {
  /** Behind everything that was looked at. */
  AFTER_LOOK,
  /** Behind the unit: the marker, or the header a look marked as its end. */
  AFTER_UNIT,
  /** At the marker itself. */
  AT_UNIT
}
