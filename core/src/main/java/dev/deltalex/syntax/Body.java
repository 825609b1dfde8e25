package dev.deltalex.syntax;

/** How the arguments of a call are written. */
public sealed interface Body permits Tagged, Nested, Arguments, CallObject, Keywords {}
