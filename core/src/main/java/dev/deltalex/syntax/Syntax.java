package dev.deltalex.syntax;

import dev.deltalex.ParserOptions.CallsInReasoning;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that distinguishes one wire format from another.
 *
 * @param blocks reasoning and answers between markers; the first block of reasoning is the one in
 *     which a response may begin
 * @param calls the ways of writing calls; a format has several where its models mix them. Their
 *     order has no effect
 * @param messages how text comes in messages, or null; then there are no blocks
 * @param callsInReasoning what a call inside reasoning means, unless an option says otherwise
 * @param prompted a literal that the generation prompt may end with, or null: at the start of the
 *     response, openers of blocks and headers of declared tools that begin with it may lack it
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record Syntax(
    List<Block> blocks,
    List<CallForm> calls,
    @Nullable Messages messages,
    CallsInReasoning callsInReasoning,
    @Nullable Literal prompted) {
  /** Neither blocks nor calls: all text is content. */
  public static final Syntax PLAIN =
      new Syntax(List.of(), List.of(), CallsInReasoning.CALL_THEN_RESUME);

  /** Copies the lists. */
  public Syntax {
    blocks = List.copyOf(blocks);
    calls = List.copyOf(calls);
    Objects.requireNonNull(callsInReasoning, "callsInReasoning");
  }

  /** A declaration whose text does not come in messages. */
  public Syntax(List<Block> blocks, List<CallForm> calls, CallsInReasoning callsInReasoning) {
    this(blocks, calls, null, callsInReasoning, null);
  }

  /** A declaration whose openers are never part of the generation prompt. */
  public Syntax(
      List<Block> blocks,
      List<CallForm> calls,
      @Nullable Messages messages,
      CallsInReasoning callsInReasoning) {
    this(blocks, calls, messages, callsInReasoning, null);
  }

  /** Whether calls of a form are messages: their header names the tool. */
  public boolean isMessage(CallForm form) {
    return messages != null && form.around().isEmpty() && form.header().isEmpty();
  }
}
