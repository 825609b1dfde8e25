package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.syntax.Literal;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An edge under construction; states and lookaheads are referred to by name until all of them are
 * known.
 */
final class EdgeBuilder {
  final Literal literal;
  private final Action action;
  private int guard;
  private @Nullable String look;
  private @Nullable String next;
  private byte level = Edge.KEEP;
  private @Nullable Diagnostic report;
  private Resume resume = Resume.AFTER_MARKER;
  private Prefix prefix = Prefix.KEEP;
  private boolean closer;

  EdgeBuilder(Literal literal, Action action) {
    this.literal = literal;
    this.action = action;
  }

  /** Adds {@link Guard} bits that must hold. */
  EdgeBuilder when(int guards) {
    guard |= guards;
    return this;
  }

  /** The literal counts only if this lookahead succeeds. */
  EdgeBuilder look(@Nullable String name) {
    look = name;
    return this;
  }

  /** The next state. */
  EdgeBuilder to(@Nullable String state) {
    next = state;
    return this;
  }

  EdgeBuilder level(int newLevel) {
    level = (byte) newLevel;
    return this;
  }

  EdgeBuilder report(@Nullable Diagnostic what) {
    report = what;
    return this;
  }

  /** Where reading continues; {@link Resume#AFTER_MARKER} by default. */
  EdgeBuilder resume(Resume where) {
    resume = where;
    return this;
  }

  /** Discards the whitespace held before the literal. */
  EdgeBuilder drop() {
    prefix = Prefix.DROP;
    return this;
  }

  /** As {@link #drop} if {@code drops}. */
  EdgeBuilder drop(boolean drops) {
    prefix = drops ? Prefix.DROP : Prefix.KEEP;
    return this;
  }

  /** A cut-off beginning of the literal closes a value at the end of the stream. */
  EdgeBuilder closer() {
    closer = true;
    return this;
  }

  String text() {
    return literal.text();
  }

  /** Whether a lookahead ends with it, and it needs no condition. */
  boolean succeeds() {
    return look == null && next == null && guard == 0 && action == Action.GO;
  }

  /**
   * Whether a longer literal behind it would never be matched. One of a single char or none counts
   * whatever its conditions are.
   */
  boolean hides(EdgeBuilder other) {
    boolean longer = other.text().length() > text().length() && other.text().startsWith(text());
    return longer && (text().length() < 2 || (guard & ~other.guard) == 0);
  }

  /** Whether it closes something and a literal begins with it, which is then never found. */
  boolean closesBefore(Literal other) {
    return (closer || action == Action.LEAVE) && closesBefore(literal, other);
  }

  /** Whether a literal begins with a closer: {@code ```json} with {@code ```}. */
  static boolean closesBefore(Literal closer, Literal other) {
    return closer.text().length() > 1 && other.text().startsWith(closer.text());
  }

  /** Whether another lookahead follows, or a condition of the name before it. */
  boolean asksMore() {
    return look != null || guard == Guard.DECLARED;
  }

  Edge build(int ordinal, ToIntFunction<String> states, ToIntFunction<String> looks) {
    String text = literal.text();
    int body = Edge.body(literal);
    return new Edge(
        text.toCharArray(),
        body,
        Edge.head(text, body),
        Edge.headMask(body),
        guard | (literal.kind() == Literal.Kind.WORDS ? Guard.AFTER_NEWLINE : 0),
        look == null ? Grammar.NO_LOOK : looks.applyAsInt(look),
        action,
        next == null ? -1 : states.applyAsInt(next),
        level,
        report,
        resume,
        prefix,
        closer,
        literal.label(),
        ordinal);
  }
}
