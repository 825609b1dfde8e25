package dev.deltalex.syntax;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The attributes of a tag, in any order: {@code name="get" index="1"}. A value is quoted by {@code
 * "} or {@code '} or not at all; attributes that are not listed are skipped.
 *
 * @param by what the value of an attribute is, by the attribute's name
 * @param end the literal that ends the tag
 * @param entities whether values spell {@code &}, {@code <}, {@code >} and quotes as entities
 */
public record Attributes(Map<String, Meaning> by, Literal end, boolean entities) implements Part {
  /** What the value of an attribute is. */
  public enum Meaning {
    /** The name of the tool. */
    NAME,
    /** The model's id of the call. */
    ID,
    /** The name of a parameter. */
    KEY,
    /** {@code true} if the parameter's value is a string as it is written; else it is JSON. */
    RAW,
    /**
     * The type of the parameter's value: {@code string} and {@code raw} as it is written; {@code
     * dict} and {@code list} of a nested body, elements; else it is JSON.
     */
    TYPE
  }

  /** Copies the map and keeps its order. */
  public Attributes {
    by = Collections.unmodifiableMap(new LinkedHashMap<>(by));
    Objects.requireNonNull(end, "end");
  }

  /** With an attribute whose value is the tool's name. */
  public Attributes name(String attribute) {
    return with(attribute, Meaning.NAME);
  }

  /** With an attribute whose value is the model's id of the call. */
  public Attributes id(String attribute) {
    return with(attribute, Meaning.ID);
  }

  /** With an attribute whose value is the parameter's name. */
  public Attributes key(String attribute) {
    return with(attribute, Meaning.KEY);
  }

  /** With an attribute that is {@code true} where the parameter's value is a string. */
  public Attributes raw(String attribute) {
    return with(attribute, Meaning.RAW);
  }

  /** With an attribute that names the type of the parameter's value. */
  public Attributes type(String attribute) {
    return with(attribute, Meaning.TYPE);
  }

  /** Ended by another literal than {@code >}. */
  public Attributes end(Literal literal) {
    return new Attributes(by, literal, entities);
  }

  /** With values that spell some chars as entities. */
  public Attributes withEntities() {
    return new Attributes(by, end, true);
  }

  private Attributes with(String attribute, Meaning meaning) {
    Map<String, Meaning> all = new LinkedHashMap<>(by);
    all.put(attribute, meaning);
    return new Attributes(all, end, entities);
  }
}
