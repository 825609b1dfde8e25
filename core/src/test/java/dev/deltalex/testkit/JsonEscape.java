package dev.deltalex.testkit;

/** An escape sequence of a JSON string while it arrives. */
final class JsonEscape {
  private static final String LETTERS = "\"\\/bfnrt'";
  private static final String MEANT = "\"\\/\b\f\n\r\t'";

  private final StringBuilder raw = new StringBuilder();

  boolean open() {
    return !raw.isEmpty();
  }

  void begin() {
    raw.append('\\');
  }

  /** Whether {@code c} belongs to the open escape; if not, what was read was none. */
  boolean takes(char c) {
    return raw.length() == 1
        ? c == 'u' || LETTERS.indexOf(c) >= 0
        : Character.digit(c, 16) >= 0 && c < 128;
  }

  /** Takes a char. Whether the escape is whole now. */
  boolean add(char c) {
    raw.append(c);
    return raw.length() == 6 || raw.length() == 2 && c != 'u';
  }

  /** Whether the escape of a low surrogate may begin as what was read. */
  boolean mayBeLow() {
    return raw.toString().matches("\\\\(u([dD]([c-fC-F].?)?)?)?");
  }

  /** As written so far; closes the escape. */
  String take() {
    String all = raw.toString();
    raw.setLength(0);
    return all;
  }

  /** What a whole escape stands for. */
  static char meaning(String whole) {
    return whole.length() == 6
        ? (char) Integer.parseInt(whole.substring(2), 16)
        : MEANT.charAt(LETTERS.indexOf(whole.charAt(1)));
  }
}
