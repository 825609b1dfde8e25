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
 *   <li>The closers of its own block count, and the openers of blocks of content; openers of
 *       reasoning are text.
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
      for (Block each : syntax.blocks()) {
        if (each.kind() == Region.REASONING) {
          startIn(each);
          break;
        }
      }
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

  /** Whether a section is open, in which only calls count. */
  abstract boolean inSection();

  /** Reads on in a section. */
  abstract void section();

  private void startIn(Block first) {
    inReasoning = true;
    block = first;
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
    if (behindCall) {
      reasoningBehindCall();
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

  /** Whitespace behind a call is reasoning unless a closer that closes nothing follows. */
  private void reasoningBehindCall() {
    int start = pos;
    int p = Blanks.past(text, start);
    int edge = start + heldChars();
    if (Math.min(p, length - 1) >= edge) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
      emitReasoning(start, edge);
      pos = edge;
      behindCall = false;
    } else if (p == length) {
      over = true;
      if (!input.cancelled()) {
        emitReasoning(start, p);
      }
    } else if (mayBegin(p)) {
      reasoningCandidate(start, p);
    } else if (!bareCandidate(start, p)) {
      behindCall = false;
    }
  }

  private void reasoningCandidate(int start, int p) {
    look.window(start, heldChars());
    Block open = block;
    int closer = open == null ? NO : forms.any(p, open.close());
    int kept = p - (trims() ? Blanks.newlineBefore(text, start, p) : 0);
    if (closer >= 0) {
      emitReasoning(start, kept);
      inReasoning = false;
      block = null;
      pos = closer;
      segmentBehindBlock();
      return;
    }
    int verdict = best(closer, otherBlock(start, kept, p));
    if (verdict >= 0) {
      return;
    }
    boolean calls = callsOn && callsInReasoning() != CallsInReasoning.LITERAL;
    int orphan = calls && behindCall ? orphan(p) : NO;
    verdict = best(verdict, orphan);
    if (verdict == END && orphan == NO && input.cancelled()) {
      // Whether or not the reasoning ends here, only a newline in front may belong to the closer.
      emitReasoning(start, kept);
    }
    if (calls && verdict == NO && !(behindCall && bareCandidate(start, p))) {
      // what is before a call's opener is reasoning, whatever becomes of the opener
      emitReasoning(start, p);
      look.window(p, heldChars());
      settle(callCandidate(p, p), p, p);
    } else if (!calls || verdict != NO) {
      settle(verdict, start, p);
    }
  }

  /** The opener of a block of content, which ends the reasoning. */
  private int otherBlock(int start, int kept, int p) {
    int verdict = NO;
    for (Block each : syntax.blocks()) {
      int opener = each.kind() == Region.CONTENT ? forms.any(p, each.open()) : NO;
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
