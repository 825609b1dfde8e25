package dev.deltalex.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the calls of a tool are rendered in OpenAI's protocols.
 *
 * @param type what the client declared the tool as
 * @param namespace name of the namespace that the tool is declared in, which calls in the Responses
 *     protocol repeat; null if it is in none
 */
@SuppressWarnings("exports") // @Nullable, whose module consumers need not have
public record CallForm(Type type, @Nullable String namespace) {
  /** A function outside a namespace, the form of tools without an entry. */
  static final CallForm FUNCTION = new CallForm(Type.FUNCTION, null);

  /** The type of a tool. */
  public enum Type {
    /** Calls have arguments, a JSON object. */
    FUNCTION,
    /**
     * Calls have one text, the string {@code input} of the arguments that the parser emits: {@code
     * custom_tool_call} items in Responses, {@code "type": "custom"} in chat completions.
     */
    CUSTOM
  }
}
