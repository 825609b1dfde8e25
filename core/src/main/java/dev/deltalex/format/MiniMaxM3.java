package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.element;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * MiniMax M3: parameters are elements called as their keys, which nest; a namespace is in front of
 * each tag.
 *
 * <pre>
 * &lt;mm:think>
 * REASONING
 * &lt;/mm:think>
 *
 * CONTENT
 * ]&lt;]minimax[>[&lt;tool_call>
 * ]&lt;]minimax[>[&lt;invoke name="NAME">
 * ]&lt;]minimax[>[&lt;KEY>VALUE]&lt;]minimax[>[&lt;/KEY>
 * ]&lt;]minimax[>[&lt;KEY>]&lt;]minimax[>[&lt;KEY>VALUE]&lt;]minimax[>[&lt;/KEY>]&lt;]minimax[>[&lt;/KEY>
 * ]&lt;]minimax[>[&lt;/invoke>
 * ]&lt;]minimax[>[&lt;/tool_call>
 * </pre>
 *
 * <p>The elements of an array are called {@code item}. Several calls share one block. Values are
 * verbatim.
 */
final class MiniMaxM3 {
  private static final String NAMESPACE = "]<]minimax[>[";

  static final WireFormat FORMAT =
      format("minimax_m3", "minimax-m3")
          .models("MiniMax M3")
          .hubNames("MiniMax-M3")
          .templateMarks(NAMESPACE)
          .reasoning(tag("<mm:think>"), tag("</mm:think>"))
          .calls(
              call()
                  .in(
                      tag(NAMESPACE + "<tool_call>"),
                      tag(NAMESPACE + "</tool_call>"),
                      OPTIONAL,
                      MANY)
                  .header(tag(NAMESPACE + "<invoke name="), name(), tag(">"))
                  .close(tag(NAMESPACE + "</invoke>"))
                  .nested(
                      "item",
                      element(
                          parameter(token(NAMESPACE + "<"), key(), tag(">")),
                          token(NAMESPACE + "</"),
                          key(),
                          tag(">"))));

  private MiniMaxM3() {}
}
