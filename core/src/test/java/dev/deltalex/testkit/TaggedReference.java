package dev.deltalex.testkit;

import static dev.deltalex.testkit.MarkerLook.NO;
import static dev.deltalex.testkit.MarkerLook.best;

import dev.deltalex.Diagnostic;

/** The reference for Qwen3-Coder's tags: what begins a call, and what may stand behind one. */
final class TaggedReference extends JsonReference {
  TaggedReference(ReferenceInput input, EventLog log, boolean calls) {
    super(input, log, calls);
  }

  @Override
  boolean ownCallsAreJson() {
    return false;
  }

  @Override
  int callCandidate(int start, int p) {
    int wrapped = look.wrapped(p);
    if (wrapped >= 0) {
      if (!admitted(look.name(), look.headerAt())) {
        return NO;
      }
      wrapperOpen = true;
      open(start, p, look.headerAt(), wrapped);
      return wrapped;
    }
    int bare = bareHeader(p);
    if (bare >= 0) {
      open(start, p, p, bare);
      return bare;
    }
    return best(wrapped, best(bare, behindCall ? orphan(p) : NO));
  }

  private int bareHeader(int p) {
    int header = look.header(p);
    if (header < 0) {
      return header;
    }
    String name = look.name();
    if (behindCall && wrapperOpen) {
      return admitted(name, p) ? header : NO;
    }
    if (!ReferenceCall.declared(input.tools(), name)) {
      return NO;
    }
    int next = look.pastWhitespace(header);
    int follows = best(look.tag(next, "<parameter", '='), look.tag(next, "</function", '>'));
    if (follows < 0) {
      return follows;
    }
    if (!admitted(name, p)) {
      return NO;
    }
    wrapperOpen = false;
    look.header(p);
    return header;
  }

  private void open(int start, int p, int headerAt, int headerEnd) {
    if (inReasoning) {
      emitReasoning(start, p);
    }
    inArray = false;
    TaggedCallReference calls = new TaggedCallReference(this);
    pos = calls.read(headerAt, headerEnd, look.name(), wrapperOpen);
    wrapperOpen = calls.wrapperOpen();
    over = calls.over();
    segmentBehindCall();
  }

  @Override
  int orphan(int p) {
    int toolCall = look.tag(p, "</tool_call", '>');
    int function = look.tag(p, "</function", '>');
    int parameter = look.tag(p, "</parameter", '>');
    int end = best(toolCall, best(function, parameter));
    if (end >= 0) {
      if (toolCall >= 0 && wrapperOpen) {
        wrapperOpen = false;
      } else {
        log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      }
      pos = end;
      plain = false;
      borderDrops = true;
    }
    return end;
  }
}
