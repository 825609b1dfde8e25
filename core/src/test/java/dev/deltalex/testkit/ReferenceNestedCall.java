package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ParameterType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call whose parameters are elements that may hold elements.
 *
 * <ul>
 *   <li>An element that opens behind nothing but whitespace makes the element around it an object
 *       or array, if that may be one: its schema admits it, it is a parameter without a schema, or
 *       the response says so. It is an array if it can be nothing else, or if the first element has
 *       the name of items and it may be one.
 *   <li>A member that an object has already is discarded, with all that is in it. An object
 *       remembers 64 names.
 *   <li>The name of an array's element is lost if it is not that of items; that is a repair.
 *   <li>An element without a name that is none of an array's is discarded, with all that is in it.
 *   <li>An element without text and elements that must be an object or array is an empty one.
 *   <li>An element without a schema is what its JSON spelling says; a parameter, a string.
 * </ul>
 */
final class ReferenceNestedCall extends ReferenceCall {
  private static final int MOST_NAMES = 64;

  /** An open element. */
  private static final class Element {
    final String name;
    final int schema;
    final boolean mayBeObject;
    final boolean mayBeArray;
    final boolean discarded;
    final Set<String> members = new HashSet<>();
    boolean leaf = true;
    boolean array;
    boolean forgetful;

    Element(String name, int schema, int structures, boolean discarded) {
      this.name = name;
      this.schema = schema;
      this.discarded = discarded;
      mayBeObject = (structures & ParameterType.OBJECT) != 0;
      mayBeArray = (structures & ParameterType.ARRAY) != 0;
    }
  }

  private static final int STRUCTURES = ParameterType.OBJECT | ParameterType.ARRAY;

  private final List<Element> elements = new ArrayList<>();
  private final String item;

  /** Whether the text of the open element was whitespace so far. */
  private boolean blank;

  ReferenceNestedCall(ReferenceInput input, EventLog log, String name, int index, String item) {
    super(input, log, name, index);
    this.item = item;
  }

  /** Number of open elements. */
  int depth() {
    return elements.size();
  }

  private Element innermost() {
    return elements.get(elements.size() - 1);
  }

  /** Whether an element that opens next is inside of the open one. */
  boolean nests() {
    boolean held = duplicate || value.length() <= limits.maxBufferedChars();
    return mayNest && blank && held;
  }

  /** How many elements a closer with that name closes; 0: none is open that is called so. */
  int closedBy(String name) {
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i).name.equals(WholeText.of(name))) {
        return elements.size() - i;
      }
    }
    return 0;
  }

  /** Whether the innermost element's name begins so. */
  boolean beginsName(String cut) {
    return !elements.isEmpty() && innermost().name.startsWith(cut);
  }

  /**
   * Opens an element.
   *
   * @param type what the header says about the value, or null
   * @return false if it would be nested too deep: then its tag is text
   */
  boolean openElement(String asWritten, int tagAt, int from, @Nullable String type) {
    String name = WholeText.of(asWritten);
    if (elements.isEmpty() && name.isEmpty()) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, tagAt);
      duplicate = true;
      open(name, tagAt, from, ParameterType.STRING, type, STRUCTURES);
      return true;
    }
    if (elements.isEmpty()) {
      Boolean none = null;
      openParameter(asWritten, tagAt, from, none);
      int parameter = ordinal(asWritten);
      open(name, tagAt, from, types, type, parameter < 0 ? STRUCTURES : 0);
      return true;
    }
    Element around = innermost();
    if (around.leaf) {
      if (elements.size() > limits.maxDepth()) {
        log.diagnostic(Diagnostic.DEPTH_LIMIT, tagAt);
        return false;
      }
      around.leaf = false;
      around.array = around.mayBeArray && (asWritten.equals(item) || !around.mayBeObject);
      if (!around.discarded) {
        write(prefix(), valueAt);
        write(around.array ? "[" : "{", tagAt);
        first = true;
      }
    }
    duplicate = around.discarded;
    char[] chars = asWritten.toCharArray();
    int schema =
        around.array
            ? tools.elementSchema(around.schema)
            : tools.memberSchema(around.schema, chars, 0, chars.length);
    if (around.array && !around.discarded && !asWritten.equals(item)) {
      log.diagnostic(Diagnostic.VALUE_REPAIRED, tagAt);
    } else if (!around.array && name.isEmpty()) {
      if (!around.discarded) {
        log.diagnostic(Diagnostic.NAMELESS_PARAMETER, tagAt);
      }
      duplicate = true;
    } else if (!around.array) {
      duplicate |= isRepeated(around, name, tagAt);
    }
    open(name, tagAt, from, tools.schemaTypes(schema), type, 0, schema, around.array);
    return true;
  }

  private boolean isRepeated(Element object, String name, int tagAt) {
    if (object.members.contains(name)) {
      boolean first = options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
      if (first && !object.discarded) {
        log.diagnostic(Diagnostic.DUPLICATE_PARAMETER, tagAt);
      }
      return first && !object.discarded;
    }
    if (object.members.size() < MOST_NAMES) {
      object.members.add(name);
    } else if (!object.forgetful) {
      object.forgetful = true;
      if (!object.discarded) {
        log.diagnostic(Diagnostic.NAME_LIMIT, tagAt);
      }
    }
    return false;
  }

  private void open(
      String name, int tagAt, int from, int declared, @Nullable String type, int unknown) {
    int schema = tools.parameterSchema(tool, ordinal(name));
    open(name, tagAt, from, declared, type, unknown, schema, false);
  }

  private void open(
      String name,
      int tagAt,
      int from,
      int declared,
      @Nullable String type,
      int unknown,
      int schema,
      boolean keyless) {
    int admitted = declared;
    int structures = declared & STRUCTURES | unknown;
    if (type != null) {
      admitted =
          switch (type) {
            case "string" ->
                (declared & ParameterType.STRING) == 0 ? declared : ParameterType.STRING;
            case "dict" -> ParameterType.OBJECT;
            case "list" -> ParameterType.ARRAY;
            default -> ReferenceValue.JSON;
          };
      structures = admitted == ReferenceValue.JSON ? 0 : admitted & STRUCTURES;
    }
    elements.add(new Element(name, schema, structures, duplicate));
    begin(keyless ? null : name, tagAt, from, admitted, duplicate);
    mayNest = structures != 0;
    blank = true;
  }

  @Override
  void append(CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      blank &= Blanks.ws(text.charAt(i));
    }
    super.append(text, from, to);
  }

  @Override
  void closeValue(int at) {
    boolean must = (types & STRUCTURES) != 0 && (types & ParameterType.STRING) == 0;
    if (nests() && must && types != ReferenceValue.JSON && !duplicate) {
      if ((types & STRUCTURES) == STRUCTURES) {
        log.diagnostic(Diagnostic.VALUE_REPAIRED, valueAt);
      }
      write(prefix() + ((types & ParameterType.ARRAY) != 0 ? "[]" : "{}"), valueAt);
    } else {
      super.closeValue(at);
    }
    elements.remove(elements.size() - 1);
  }

  @Override
  void cutValue(int at) {
    super.cutValue(at);
    elements.remove(elements.size() - 1);
  }

  /** Closes so many objects and arrays. */
  void leave(int count, int at) {
    for (int left = count; left > 0; left--) {
      Element closed = elements.remove(elements.size() - 1);
      if (!closed.discarded) {
        write(closed.array ? "]" : "}", at);
        first = false;
      }
    }
  }

  @Override
  void close(boolean brace, boolean complete, int at) {
    if (brace) {
      leave(elements.size(), at);
    }
    super.close(brace, complete, at);
  }
}
