package dev.deltalex.text;

/**
 * A file or table of tokens cannot be read. The message begins with the place of the problem and
 * says what is allowed there.
 */
public final class VocabularyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Maximum of chars of a place; keys in a damaged file can be of any length. */
  private static final int MAX_PLACE = 200;

  private final String place;

  VocabularyException(String place, String problem) {
    super(shortened(place) + ": " + problem);
    this.place = shortened(place);
  }

  /**
   * Where the problem is: the JSON path of the value, such as {@code $.added_tokens[2].id}, the
   * line, such as {@code line 17}, or the element of an array, such as {@code tokens[3]}. Longer
   * ones are cut at 200 chars.
   */
  public String place() {
    return place;
  }

  private static String shortened(String place) {
    return place.length() <= MAX_PLACE ? place : place.substring(0, MAX_PLACE) + "…";
  }
}
