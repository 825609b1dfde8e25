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
 */
public record ObjectShape(
    List<String> name, List<String> arguments, List<String> id, List<String> other) {
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
