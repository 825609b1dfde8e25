package dev.deltalex.grammar;

/** Conditions under which an edge applies, as a bit set. */
public final class Guard {
  /** Always. */
  public static final int NONE = 0;

  /** Calls are recognised: the request has tools, and no option forbids them. */
  public static final int CALLS = 1;

  /** The char before the marker is a line feed. */
  public static final int AFTER_NEWLINE = 2;

  /** The tool choice requires a call: JSON without markers may be one. */
  public static final int CONSTRAINED = 4;

  /** The tool choice names the only tool: bare JSON is its arguments. */
  public static final int NAMED = 8;

  /**
   * The text is {@code </} and the name of the open parameter, or a beginning of that, or goes on
   * behind it.
   */
  public static final int OPEN_KEY = 16;

  /** Always; of the opener of a call that is a message: the text before it ends. */
  public static final int MESSAGE = 32;

  /** The text came as a special token. */
  public static final int SPECIAL_TOKEN = 64;

  /** Behind a name, in a lookahead: the name is that of a declared tool. */
  public static final int DECLARED = 128;

  /** Elements may be inside of the open value: nothing but whitespace was in it. */
  public static final int NESTS = 256;

  /** The innermost element is inside of another. */
  public static final int INSIDE = 512;

  private Guard() {}
}
