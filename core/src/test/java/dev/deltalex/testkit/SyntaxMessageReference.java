package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the reference.
 *
 * <ul>
 *   <li>A header ends the message before it. Whitespace that is all of a message's body, or all
 *       that is between two messages, is nothing.
 *   <li>A closer ends the body it is in. Directly behind the end of a message or call another one
 *       is nothing; elsewhere outside of messages it is text.
 *   <li>The header of a call is text with all behind it, if it names none, if calls are not read or
 *       are as many as there may be, or if neither an object nor a closer follows it.
 * </ul>
 */
abstract class SyntaxMessageReference extends SyntaxTextReference {
  private final @Nullable SyntaxMessageHeader header;
  private final Block reasons;
  private final Block answers;

  SyntaxMessageReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
    Messages messages = syntax.messages();
    header = messages == null ? null : new SyntaxMessageHeader(messages, look);
    reasons = body(Region.REASONING);
    answers = body(Region.CONTENT);
  }

  private Block body(Region kind) {
    Messages messages = syntax.messages();
    return new Block(
        kind, List.of(), messages == null ? List.of() : messages.closers(), Block.Trim.NOTHING);
  }

  /** The block in which a response begins that begins in reasoning; null for none. */
  final @Nullable Block firstReasoning() {
    if (syntax.messages() != null) {
      return reasons;
    }
    return syntax.blocks().stream()
        .filter(each -> each.kind() == Region.REASONING)
        .findFirst()
        .orElse(null);
  }

  /** Whether the text is inside of a message, where only its own things count. */
  final boolean inMessage() {
    return syntax.messages() != null && block != null;
  }

  /** A call of the form opens. */
  abstract void openMessage(int start, SyntaxOpening opening);

  /** A header at {@code p}, or in content a closer; {@code start} is where whitespace begins. */
  final int messageCandidate(int start, int p) {
    Messages messages = syntax.messages();
    SyntaxMessageHeader reader = header;
    if (messages == null || reader == null) {
      return NO;
    }
    boolean closes = !inReasoning && block != null || !plain && (behindCall || behindMessage);
    int closer = closes ? forms.any(p, messages.closers()) : NO;
    if (closer >= 0) {
      return closer(start, p, closer);
    }
    int end = reader.read(p, atStart);
    if (end >= 0) {
      return header(start, p, end, messages, reader);
    }
    if (end == END && reader.committed()) {
      cut(start, p);
      return p;
    }
    return SyntaxLook.best(end, closer);
  }

  private void cut(int start, int p) {
    if (inReasoning && plain || !inReasoning && plain) {
      emit(start, p);
    }
    over = true;
    if (!input.cancelled()) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
    }
  }

  private int closer(int start, int p, int end) {
    if (block == null) {
      pos = end;
      return end;
    }
    if (plain) {
      emit(start, p);
    }
    block = null;
    pos = end;
    segmentBehindMessage();
    return end;
  }

  private void emit(int from, int to) {
    if (inReasoning) {
      emitReasoning(from, to);
    } else {
      emitContent(from, to);
    }
  }

  private int header(int start, int p, int end, Messages messages, SyntaxMessageHeader reader) {
    Messages.Rule rule = reader.rule(p);
    if (rule != null && rule.kind() == Region.CALL) {
      call(start, p, reader.name(p, rule), reader);
      return end;
    }
    if (plain) {
      emit(start, p);
    }
    if (rule != null && rule.report() != null) {
      log.diagnostic(rule.report(), p);
    }
    inReasoning = rule != null && rule.kind() == Region.REASONING;
    block = inReasoning ? reasons : answers;
    begin(end);
    return end;
  }

  private void begin(int at) {
    behindCall = false;
    behindMessage = false;
    closePairs();
    atStart = false;
    plain = false;
    borderDrops = true;
    eatWhitespace = false;
    pos = at;
  }

  private void call(int start, int p, String name, SyntaxMessageHeader reader) {
    int from = start;
    if (plain) {
      emit(start, p);
      from = p;
    }
    boolean counts = callsOn && !name.isEmpty() && name.length() <= input.limits().maxNameChars();
    if (!counts || !calls.admitted(name, p)) {
      headerIsText(from, reader.bodyAt());
      return;
    }
    int follows = reader.arguments(forms);
    if (follows == END) {
      over = true;
      if (!input.cancelled()) {
        log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
      }
      return;
    }
    if (follows < 0) {
      if (follows == OVER) {
        log.diagnostic(Diagnostic.HELD_LIMIT, from);
      }
      headerIsText(from, reader.bodyAt());
      return;
    }
    CallForm form = syntax.calls().stream().filter(syntax::isMessage).findFirst().orElseThrow();
    inReasoning = false;
    block = null;
    atStart = false;
    openMessage(from, new SyntaxOpening(form, 0, 0, p, p, reader.bodyAt(), name, false));
  }

  private void headerIsText(int from, int to) {
    inReasoning = false;
    block = null;
    emitContent(from, to);
    begin(to);
    plain = true;
  }
}
