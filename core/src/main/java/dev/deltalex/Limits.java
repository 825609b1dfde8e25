package dev.deltalex;

/**
 * All bounds in one place. Reaching one degrades as documented and raises a diagnostic; nothing
 * throws.
 *
 * @param depth nesting of a JSON value; a deeper one becomes a JSON string (1 to 256)
 * @param name chars of a tool or parameter name as written (1 to 256)
 * @param heldChars chars held back while it is open what they mean (64 to 65,535)
 * @param buffered chars of one value that must be seen whole, or of a JSON call not yet known to be
 *     one (64 to 2^28)
 * @param calls calls of one response; what follows is content (1 to 1,000,000)
 * @param tools tools of one request (1 to 65,536)
 * @param schemaDepth nesting of a tool's schema (1 to 256)
 */
public record Limits(
    int depth, int name, int heldChars, int buffered, int calls, int tools, int schemaDepth) {
  /** Depth 256, name 256, held 1,024, buffered 1 Mi, 1,024 calls, 4,096 tools, schema depth 64. */
  public static final Limits DEFAULT = new Limits(256, 256, 1024, 1 << 20, 1024, 4096, 64);

  /** Checks every bound. */
  public Limits {
    check("depth", depth, 1, 256);
    check("name", name, 1, 256);
    check("heldChars", heldChars, 64, 65_535);
    check("buffered", buffered, 64, 1 << 28);
    check("calls", calls, 1, 1_000_000);
    check("tools", tools, 1, 65_536);
    check("schemaDepth", schemaDepth, 1, 256);
  }

  private static void check(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "Limits." + field + " is " + value + "; it must be from " + low + " to " + high);
    }
  }

  /** A copy with another {@link #heldChars()}. */
  public Limits withHeldChars(int chars) {
    return new Limits(depth, name, chars, buffered, calls, tools, schemaDepth);
  }

  /** A copy with another {@link #buffered()}. */
  public Limits withBuffered(int chars) {
    return new Limits(depth, name, heldChars, chars, calls, tools, schemaDepth);
  }

  /** A copy with another {@link #depth()}. */
  public Limits withDepth(int levels) {
    return new Limits(levels, name, heldChars, buffered, calls, tools, schemaDepth);
  }

  /** A copy with another {@link #calls()}. */
  public Limits withCalls(int count) {
    return new Limits(depth, name, heldChars, buffered, count, tools, schemaDepth);
  }
}
