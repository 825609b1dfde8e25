package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Syntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What content and reasoning of the reference share: the text, its blocks, and what is emitted. */
abstract class SyntaxTextReference {
  final Syntax syntax;
  final ReferenceInput input;
  final String text;
  final int length;
  final EventLog log;
  final SyntaxForms forms;
  final SyntaxLook look;
  final ReferenceCalls calls;
  final boolean callsOn;

  int pos;
  boolean over;
  boolean inReasoning;

  /** The open block of reasoning or content, if any. */
  @Nullable Block block;

  // what the response has had so far
  /** Whether a block of reasoning was opened. */
  private boolean openerSeen;

  private boolean contentEmitted;

  /** Follows the code fences of the content, unless the option lets markers in them count. */
  final @Nullable FenceReference fence;

  /** The chars with which a literal may begin outside of calls. */
  private final String firsts;

  /** Where a closer of reasoning ends a section: what is discarded before it does not quote it. */
  int unquotedAt = -1;

  // the segment of content that is being read
  boolean plain;
  boolean borderDrops = true;
  boolean eatWhitespace;

  /** Between the end of a call and the next text. */
  boolean behindCall;

  /** Between the end of a message and the next text. */
  boolean behindMessage;

  /** Whether nothing but whitespace was read. */
  boolean atStart = true;

  /** What was said when a call was looked for last. */
  int callVerdict = NO;

  SyntaxTextReference(Syntax syntax, ReferenceInput input, EventLog log) {
    this.syntax = syntax;
    this.input = input;
    this.text = input.text();
    this.length = text.length();
    this.log = log;
    forms = new SyntaxForms(syntax, input);
    look = forms.look();
    calls = new ReferenceCalls(input, log);
    boolean guarded = options().fencedCode() == ParserOptions.FencedCode.GUARD;
    fence = guarded ? new FenceReference() : null;
    boolean none = options().toolChoice() == ParserOptions.ToolChoice.NONE;
    callsOn = !syntax.calls().isEmpty() && input.tools().readsCalls() && !none;
    firsts = firsts();
  }

  private String firsts() {
    List<Literal> literals = new ArrayList<>();
    for (Block each : syntax.blocks()) {
      literals.addAll(each.open());
      literals.addAll(each.close());
    }
    Messages messages = syntax.messages();
    if (messages != null) {
      literals.addAll(SyntaxMessageHeader.openers(messages));
      literals.addAll(messages.closers());
    }
    if (callsOn) {
      literals.addAll(forms.pairOpeners());
      literals.addAll(forms.headerLiterals());
      literals.addAll(forms.closers());
      literals.addAll(forms.fenceClosers());
    }
    return firstChars(literals);
  }

  static String firstChars(List<Literal> literals) {
    StringBuilder chars = new StringBuilder();
    literals.forEach(literal -> chars.append(literal.text().charAt(0)));
    return chars.toString();
  }

  final boolean mayBegin(int p) {
    return firsts.indexOf(text.charAt(p)) >= 0
        || atStart && syntax.messages() != null
        || text.charAt(p) == '{' && (objectsInText() || bareAtLine(p))
        || text.charAt(p) == '[' && bareAtLine(p)
        || keywordsAtLine(p);
  }

  /** Whether a call as Python spells it may begin in content at {@code p}, a line's start. */
  abstract boolean keywordsAtLine(int p);

  /** Whether an object without markers may begin in content at {@code p}, a line's start. */
  abstract boolean bareAtLine(int p);

  /** Whether objects may be calls in the text that is read, which is inside a pair. */
  abstract boolean objectsInText();

  final ParserOptions options() {
    return input.options();
  }

  final int heldChars() {
    return input.limits().maxHeldChars();
  }

  /** What a call inside reasoning means. */
  final CallsInReasoning callsInReasoning() {
    return options().callsInReasoning();
  }

  /** What was looked for at {@code p} is not there, or may not be waited for, or the text ended. */
  final void settle(int verdict, int start, int p) {
    int callVerdict = this.callVerdict;
    this.callVerdict = NO;
    if (verdict >= 0) {
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
    } else if (verdict == END && input.cancelled()) {
      over = true;
      return;
    } else if (callVerdict == END && callsOn && forms.any(p, forms.openers()) >= 0) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
      over = true;
      return;
    } else if (verdict == END && (behindCall || behindMessage) && cutCloser(p)) {
      over = true;
      return;
    }
    textAt(start, p);
  }

  /** Whether the text ends in a closer of calls at {@code p}, cut behind its second char. */
  final boolean cutCloser(int p) {
    List<Literal> closers = new ArrayList<>(forms.orphans());
    closers.addAll(openFences());
    return length - p > 2 && forms.any(p, closers) == END;
  }

  /** The closers of the pairs and fences that are open behind a call. */
  abstract List<Literal> openFences();

  /**
   * Whether the closer of reasoning from {@code p} to {@code end} is quoted: the same quotation
   * mark or backtick is before and behind it, the first of them at the start of the text or behind
   * whitespace or an opening bracket. The index, NO, or END if that cannot be told yet.
   */
  final int quotedCloser(int p, int end) {
    boolean quote = p > 0 && p != unquotedAt && "`\"".indexOf(text.charAt(p - 1)) >= 0;
    if (!quote || p > 1 && " \t\r\n([{".indexOf(text.charAt(p - 2)) < 0) {
      return NO;
    }
    if (end == length) {
      return input.cancelled() ? END : NO;
    }
    return text.charAt(end) == text.charAt(p - 1) ? end : NO;
  }

  final void textAt(int start, int p) {
    if (inReasoning) {
      emitReasoning(start, p + 1);
    } else {
      emitContent(start, p + 1);
    }
    textBegins();
    pos = p + 1;
  }

  /** Text that is not only whitespace begins, or goes on. */
  final void textBegins() {
    plain = true;
    atStart = false;
    behindMessage = false;
    if (behindCall) {
      behindCall = false;
      textBehindCall();
    }
  }

  /** Text begins behind a call: a pair of tags stays open, any other closes. */
  abstract void textBehindCall();

  /** A block opens or closes: no pair stays open. */
  abstract void closePairs();

  // ---- calls

  /**
   * A call's opener at {@code p}, or behind a call a closer. Returns an index when it was read;
   * {@code start} is where whitespace begins that belongs to it.
   */
  abstract int callCandidate(int start, int p);

  /** A closer behind a call. */
  abstract int orphan(int p);

  /**
   * Behind a call the closer of a pair that is open, if it is a block's, too: the pair is first.
   */
  abstract int sharedCloser(int p);

  /**
   * What calls begin with that is no literal, at the first char of a segment of content or behind a
   * call in reasoning. Whether it was read.
   */
  abstract boolean bareCandidate(int start, int p);

  /** Behind a call, which may have ended the reasoning. */
  void segmentBehindCall() {
    if (callsInReasoning() == CallsInReasoning.ENDS_REASONING && inReasoning) {
      inReasoning = false;
      block = null;
    }
    plain = false;
    borderDrops = true;
    eatWhitespace = false;
    behindCall = true;
    behindMessage = false;
    atStart = false;
  }

  /** Behind a message. */
  final void segmentBehindMessage() {
    segmentBehindBlock();
    borderDrops = true;
    behindMessage = true;
    atStart = false;
  }

  // ---- blocks

  final void segmentBehindBlock() {
    plain = false;
    borderDrops = false;
    behindCall = false;
    closePairs();
    eatWhitespace = !contentEmitted;
  }

  final void open(Block opened, int end) {
    block = opened;
    inReasoning = opened.kind() == Region.REASONING;
    behindCall = false;
    closePairs();
    pos = end;
    if (inReasoning) {
      plain = false;
      borderDrops = false;
    } else {
      segmentBehindBlock();
      eatWhitespace = false;
    }
    Literal label = opened.label();
    if (label != null) {
      int behind = label(pos, label, opened);
      if (behind == SyntaxLook.END && input.cancelled()) {
        over = true;
      }
      pos = Math.max(pos, behind);
    }
    boolean again = inReasoning && openerSeen;
    if (label == null && !again && opened.trim() == Block.Trim.NEWLINE) {
      int newline = Blanks.newline(text, end);
      if (newline > 0) {
        pos = end + newline;
      } else if (input.cancelled() && end == length - 1 && text.charAt(end) == '\r') {
        over = true;
      }
    }
    openerSeen |= inReasoning;
  }

  /**
   * The index behind a label at {@code p}, or a verdict; no limit of held chars applies to it. The
   * newline at its end may be missing if nothing but whitespace is before a closer of the block,
   * which is searched for as far as chars may be held.
   */
  private int label(int p, Literal label, Block of) {
    look.window(p, Integer.MAX_VALUE - p);
    int whole = look.literal(p, label);
    if (whole != NO || !label.text().matches("(?s).+\n")) {
      return whole;
    }
    String line = label.text().substring(0, label.text().length() - 1);
    int word = look.literal(p, new Literal(line, Literal.Kind.TOKEN));
    if (word < 0 || of.close().isEmpty()) {
      return word < 0 ? word : NO;
    }
    look.window(p, heldChars());
    int closer = forms.any(look.pastWhitespace(word), of.close());
    if (closer == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    return closer < 0 ? closer : word;
  }

  final boolean trims() {
    Block open = block;
    return open != null && open.trim() == Block.Trim.NEWLINE;
  }

  // ---- text

  private int emittable(int to) {
    boolean half =
        input.cancelled()
            && to == length
            && to > 0
            && Character.isHighSurrogate(text.charAt(to - 1));
    return half ? to - 1 : to;
  }

  final void emitContent(int from, int to) {
    int end = emittable(to);
    if (from < end) {
      char[] chars = text.substring(from, end).toCharArray();
      log.content(chars, 0, chars.length, from);
      contentEmitted = true;
      if (fence != null) {
        fence.append(text.substring(from, end));
      }
    }
  }

  final void emitReasoning(int from, int to) {
    int end = emittable(to);
    if (from < end) {
      char[] chars = text.substring(from, end).toCharArray();
      log.reasoning(chars, 0, chars.length, from);
    }
  }
}
