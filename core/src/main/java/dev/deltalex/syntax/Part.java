package dev.deltalex.syntax;

/** A part of the header of a call or parameter. */
public sealed interface Part permits Literal, Maybe, Field, Attributes {}
