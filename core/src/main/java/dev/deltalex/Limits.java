package dev.deltalex;

/**
 * All bounds in one place. Reaching one degrades as documented and raises a diagnostic; nothing
 * throws. Made by {@link #builder} or from others by {@link #toBuilder}.
 *
 * @param maxDepth nesting of a JSON value; a deeper one becomes a JSON string (1 to 256)
 * @param maxNameChars chars of a tool or parameter name as written (1 to 256)
 * @param maxHeldChars chars held back while their meaning is undecided (64 to 65,535)
 * @param maxBufferedChars chars of one value that must be seen whole, or of a JSON call not yet
 *     known to be one (64 to 2^28)
 * @param maxCalls calls of one response; what follows is content (1 to 1,000,000)
 * @param maxTools tools of one request (1 to 65,536)
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

  /** Checks every bound. */
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

  /** A builder in which every limit is at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder in which every limit is as here. */
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

    /** Chars of a tool or parameter name as written. */
    public Builder maxNameChars(int chars) {
      maxNameChars = chars;
      return this;
    }

    /** Chars held back while their meaning is undecided. */
    public Builder maxHeldChars(int chars) {
      maxHeldChars = chars;
      return this;
    }

    /** Chars of one value that must be seen whole. */
    public Builder maxBufferedChars(int chars) {
      maxBufferedChars = chars;
      return this;
    }

    /** Calls of one response. */
    public Builder maxCalls(int count) {
      maxCalls = count;
      return this;
    }

    /** Tools of one request. */
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
     * The limits.
     *
     * @throws IllegalArgumentException if one is out of its range
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
