package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * What a {@code response_template} says: the field of a model's tokenizer_config.json that
 * transformers 5.13 and later parse responses with. It is read as a declaration, and with it calls
 * stream while the model writes them.
 *
 * <p>The fields of a template become:
 *
 * <ul>
 *   <li>{@code thinking}, {@code reasoning} and {@code reasoning_content}: reasoning. As the
 *       template has it, calls inside of reasoning are text.
 *   <li>{@code content}: a part of the answer between markers, or without an opener the text
 *       outside of the other fields. Such text is content in any case; nothing is dropped.
 *   <li>{@code tool_calls}: calls, in {@code json} or {@code xml-inline}. The {@code transform}
 *       says where name, arguments and id are: in keys of the object, or in named groups of {@code
 *       open_pattern}. The request's schema types parameters between tags, and any number of calls
 *       is read.
 *   <li>Any other field: text that is discarded, with a diagnostic. {@link #limits} names it.
 * </ul>
 *
 * <p>Patterns may have literals, alternations of literals, optional literals, whitespace, and named
 * groups between literals. Everything else is refused with its JSON path. Whitespace around and
 * between markers is read as in every other format, whatever the pattern says of it. A {@code
 * response_schema}, the form before templates, is refused, too.
 *
 * @param path where it is in its document: {@code $.response_template}, or {@code $}
 * @param anchors the literals of which the last one in a prompt is where the response's message
 *     begins
 * @param syntax the declaration
 * @param limits sentences on what the template says and the declaration does not
 */
public record ResponseTemplate(
    String path, List<String> anchors, Syntax syntax, List<String> limits) {
  /** Copies the lists. */
  public ResponseTemplate {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(syntax, "syntax");
    anchors = List.copyOf(anchors);
    limits = List.copyOf(limits);
  }

  /**
   * Reads the template of a tokenizer_config.json, or a document that is a template.
   *
   * @throws SyntaxException if it is not JSON, holds no template, or the template is beyond the
   *     subset; the message begins with the JSON path and says what is allowed
   */
  public static ResponseTemplate read(CharSequence json) {
    return TemplateReader.read(json);
  }

  /**
   * Where the message of the response begins in a prompt: behind the last anchor, or 0 if there is
   * none. What is behind it is the generation prompt, with which a stream is opened.
   */
  public int messageStart(String prompt) {
    int start = 0;
    for (String anchor : anchors) {
      int found = prompt.lastIndexOf(anchor);
      start = found < 0 ? start : Math.max(start, found + anchor.length());
    }
    return start;
  }
}
