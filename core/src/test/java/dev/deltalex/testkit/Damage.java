package dev.deltalex.testkit;

import java.util.Locale;

/** Damage to one char of a text. */
enum Damage {
  DROPPED,
  DOUBLED,
  REPLACED_BY_THE_ONE_BEFORE,
  REPLACED_BY_THE_NEXT,
  SWAPPED_WITH_THE_NEXT;

  /** The damaged text; the text itself where the chars are equal or missing. */
  String of(String text, int at) {
    String before = text.substring(0, at);
    String rest = text.substring(at + 1);
    char c = text.charAt(at);
    char next = rest.isEmpty() ? c : rest.charAt(0);
    return switch (this) {
      case DROPPED -> before + rest;
      case DOUBLED -> before + c + c + rest;
      case REPLACED_BY_THE_ONE_BEFORE -> before + (at == 0 ? c : text.charAt(at - 1)) + rest;
      case REPLACED_BY_THE_NEXT -> before + next + rest;
      case SWAPPED_WITH_THE_NEXT -> rest.isEmpty() ? text : before + next + c + rest.substring(1);
    };
  }

  /** As part of a sentence. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
