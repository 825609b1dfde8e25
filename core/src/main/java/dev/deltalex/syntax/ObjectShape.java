package dev.deltalex.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a JSON object that describes a call. Other keys are skipped.
 *
 * @param name keys whose value is the tool's name
 * @param arguments keys whose value is the arguments
 * @param id keys whose value is the model's id of the call
 * @param other keys whose value is not used, but which show that the object describes a call
 * @param keyIsName whether the first key is the tool's name, and its value the arguments; there are
 *     no keys with other meanings then
 */
public record ObjectShape(
    List<String> name,
    List<String> arguments,
    List<String> id,
    List<String> other,
    boolean keyIsName) {
  /** The keys of most formats. */
  public static final ObjectShape USUAL =
      new ObjectShape(
          List.of("name"),
          List.of("arguments", "parameters", "args"),
          List.of(),
          List.of("id", "type", "function", "tool_call_id"));

  /** Copies the lists. */
  public ObjectShape {
    name = List.copyOf(name);
    arguments = List.copyOf(arguments);
    id = List.copyOf(id);
    other = List.copyOf(other);
  }

  /** A shape whose keys say what their values are. */
  public ObjectShape(
      List<String> name, List<String> arguments, List<String> id, List<String> other) {
    this(name, arguments, id, other, false);
  }

  /** An object whose only key is the tool's name: {@code {"NAME": {…}}}. */
  public ObjectShape nameAsKey() {
    return new ObjectShape(List.of(), List.of(), List.of(), List.of(), true);
  }

  /** With other keys of the tool's name. */
  public ObjectShape name(String... keys) {
    return new ObjectShape(List.of(keys), arguments, id, other);
  }

  /** With other keys of the arguments. */
  public ObjectShape arguments(String... keys) {
    return new ObjectShape(name, List.of(keys), id, other);
  }

  /** With keys of the model's id. */
  public ObjectShape id(String... keys) {
    List<String> ids = List.of(keys);
    List<String> rest = new ArrayList<>(other);
    rest.removeAll(ids);
    return new ObjectShape(name, arguments, ids, rest);
  }
}
