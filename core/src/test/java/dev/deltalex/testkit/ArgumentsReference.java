package dev.deltalex.testkit;

/** The reference for the arguments of a call, char by char: strict JSON comes out. */
interface ArgumentsReference {
  /** Whether they are complete. */
  boolean done();

  /** Whether a '<' would be data. */
  boolean inString();

  /** Whether a bare token is read. */
  boolean inToken();

  /** Whether the token that is read ends before {@code c}. */
  boolean endsToken(char c);

  /** The open token, if any, ends here. */
  void endToken();

  void feed(char c);

  /** Whether they would be cut if the text ended here. */
  boolean cut();

  /** Whether something is lost if the text ends here and nothing is settled: a token or a key. */
  boolean drops();

  /** Closes all that is open; a held token is settled or dropped. */
  void closeAll(boolean settleToken);

  boolean tooDeep();

  boolean repaired();

  /** Bare scalars so far that did not fit their types. */
  int failures();

  /** What was put out; {@code waiting}: without a high surrogate whose other half may come. */
  String out(boolean waiting);

  // ---- only of JSON

  /** Whether {@code c} is a double quote that may end the string that is read. */
  boolean mayEndString(char c);

  /** Where the string that is read stands. */
  QuoteReference.Place place();

  /** Feeds a quote that {@link #mayEndString}; an open verdict leaves everything as it was. */
  void feedQuote(QuoteReference.Verdict verdict);

  /** Sets the chars with which markers of the format may begin. */
  void edges(String chars);

  /** Whether literals of the format are around strings. */
  boolean isQuoted();

  /** Whether raw text between literals is read. */
  boolean inRawText();

  /** The literal around strings. */
  void literal();

  /** A key that is read without quotes ends before a literal. */
  void endKey();

  /** The end of the text cut a literal: what it ends is complete. */
  void endScalar();
}
