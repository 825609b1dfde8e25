package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Syntax;

/**
 * Content of the reference.
 *
 * <ul>
 *   <li>The openers of all blocks count. A closer of the open block of content is consumed, one of
 *       any other block is an orphan, which keeps the whitespace in front of it, unless a quoted
 *       opener was text before.
 *   <li>A block that is neither reasoning nor content is discarded up to its closer; nothing in it
 *       counts.
 *   <li>A quoted closer is text, as in reasoning, but for that of the open block.
 *   <li>What begins a call without a literal is tried where no literal begins.
 * </ul>
 */
abstract class SyntaxContentReference extends SyntaxMessageReference {
  /** Where a marker of a call was asked for already, and was none. */
  private int noCallAt = -1;

  /** Whether a quoted opener of reasoning was text. */
  private boolean openerMentioned;

  SyntaxContentReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
  }

  final void content() {
    if (plain) {
      int at = pos;
      while (at < length && !mayBegin(at)) {
        at++;
      }
      int newline = at == length ? heldNewline(pos) : newlineOfCloser(pos, at);
      emitContent(pos, at - newline);
      pos = at;
      if (at == length) {
        over = true;
      } else if (newline > 0 && fence != null && fence.insideBehindLine()) {
        // In a code block a closer is text, and so is the newline before it.
        emitContent(at - newline, at);
        textAt(at, at);
      } else {
        contentCandidate(at, at, newline > 0);
      }
      return;
    }
    int at = Blanks.past(text, pos);
    if (eatWhitespace) {
      pos = at;
    }
    eatWhitespace = false;
    int start = pos;
    if (Math.min(at, length - 1) >= start + heldChars()) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
      plainFrom(start);
    } else if (at == length) {
      over = true;
    } else if (mayBegin(at)) {
      contentCandidate(start, at, false);
    } else if (!callsOn || !bareCandidate(start, at)) {
      plainFrom(start);
    }
  }

  /** Chars of the newline before the closer of the open block of content at {@code p}, or 0. */
  private int newlineOfCloser(int from, int p) {
    Block open = block;
    if (open == null || open.trim() == Block.Trim.NOTHING) {
      return 0;
    }
    look.window(p, heldChars());
    int closer = forms.any(p, open.close());
    boolean counts = closer >= 0 || closer == END && input.cancelled();
    return counts ? Blanks.newlineBefore(text, from, p) : 0;
  }

  /** Chars of the newline that the text so far ends with, which may be that of a closer, or 0. */
  private int heldNewline(int from) {
    boolean held = input.cancelled() && trims();
    boolean carriageReturn = length > from && text.charAt(length - 1) == '\r';
    return !held ? 0 : carriageReturn ? 1 : Blanks.newlineBefore(text, from, length);
  }

  private void plainFrom(int start) {
    textBegins();
    pos = start;
  }

  /**
   * A marker begins at {@code p}, or it is text with the whitespace from {@code start}.
   *
   * @param unfenced whether it is known to be outside of code blocks
   */
  private void contentCandidate(int start, int p, boolean unfenced) {
    if (!unfenced && fence != null && fence.inside()) {
      textAt(start, p);
      return;
    }
    look.window(start, heldChars());
    if (sharedCloser(p) >= 0) {
      return;
    }
    int verdict = messageCandidate(start, p);
    Block own = block;
    if (verdict == NO && own != null && syntax.messages() == null) {
      verdict = blockCandidate(start, p, own);
    }
    if (verdict >= 0) {
      return;
    }
    for (Block each : syntax.blocks()) {
      verdict = best(verdict, blockCandidate(start, p, each));
      if (verdict >= 0) {
        return;
      }
    }
    if (callsOn && p != noCallAt) {
      verdict = best(verdict, callCandidate(start, p));
    }
    boolean bare =
        !plain
            || text.charAt(p) == '{' && (objectsInText() || bareAtLine(p))
            || text.charAt(p) == '[' && bareAtLine(p);
    bare |= keywordsAtLine(p);
    if (verdict == NO && bare && callsOn && bareCandidate(start, p)) {
      return;
    }
    if (verdict == NO && !plain && text.charAt(p) == '[') {
      // In text it may begin a list, if it is at the start of a line.
      noCallAt = p;
      plainFrom(start);
      return;
    }
    settle(verdict, start, p);
  }

  private int blockCandidate(int start, int p, Block each) {
    boolean reasons = each.kind() == Region.REASONING;
    int opener = forms.any(p, each.open());
    int closer = forms.any(p, each.close());
    if (opener >= 0 && reasons && quoted(p)) {
      openerMentioned = true;
      textAt(start, p);
      return opener;
    }
    if (opener >= 0) {
      keepPrefix(start, p);
      if (each.kind() == null) {
        discard(each, p, opener);
      } else {
        open(each, opener);
      }
      return opener;
    }
    boolean orphan = reasons || each != block;
    int quotedCloser = closer >= 0 && orphan ? quotedCloser(p, closer) : NO;
    if (quotedCloser == END) {
      over = true;
      return closer;
    }
    if (closer >= 0 && orphan && (openerMentioned || quotedCloser >= 0)) {
      textAt(start, p);
      return closer;
    }
    if (closer >= 0) {
      if (each != block) {
        keepPrefix(start, p);
        log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      }
      block = null;
      pos = closer;
      segmentBehindBlock();
      return closer;
    }
    return best(opener, closer);
  }

  /** A block that is discarded opens at {@code p}: all up to its first closer, or the end. */
  private void discard(Block discarded, int p, int from) {
    log.diagnostic(Diagnostic.STRAY_TEXT, p);
    block = null;
    for (int q = from; q < length; q++) {
      look.window(q, length);
      int closer = forms.any(q, discarded.close());
      if (closer >= 0) {
        pos = closer;
        segmentBehindBlock();
        return;
      }
    }
    over = true;
  }

  private boolean quoted(int p) {
    return p > 0 && "\"'`".indexOf(text.charAt(p - 1)) >= 0;
  }

  private void keepPrefix(int start, int p) {
    if (start < p && !borderDrops) {
      emitContent(start, p);
    }
  }
}
