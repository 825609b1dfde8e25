package dev.deltalex.format;

import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.syntax.NamedSyntax;
import dev.deltalex.syntax.ResponseTemplate;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.SyntaxException;
import dev.deltalex.syntax.SyntaxReader;
import dev.deltalex.syntax.SyntaxWriter;
import java.util.List;

/**
 * A wire format: how a family of models writes reasoning and tool calls. {@link Formats} lists the
 * formats of this library; {@link #format} declares another. Immutable and shared by any number of
 * threads. Not intended for implementation: parsers only accept formats that this library has made.
 */
public interface WireFormat {
  /**
   * Begins the declaration of a format. Without further declarations all text is content. Each
   * method of the result returns an extended format:
   *
   * <pre>{@code
   * WireFormat.format("acme", "acme-2")
   *     .reasoning(tag("<reason>"), tag("</reason>"))
   *     .calls(call().in(token("<|call|>"), token("<|end|>")).header(name(), token("|")).arguments());
   * }</pre>
   *
   * <p>{@link dev.deltalex.syntax.Say} has {@code tag}, {@code call} and the other static methods.
   *
   * @param name the name that engines use
   * @param aliases other names of the same format
   */
  static FormatBuilder format(String name, String... aliases) {
    return new DeclaredFormat(name, List.of(aliases), Syntax.PLAIN);
  }

  /**
   * The format of an existing declaration.
   *
   * @throws IllegalArgumentException naming what is wrong with the declaration
   */
  static WireFormat of(String name, List<String> aliases, Syntax syntax) {
    return new DeclaredFormat(name, aliases, syntax);
  }

  /**
   * The format of a declaration in JSON, whose form {@link SyntaxReader} describes. Unlike the
   * other methods it computes the tables at once, so that a file that is not right is refused when
   * it is loaded, not with the first request.
   *
   * @throws dev.deltalex.syntax.SyntaxException naming the place in the document and what is
   *     allowed there
   * @throws IllegalArgumentException naming what is wrong, if no parser can be made of the
   *     declaration
   */
  static WireFormat read(CharSequence json) {
    NamedSyntax read = SyntaxReader.read(json);
    return new DeclaredFormat(read).laidOut();
  }

  /**
   * The format of a model's {@code response_template}: a field of its tokenizer_config.json, of
   * which {@link ResponseTemplate} says what is read. As {@link #read} does, it computes the tables
   * at once.
   *
   * @param name the name of the format
   * @param json a tokenizer_config.json, or the template alone
   * @throws dev.deltalex.syntax.SyntaxException naming the place in the document and what is
   *     allowed there
   */
  static WireFormat readTemplate(String name, CharSequence json) {
    return ofTemplate(name, ResponseTemplate.read(json));
  }

  /**
   * As {@link #readTemplate}, of a template that was read.
   *
   * @throws dev.deltalex.syntax.SyntaxException if no parser can be made of it: its fields
   *     contradict each other
   */
  static WireFormat ofTemplate(String name, ResponseTemplate template) {
    NamedSyntax named =
        new NamedSyntax(name, List.of(), List.of(), template.limits(), template.syntax());
    try {
      return new DeclaredFormat(named).laidOut();
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(template.path() + ".fields", String.valueOf(e.getMessage()));
    }
  }

  /** The declaration in JSON, which {@link #read} takes: a file to start another format from. */
  default String toJson() {
    return SyntaxWriter.write(
        new NamedSyntax(name(), aliases(), models(), knownLimits(), syntax()));
  }

  /** The name that engines use. */
  String name();

  /** Other names of the same format. */
  List<String> aliases();

  /** The models that write this format, as people call them; for people, not for look-ups. */
  List<String> models();

  /** Sentences on what these models may write that is not read as they mean it. */
  List<String> knownLimits();

  /** The declaration. */
  Syntax syntax();

  /** The default options of this format; they may differ from {@link ParserOptions#DEFAULT}. */
  ParserOptions defaultOptions();
}
