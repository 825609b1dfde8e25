package dev.deltalex.testkit;

import dev.deltalex.syntax.CallForm;

/**
 * A call's opening that was found in a text.
 *
 * @param start place of the outermost of its pairs that was opened here; the number of pairs if
 *     none was
 * @param pairs the pairs of the form that were opened here, one bit each
 * @param at where it begins
 * @param headerAt where its header begins, or its object
 * @param bodyAt where its body begins: behind the header, or at the left brace of an object
 * @param name the tool's name, empty if the body names it
 * @param array whether the bracket of an array precedes the object
 */
record SyntaxOpening(
    CallForm form,
    int start,
    int pairs,
    int at,
    int headerAt,
    int bodyAt,
    String name,
    boolean array) {
  /** The same, where the body begins elsewhere. */
  SyntaxOpening bodyAt(int place) {
    return new SyntaxOpening(form, start, pairs, at, headerAt, place, name, array);
  }
}
