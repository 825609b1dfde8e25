package dev.deltalex;

/**
 * The limits of parsers and of the reader of tools. If a response exceeds one, the parser emits a
 * {@link Diagnostic} and handles the text as documented there; it does not throw. Created by {@link
 * #builder} or {@link #toBuilder}.
 *
 * @param maxDepth nesting of a JSON value; a deeper one is emitted as a JSON string (1 to 256)
 * @param maxNameChars chars of a tool or parameter name in the response (1 to 256)
 * @param maxHeldChars chars that are buffered while undecided, such as {@code <tool_} at the end of
 *     a delta (64 to 65,535)
 * @param maxBufferedChars chars of a value that is emitted as a whole, or of JSON that is not yet
 *     recognized as a call (64 to 2^28)
 * @param maxCalls calls of a response; further calls are content (1 to 1,000,000)
 * @param maxTools tools of a request (1 to 65,536)
 * @param maxSchemaDepth nesting of a tool's schema (1 to 256)
 */
public record Limits(
    int maxDepth,
    int maxNameChars,
    int maxHeldChars,
    int maxBufferedChars,
    int maxCalls,
    int maxTools,
    int maxSchemaDepth) {
  /** Depth 256, name 256, held 1,024, buffered 1 Mi, 1,024 calls, 4,096 tools, schema depth 64. */
  public static final Limits DEFAULT = builder().build();

  /** Checks the ranges. */
  public Limits {
    check("maxDepth", maxDepth, 1, 256);
    check("maxNameChars", maxNameChars, 1, 256);
    check("maxHeldChars", maxHeldChars, 64, 65_535);
    check("maxBufferedChars", maxBufferedChars, 64, 1 << 28);
    check("maxCalls", maxCalls, 1, 1_000_000);
    check("maxTools", maxTools, 1, 65_536);
    check("maxSchemaDepth", maxSchemaDepth, 1, 256);
  }

  private static void check(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "Limits." + field + " is " + value + "; it must be from " + low + " to " + high);
    }
  }

  /** Creates a builder with the default limits. */
  public static Builder builder() {
    return new Builder();
  }

  /** Creates a builder with these limits. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.maxDepth = maxDepth;
    b.maxNameChars = maxNameChars;
    b.maxHeldChars = maxHeldChars;
    b.maxBufferedChars = maxBufferedChars;
    b.maxCalls = maxCalls;
    b.maxTools = maxTools;
    b.maxSchemaDepth = maxSchemaDepth;
    return b;
  }

  /** Collects limits; each method sets one and returns the builder. {@link #build} checks them. */
  public static final class Builder {
    private int maxDepth = 256;
    private int maxNameChars = 256;
    private int maxHeldChars = 1024;
    private int maxBufferedChars = 1 << 20;
    private int maxCalls = 1024;
    private int maxTools = 4096;
    private int maxSchemaDepth = 64;

    private Builder() {}

    /** Nesting of a JSON value. */
    public Builder maxDepth(int levels) {
      maxDepth = levels;
      return this;
    }

    /** Chars of a tool or parameter name in the response. */
    public Builder maxNameChars(int chars) {
      maxNameChars = chars;
      return this;
    }

    /** Chars that are buffered while undecided. */
    public Builder maxHeldChars(int chars) {
      maxHeldChars = chars;
      return this;
    }

    /** Chars of a value that is emitted as a whole. */
    public Builder maxBufferedChars(int chars) {
      maxBufferedChars = chars;
      return this;
    }

    /** Calls of a response. */
    public Builder maxCalls(int count) {
      maxCalls = count;
      return this;
    }

    /** Tools of a request. */
    public Builder maxTools(int count) {
      maxTools = count;
      return this;
    }

    /** Nesting of a tool's schema. */
    public Builder maxSchemaDepth(int levels) {
      maxSchemaDepth = levels;
      return this;
    }

    /**
     * Builds the limits.
     *
     * @throws IllegalArgumentException if a limit is out of range
     */
    public Limits build() {
      return new Limits(
          maxDepth,
          maxNameChars,
          maxHeldChars,
          maxBufferedChars,
          maxCalls,
          maxTools,
          maxSchemaDepth);
    }
  }
}
