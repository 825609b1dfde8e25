package dev.deltalex.cuda.driver;

/** A function that the loaded driver library does not export. */
public final class MissingSymbolException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1;

  private final String symbol;

  MissingSymbolException(String library, String symbol) {
    super(library + " does not export " + symbol);
    this.symbol = symbol;
  }

  /** The C name of the function. */
  public String symbol() {
    return symbol;
  }
}
