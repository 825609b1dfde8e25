package dev.deltalex.syntax;

/**
 * Arguments with names, as Python spells a call: {@code f(a=1, b='x')}. The header is the name of
 * the tool and the opening parenthesis.
 */
public record Keywords() implements Body {}
