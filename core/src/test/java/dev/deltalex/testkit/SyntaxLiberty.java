package dev.deltalex.testkit;

import java.util.EnumSet;
import java.util.Set;

/** A liberty that models take with a declared format, and that has one meaning. */
public enum SyntaxLiberty {
  /** Blanks before the last char of a tag. */
  BLANKS_IN_TAG,
  /** The label of a tag. */
  LABEL,
  /** The only parameter of a call, which holds all arguments. */
  WHOLE_PARAMETER,
  /** A JSON object in place of the parameters. */
  OBJECT_OF_PARAMETERS,
  /** A value in CDATA. */
  CDATA,
  /** Blanks between a pair's opener and a header that begins with a name or an id. */
  BLANKS_BEFORE_NAME,
  /** A newline between a pair's opener and a header that begins with a name or an id. */
  NEWLINE_BEFORE_NAME,
  /** A newline between a header without a literal at its end and the arguments or a closer. */
  NEWLINE_BEFORE_ARGUMENTS,
  /** A carriage return and a line feed behind a name that ends at the line's end. */
  CRLF_BEHIND_NAME,
  /** A declared name that the end of the response follows. */
  NAME_AT_END,
  /** The opener of a pair that starts a name, mentioned in a line of content. */
  MENTIONED_OPENER,
  /** Whitespace or quotes around a name or key that literals enclose. */
  FRAMED_NAME,
  /** An attribute that is not listed. */
  OTHER_ATTRIBUTE,
  /** An attribute without quotes. */
  UNQUOTED_ATTRIBUTE,
  /** A char of a name, key or id as an entity. */
  ENTITY_IN_NAME,
  /** A tool that the request does not declare. */
  UNDECLARED_TOOL,
  /** A header without JSON arguments. */
  NO_ARGUMENTS,
  /** Arguments in a JSON string. */
  WRAPPED_ARGUMENTS,
  /** JSON that needs repair. */
  DAMAGED_JSON,
  /** Closing brackets that are missing before a closer. */
  DROPPED_BRACKETS,
  /** Arguments without the fence that the declaration has. */
  OMITTED_FENCE,
  /** A fence's closer that is missing before the call's closer. */
  MISSING_FENCE_CLOSER,
  /** Braces behind an object. */
  EXTRA_BRACES,
  /** Objects in brackets. */
  ARRAY,
  /** A list of Python calls without its brackets. */
  NO_BRACKETS,
  /** An optional pair that is missing. */
  OMITTED_PAIR,
  /** The closer of an optional pair whose opener is missing. */
  ORPHAN_CLOSER,
  /** A pair's closer that is missing before another call or the end. */
  MISSING_PAIR_CLOSER,
  /** An inner pair's closer that is missing before the outer one's or another inner pair. */
  MISSING_INNER_CLOSER,
  /** A call's closer that is missing before its pair's closer, another call or the end. */
  MISSING_CALL_CLOSER,
  /** The closer of the last value that is missing before the closers of call and pair. */
  MISSING_VALUE_CLOSER,
  /** The closer of a pair, twice. */
  DOUBLED_PAIR_CLOSER,
  /** The closer of a value, twice. */
  DOUBLED_VALUE_CLOSER,
  /** A closer of a value with wrong chars in it. */
  DAMAGED_VALUE_CLOSER,
  /** A value closed as an element of the parameter's name. */
  ELEMENT_CLOSER,
  /** A call's header as a sibling of the format spells it. */
  SIBLING_HEADER,
  /** The opener of a declared parameter as a sibling of the format spells it. */
  SIBLING_PARAMETER,
  /**
   * The opener of a declared parameter with a second equals sign, behind which the value begins.
   */
  ASSIGNED_PARAMETER,
  /** A parameter without a name. */
  NAMELESS_PARAMETER,
  /** Several calls in one pair. */
  SEVERAL_IN_PAIR,
  /** A list of calls without its pairs. */
  BARE_LIST,
  /** A call without its pairs at the start of a segment. */
  BARE,
  /** A call without its pairs at the start of a line of content. */
  BARE_AT_LINE,
  /** A further call without its pairs, behind a semicolon or comma. */
  BARE_NEXT,
  /** Text in a pair, behind its last call. */
  TEXT_IN_PAIR,
  /** A comma, or a closing tag that nothing opened, behind a call in a pair. */
  STRAY_IN_PAIR,
  /** A call inside reasoning. */
  CALL_IN_REASONING,
  /** Blanks between a call in reasoning and the closer of the reasoning. */
  BLANKS_BEHIND_CALL_IN_REASONING,
  /** Reasoning behind content or a call. */
  LATER_REASONING,
  /** An opener of reasoning behind a backtick, where blocks of content may follow. */
  QUOTED_OPENER_BEFORE_BLOCK,
  /** The closer of reasoning between backticks, in reasoning. */
  QUOTED_CLOSER_IN_REASONING,
  /** The closer of reasoning between backticks, in content. */
  QUOTED_CLOSER_IN_CONTENT,
  /** A label without the newline at its end, in front of its block's closer. */
  EMPTY_BEHIND_LABEL,
  /** A block of content. */
  BLOCK,
  /** A block that is discarded. */
  DISCARDED_BLOCK,
  /** The beginning of the first opener, which the generation prompt has written. */
  PROMPTED,
  /** A part longer than what is held. */
  LONG_PART;

  /**
   * Liberties that are not taken, because the parser does not give them the meaning that they have.
   * Each is to be removed from here together with the parser's fault.
   */
  static final Set<SyntaxLiberty> SKIPPED = EnumSet.noneOf(SyntaxLiberty.class);
}
