package dev.deltalex.grammar;

/** What a name must be for its tag to count. */
public enum NameCheck {
  /** Anything well-formed, the empty name too. */
  ANY,
  /** Not empty. */
  NOT_EMPTY,
  /** A tool that may be called: not empty, and known where an option requires it. */
  CALLABLE,
  /** A tool that the request declares. */
  DECLARED,
  /** Not empty, and no tool that the request declares. */
  UNDECLARED,
  /** A parameter that the open call does not have yet and that its tool does not exclude. */
  NEW_PARAMETER,
  /** A parameter that the open call does not have yet and that its tool declares. */
  DECLARED_PARAMETER,
  /** The name of an open element. */
  OPEN_ELEMENT,
  /** A parameter's name: not empty. A failure is a nameless parameter. */
  PARAMETER
}
