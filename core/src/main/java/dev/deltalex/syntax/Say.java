package dev.deltalex.syntax;

import java.util.List;
import java.util.Map;

/** The constants and methods with which formats are declared, for static import. */
public final class Say {
  /** See {@link Pair#optional}. */
  public static final Pair.Option OPTIONAL = Pair.Option.OPTIONAL;

  /** See {@link Pair#many}. */
  public static final Pair.Option MANY = Pair.Option.MANY;

  /** See {@link Tagged.Framing#ONE_NEWLINE}. */
  public static final Tagged.Framing ONE_NEWLINE = Tagged.Framing.ONE_NEWLINE;

  /** See {@link Tagged.Framing#TRIMMED}. */
  public static final Tagged.Framing TRIMMED = Tagged.Framing.TRIMMED;

  /** See {@link CallForm.Between#NOTHING}. */
  public static final CallForm.Between NOTHING = CallForm.Between.NOTHING;

  /** See {@link CallForm.Between#COMMA_IN_BRACKETS}. */
  public static final CallForm.Between COMMA_IN_BRACKETS = CallForm.Between.COMMA_IN_BRACKETS;

  /** See {@link CallForm.Proof#DECLARED}. */
  public static final CallForm.Proof DECLARED = CallForm.Proof.DECLARED;

  private Say() {}

  /** Text in messages between a header, which {@code end} ends, and a closer. */
  public static Messages messages(Literal end, Literal... start) {
    return new Messages(List.of(start), Map.of(), end, List.of(), List.of());
  }

  /** A literal that tolerates blanks before its last char: {@code <tool_call>}. */
  public static Literal tag(String text) {
    return new Literal(text, Literal.Kind.TAG);
  }

  /** A literal that is exact: {@code <|call|>}. */
  public static Literal token(String text) {
    return new Literal(text, Literal.Kind.TOKEN);
  }

  /** A literal that counts only at the start of a line: {@code Action:}. */
  public static Literal words(String text) {
    return new Literal(text, Literal.Kind.WORDS);
  }

  /** The name of the tool. */
  public static Field name() {
    return new Field(Field.Role.NAME, "", "");
  }

  /** The model's id of the call. */
  public static Field id() {
    return new Field(Field.Role.ID, "", "");
  }

  /** The name of a parameter. */
  public static Field key() {
    return new Field(Field.Role.KEY, "", "");
  }

  /** The type of a parameter's value. */
  public static Field type() {
    return new Field(Field.Role.TYPE, "", "");
  }

  /** The attributes of a tag that {@code >} ends. */
  public static Attributes attributes() {
    return new Attributes(Map.of(), tag(">"), false);
  }

  /** Parts of a header that may be missing together. */
  public static Maybe maybe(Part... parts) {
    return new Maybe(List.of(parts));
  }

  /** Begins a form of calls, without pairs, header and body. */
  public static CallForm.Frame call() {
    return new CallForm.Frame(List.of(), List.of(), null);
  }

  /** The parts before the value of a parameter. */
  public static Tagged.Opening parameter(Part... parts) {
    return new Tagged.Opening(List.of(parts));
  }

  /** An element whose value holds text or further elements. */
  public static Nested.Element element(Tagged.Opening opening, Part... close) {
    return new Nested.Element(opening.open(), List.of(close));
  }

  /** The usual keys of a JSON object that describes a call. */
  public static ObjectShape keys() {
    return ObjectShape.USUAL;
  }
}
