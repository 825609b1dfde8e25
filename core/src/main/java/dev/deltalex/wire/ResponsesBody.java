package dev.deltalex.wire;

import dev.deltalex.FinishReason;

/** A complete response of the Responses protocol, written when the stream has finished. */
final class ResponsesBody extends FoldingRenderer {
  private final ResponsesItems items;

  ResponsesBody(WireResponse response, WireBuffer out) {
    super(response, out);
    items = new ResponsesItems(response, message);
  }

  @Override
  void ended(FinishReason reason) {
    items.putResponse(this, reason, null, out);
    out.event();
  }

  @Override
  void failed(WireError error) {
    error.writeOpenAi(out);
  }
}
