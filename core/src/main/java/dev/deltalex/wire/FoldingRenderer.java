package dev.deltalex.wire;

/** Collects the events of a choice and writes one JSON body at the end. */
abstract sealed class FoldingRenderer extends WireRenderer
    permits ChatCompletionBody, MessagesBody, ResponsesBody {
  final MessageAccumulator message = new MessageAccumulator();

  FoldingRenderer(WireResponse response, WireBuffer out) {
    super(response, out);
  }

  @Override
  final void begin() {}

  @Override
  final void runOpens(int kind) {
    message.openRun(kind);
  }

  @Override
  void callOpens(int index, CharSequence id, CharSequence name) {
    message.openCall(id, name, form);
  }

  @Override
  void delta(int kind, char[] a, int from, int to) {
    message.delta(a, from, to);
  }

  @Override
  final void runCloses(int kind, boolean complete) {
    message.close(complete);
  }

  @Override
  final void callCloses(boolean complete) {
    message.close(complete);
  }

  /** Does nothing: a JSON body is written at its end only, so there is no keep-alive. */
  @Override
  final void keepAlive() {}
}
