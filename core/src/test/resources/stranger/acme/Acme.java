package acme;

import static dev.deltalex.syntax.Say.*;

import dev.deltalex.format.WireFormat;

/** Acme 2: {@code <reason>…</reason>} and {@code <|call|>NAME|{…}<|end|>}. */
public final class Acme {
  public static final WireFormat FORMAT =
      WireFormat.format("acme", "acme-2")
          .reasoning(tag("<reason>"), tag("</reason>"))
          .calls(
              call()
                  .in(token("<|call|>"), token("<|end|>"))
                  .header(name(), token("|"))
                  .arguments());
}
