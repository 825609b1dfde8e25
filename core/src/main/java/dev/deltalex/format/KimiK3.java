package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Literal;
import java.util.List;

/**
 * Kimi K3: tags of control tokens, whose attributes spell {@code &} and quotes as entities.
 *
 * <pre>
 * &lt;|open|>think&lt;|sep|>REASONING&lt;|close|>think&lt;|sep|>
 * &lt;|open|>response&lt;|sep|>CONTENT&lt;|close|>response&lt;|sep|>
 * &lt;|open|>tools&lt;|sep|>&lt;|open|>call tool="NAME" index="1"&lt;|sep|>
 * &lt;|open|>argument key="KEY" type="string"&lt;|sep|>STRING&lt;|close|>argument&lt;|sep|>
 * &lt;|open|>argument key="KEY" type="number"&lt;|sep|>42&lt;|close|>argument&lt;|sep|>
 * &lt;|close|>call&lt;|sep|>&lt;|close|>tools&lt;|sep|>&lt;|close|>message&lt;|sep|>
 * </pre>
 *
 * <p>A value of another type than {@code string} is JSON. The newlines are not part of the format.
 */
final class KimiK3 {
  private static final Attributes TAG = attributes().end(token("<|sep|>")).withEntities();

  static final WireFormat FORMAT =
      format("kimi_k3")
          .models("Kimi K3")
          .hubNames("Kimi-K3")
          .reasoning(open("think"), close("think"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(open("response"), close("message")),
                  List.of(close("response")),
                  Block.Trim.NOTHING))
          .calls(
              call()
                  .in(open("tools"), close("tools"), OPTIONAL, MANY)
                  .header(token("<|open|>call"), TAG.name("tool"))
                  .close(close("call"))
                  .tagged(
                      parameter(token("<|open|>argument"), TAG.key("key").type("type"))
                          .close(close("argument"))));

  private KimiK3() {}

  private static Literal open(String tag) {
    return token("<|open|>" + tag + "<|sep|>");
  }

  private static Literal close(String tag) {
    return token("<|close|>" + tag + "<|sep|>");
  }
}
