package dev.deltalex.testkit;

import java.util.Map;

/**
 * Entities of XML: the five named ones, and numbers of base 10 and 16 that name a code point other
 * than NUL and the surrogates. One has at most ten chars, so that leading zeros do not make it
 * endless; anything else is text.
 */
final class EntityReference {
  private static final Map<String, String> NAMED =
      Map.of("&lt;", "<", "&gt;", ">", "&amp;", "&", "&quot;", "\"", "&apos;", "'");
  private static final int LONGEST = 10;

  private final StringBuilder begun = new StringBuilder();

  /** Whether the text so far ends with the beginning of an entity. */
  boolean pending() {
    return !begun.isEmpty();
  }

  /** What the next char of the text makes certain. */
  String add(char c) {
    String longer = begun.toString() + c;
    if (mayBegin(longer)) {
      begun.append(c);
      return "";
    }
    begun.setLength(0);
    String meaning = meaning(longer);
    if (!meaning.isEmpty() || longer.length() == 1) {
      return meaning.isEmpty() ? longer : meaning;
    }
    String text = longer.substring(0, longer.length() - 1);
    return text + add(c);
  }

  /** What is pending when no more text comes. */
  String end() {
    String text = begun.toString();
    begun.setLength(0);
    return text;
  }

  /** Whether some entity begins like this and goes on. */
  private static boolean mayBegin(String text) {
    if (text.length() >= LONGEST || text.endsWith(";")) {
      return false;
    }
    return "&#x".startsWith(text)
        || "&#X".startsWith(text)
        || NAMED.keySet().stream().anyMatch(entity -> entity.startsWith(text))
        || names(number(text))
        || number(text) >= 0 && text.length() < LONGEST - 1;
  }

  private static boolean names(int code) {
    return code > 0 && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
  }

  private static String meaning(String entity) {
    int code = entity.endsWith(";") ? number(entity.substring(0, entity.length() - 1)) : -1;
    return names(code) ? Character.toString(code) : NAMED.getOrDefault(entity, "");
  }

  /** The code point that an ampersand, a number sign and digits name; -1 if they do not. */
  private static int number(String text) {
    String digits = text.startsWith("&#") ? text.substring(2) : "";
    boolean hex = digits.startsWith("x") || digits.startsWith("X");
    digits = hex ? digits.substring(1) : digits;
    String allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    if (digits.isEmpty() || !digits.chars().allMatch(c -> allowed.indexOf(c) >= 0)) {
      return -1;
    }
    int code = Integer.parseInt(digits, hex ? 16 : 10);
    return code <= Character.MAX_CODE_POINT ? code : -1;
  }
}
