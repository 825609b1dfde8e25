package dev.deltalex.choose;

/** The text of a chat template, for searching. */
final class TemplateText {
  private static final String COMMENT = "{#";
  private static final String COMMENT_END = "#}";

  private TemplateText() {}

  /** Without comments, and with the escapes of string literals as the chars they stand for. */
  static String of(String template) {
    StringBuilder text = new StringBuilder(template.length());
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (template.startsWith(COMMENT, i)) {
        int end = template.indexOf(COMMENT_END, i + COMMENT.length());
        i = end < 0 ? template.length() : end + COMMENT_END.length();
      } else if (c == '\\' && i + 1 < template.length()) {
        text.append(unescaped(template.charAt(i + 1)));
        i += 2;
      } else {
        text.append(c);
        i++;
      }
    }
    return text.toString();
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case '"', '\'', '\\' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }
}
