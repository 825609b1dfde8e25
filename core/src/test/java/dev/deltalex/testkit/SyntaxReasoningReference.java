package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Syntax;

/**
 * Reasoning of the reference.
 *
 * <ul>
 *   <li>The closers of its own block count, and if it has none the openers of blocks of content;
 *       openers of reasoning are text.
 *   <li>Whitespace at the start of a segment is nothing in front of a call's opener and of the end;
 *       in front of a closer, too, if the segment begins the response or is behind a call.
 *   <li>A response that begins in reasoning begins in the first block of reasoning. Without one it
 *       begins in content.
 * </ul>
 */
abstract class SyntaxReasoningReference extends SyntaxContentReference {
  SyntaxReasoningReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
  }

  final void run() {
    if (options().initialState() == ParserOptions.InitialState.REASONING) {
      Block first = firstReasoning();
      if (first != null) {
        startIn(first);
      }
    }
    if (!inReasoning) {
      behindPrompt();
    }
    while (!over) {
      if (behindCall && inSection()) {
        section();
      } else if (inReasoning) {
        reasoning();
      } else {
        content();
      }
    }
    boolean called = input.reason() == FinishReason.STOP && calls.anyComplete();
    log.finished(called ? FinishReason.TOOL_CALLS : input.reason());
  }

  /** The response begins: the generation prompt may have written the first chars of an opener. */
  abstract void behindPrompt();

  /** Whether a section is open, in which only calls count. */
  abstract boolean inSection();

  /** Reads on in a section. */
  abstract void section();

  private void startIn(Block first) {
    inReasoning = true;
    block = first;
    plain = false;
    atStart = syntax.messages() == null;
    look.window(0, heldChars());
    int opener = forms.any(0, first.open());
    if (opener >= 0) {
      open(first, opener);
    } else if (opener == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, 0);
    } else if (opener == END && input.cancelled()) {
      over = true;
    }
  }

  private void reasoning() {
    if (!plain) {
      reasoningSegment();
      return;
    }
    int p = pos;
    while (p < length && !mayBegin(p) && !(trims() && "\r\n".indexOf(text.charAt(p)) >= 0)) {
      p++;
    }
    emitReasoning(pos, p);
    pos = p;
    if (p == length) {
      over = true;
      return;
    }
    int newline = trims() ? Blanks.newline(text, p) : 0;
    int next = p + newline;
    boolean loneReturn = p == length - 1 && text.charAt(p) == '\r';
    if (next == length || trims() && newline == 0 && loneReturn) {
      over = true;
      if (!input.cancelled()) {
        emitReasoning(p, length);
      }
    } else if (mayBegin(next)) {
      reasoningCandidate(p, next);
    } else {
      emitReasoning(p, newline == 0 ? p + 1 : next);
      pos = newline == 0 ? p + 1 : next;
    }
  }

  /**
   * The whitespace that a segment begins with is nothing if the end or a call's opener follows; at
   * the start of the response and behind a call also if a closer does.
   */
  private void reasoningSegment() {
    int start = pos;
    int p = Blanks.past(text, start);
    int edge = start + heldChars();
    if (Math.min(p, length - 1) >= edge) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
      emitReasoning(start, edge);
      pos = edge;
      textBegins();
    } else if (p == length) {
      over = true;
    } else if (!mayBegin(p) || !segmentCandidate(start, p)) {
      if (!behindCall || mayBegin(p) || !bareCandidate(start, p)) {
        textBegins();
        pos = start;
      }
    }
  }

  private boolean callsInIt() {
    return callsOn && callsInReasoning() != CallsInReasoning.LITERAL;
  }

  /** A marker begins at {@code p}, behind whitespace. False: only one that keeps whitespace may. */
  private boolean segmentCandidate(int start, int p) {
    look.window(start, heldChars());
    if (sharedCloser(p) >= 0) {
      return true;
    }
    int verdict = NO;
    if (borderDrops) {
      verdict = closer(start, start, p);
      if (verdict >= 0) {
        return true;
      }
    }
    verdict = best(verdict, messageCandidate(start, p));
    if (verdict >= 0) {
      return true;
    }
    verdict = best(verdict, callsInIt() ? callCandidate(start, p) : NO);
    if (verdict >= 0 || verdict == NO && behindCall && bareCandidate(start, p)) {
      return true;
    }
    if (verdict == NO && !borderDrops && block != null && forms.any(p, block.close()) != NO) {
      return false;
    }
    settle(verdict, start, p);
    return true;
  }

  /** A closer of the reasoning at {@code p}, in front of which {@code kept} ends what is said. */
  private int closer(int start, int kept, int p) {
    Block open = block;
    int closer = open == null ? NO : forms.any(p, open.close());
    int quoted = closer < 0 ? NO : quotedCloser(p, closer);
    if (quoted == END) {
      over = true;
      return closer;
    }
    if (quoted >= 0) {
      textAt(start, p);
      return closer;
    }
    if (closer >= 0) {
      emitReasoning(start, kept);
      inReasoning = false;
      block = null;
      pos = closer;
      if (syntax.messages() == null) {
        segmentBehindBlock();
      } else {
        segmentBehindMessage();
      }
    }
    return closer;
  }

  private void reasoningCandidate(int start, int p) {
    look.window(start, heldChars());
    int kept = p - (trims() ? Blanks.newlineBefore(text, start, p) : 0);
    int verdict = closer(start, kept, p);
    if (verdict < 0) {
      verdict = best(verdict, otherBlock(start, kept, p));
    }
    if (verdict < 0) {
      verdict = best(verdict, messageCandidate(start, p));
    }
    if (verdict >= 0) {
      return;
    }
    if (verdict == END && input.cancelled()) {
      // Whether or not the reasoning ends here, only a newline in front may belong to the closer.
      emitReasoning(start, kept);
    }
    if (callsInIt() && verdict == NO) {
      // what is before a call's opener is reasoning, whatever becomes of the opener
      emitReasoning(start, p);
      look.window(p, heldChars());
      int call = callCandidate(p, p);
      boolean object = call == NO && text.charAt(p) == '{' && objectsInText();
      if (!object || !bareCandidate(p, p)) {
        settle(call, p, p);
      }
    } else {
      settle(verdict, start, p);
    }
  }

  /** The opener of a block of content, which ends reasoning that has no closers. */
  private int otherBlock(int start, int kept, int p) {
    int verdict = NO;
    for (Block each : syntax.blocks()) {
      boolean ends = each.kind() == Region.CONTENT && block != null && block.close().isEmpty();
      int opener = ends ? forms.any(p, each.open()) : NO;
      if (opener >= 0) {
        emitReasoning(start, kept);
        open(each, opener);
        return opener;
      }
      verdict = best(verdict, opener);
    }
    return verdict;
  }
}
