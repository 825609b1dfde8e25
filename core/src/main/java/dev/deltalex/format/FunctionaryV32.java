package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Functionary 3.2: content and calls behind a line with their recipient; JSON arguments.
 *
 * <pre>
 * &gt;&gt;&gt;all
 * CONTENT
 * &gt;&gt;&gt;NAME
 * {…}
 * </pre>
 *
 * <p>The generation prompt may end with the first {@code >>>}. An interpreter of Python writes the
 * same chars as a prompt, so that only the name of a declared tool makes a call.
 */
final class FunctionaryV32 {
  static final WireFormat FORMAT =
      format("functionary_v32")
          .models("Functionary 3.2")
          .hubNames("functionary-small-v3.2", "functionary-medium-v3.2")
          .templateMarks(">>>all")
          .block(
              new Block(Region.CONTENT, List.of(token(">>>all\n")), List.of(), Block.Trim.NOTHING))
          .prompted(token(">>>"))
          .calls(call().header(token(">>>"), name()).arguments().bare(DECLARED));

  private FunctionaryV32() {}
}
