package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Levels.Level;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Literal;
import java.util.List;
import java.util.Objects;

/**
 * Adds the states of text: plain content and the blocks, each with the literals that lead from it,
 * and the whitespace between them that is structure.
 */
final class TextLayout {
  static final String CONTENT = "IN_CONTENT";
  static final String AFTER_BLOCK = "SKIP_AFTER_REASONING";

  private final Layout layout;
  private final GrammarBuilder g;
  private final List<Block> blocks;

  TextLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
    this.blocks = layout.syntax.blocks();
  }

  /** The name of the plain state of a text. */
  String plain(int text) {
    return text == 0 ? CONTENT : "IN_" + block(text);
  }

  /** Whether one newline before a closer of a text's block is structure. */
  boolean trims(int text) {
    return text > 0 && blocks.get(text - 1).trim() == Block.Trim.NEWLINE;
  }

  private String block(int text) {
    Block block = blocks.get(text - 1);
    String content = block.isDiscarded() ? "DISCARDED_BLOCK" : "BLOCK";
    String name = block.kind() == Region.REASONING ? "REASONING" : content;
    return text == 1 ? name : name + '_' + text;
  }

  /**
   * The name of the state of text inside a pair, behind a call; the plain state where text ends the
   * pair. Text in an array ends the array.
   */
  String inside(int text, Level level) {
    Level around = layout.levels.pair(level);
    Level pair = around.isArray() ? layout.levels.get(around.parent()) : around;
    return Levels.staysOpen(pair) ? plain(text) + "_IN_LEVEL_" + pair.number() : plain(text);
  }

  TextKind kind(int text) {
    Block block = text == 0 ? null : blocks.get(text - 1);
    if (block != null && block.isDiscarded()) {
      return TextKind.DISCARDED;
    }
    return block != null && block.kind() == Region.REASONING
        ? TextKind.REASONING
        : TextKind.CONTENT;
  }

  /** Adds all states of text except those after calls. */
  void add() {
    segment("AT_START", true);
    boolean closes = blocks.stream().anyMatch(block -> !block.close().isEmpty());
    if (closes) {
      segment("AFTER_REASONING", false);
    }
    StateBuilder content = g.state(CONTENT, Op.TEXT, TextKind.CONTENT, 0);
    openers(content, false);
    layout.calls.openers(content, false, false);
    layout.json.bareOpeners(content, Guard.CALLS | Guard.AFTER_NEWLINE, false);
    layout.keywords.lineOpeners(content);
    g.text(CONTENT);
    if (closes) {
      g.state(AFTER_BLOCK, Op.SKIP_WHITESPACE, TextKind.CONTENT, 0).next("AFTER_REASONING");
    }
    String startReasoning = null;
    for (int text = 1; text <= blocks.size(); text++) {
      Block block = blocks.get(text - 1);
      boolean reasoning = block.kind() == Region.REASONING;
      if (reasoning && startReasoning == null) {
        startReasoning = "REASONING_START";
        StateBuilder start = g.state(startReasoning, Op.OPTIONAL, TextKind.REASONING, text);
        start.next("AT_START_OF_" + block(text));
        for (Literal opener : block.open()) {
          start.add(GrammarBuilder.on(opener, Action.OPEN_BLOCK).to(first(text)));
        }
        StateBuilder empty =
            g.state("AT_START_OF_" + block(text), Op.SEGMENT, TextKind.REASONING, text)
                .next(plain(text));
        closers(empty, block);
        layout.calls.openers(empty, true, false);
      }
      if (block.isDiscarded()) {
        closers(g.state(plain(text), Op.TEXT, TextKind.DISCARDED, text), block);
        g.text(plain(text));
      } else {
        block(block, text);
      }
    }
    g.starts(prompted(), startReasoning);
  }

  /**
   * Adds the state in which content begins, if the generation prompt may have written the first
   * chars of an opener; returns the name of the first state.
   */
  private String prompted() {
    Literal prompted = layout.syntax.prompted();
    if (prompted == null) {
      return "AT_START";
    }
    String name = "BEHIND_PROMPT";
    StateBuilder state = g.state(name, Op.OPTIONAL, TextKind.CONTENT, 0).next("AT_START");
    int length = prompted.text().length();
    for (int text = 1; text <= blocks.size(); text++) {
      for (Literal opener : blocks.get(text - 1).open()) {
        boolean begun =
            opener.text().startsWith(prompted.text()) && opener.text().length() > length;
        if (begun) {
          Literal rest = new Literal(opener.text().substring(length), Literal.Kind.TOKEN);
          state.add(GrammarBuilder.on(rest, Action.OPEN_BLOCK).to(first(text)));
        }
      }
    }
    layout.openers.prompted(state, prompted);
    return name;
  }

  private void block(Block block, int text) {
    Literal label = block.label();
    if (label != null) {
      StateBuilder labelled =
          g.state(first(text), Op.OPTIONAL, kind(text), text)
              .next(segment(text))
              .add(GrammarBuilder.on(label, Action.GO).to(segment(text)));
      emptyBehindLabel(labelled, block, text);
    }
    boolean trims = block.trim() == Block.Trim.NEWLINE;
    TextKind kind = kind(text);
    boolean opens = !block.open().isEmpty();
    if (trims && opens && label == null) {
      g.state(first(text), Op.ONE_NEWLINE, kind, text).next(segment(text));
    }
    if (opens) {
      StateBuilder segment = g.state(segment(text), Op.SEGMENT, kind, text).next(plain(text));
      if (kind == TextKind.CONTENT) {
        closers(segment, block);
        openers(segment, false);
      }
      layout.calls.openers(segment, true, false);
    }
    StateBuilder plain = g.state(plain(text), Op.TEXT, kind, text).newlinePrefix(trims);
    closers(plain, block);
    if (kind == TextKind.CONTENT) {
      openers(plain, false);
    }
    layout.calls.openers(plain, false, false);
    g.text(plain(text));
  }

  /**
   * Adds the label of an empty block, which may lack the newline at its end: {@code
   * <|channel>thought<channel|>}.
   */
  private void emptyBehindLabel(StateBuilder labelled, Block block, int text) {
    Literal label = Objects.requireNonNull(block.label());
    int last = label.text().length() - 1;
    if (last > 0 && label.text().charAt(last) == '\n' && !block.close().isEmpty()) {
      LookBuilder closer = g.look(labelled.name() + " CLOSER", LookOp.MARKER, AtEnd.REJECT);
      block.close().forEach(closer::accept);
      Literal word = new Literal(label.text().substring(0, last), Literal.Kind.TOKEN);
      labelled.add(
          GrammarBuilder.on(word, Action.GO).look(labelled.name() + " CLOSER").to(segment(text)));
    }
  }

  /** The name of the first state of a block. */
  private String first(int text) {
    if (blocks.get(text - 1).isDiscarded()) {
      return plain(text);
    }
    if (blocks.get(text - 1).label() != null) {
      return "LABEL_OF_" + block(text);
    }
    boolean trims = blocks.get(text - 1).trim() == Block.Trim.NEWLINE;
    return trims ? "FIRST_" + block(text) : segment(text);
  }

  /** The name of the state in which the text of a block begins. */
  private String segment(int text) {
    return "AT_OPENER_OF_" + block(text);
  }

  /** Adds the closers of a text's own block, which discard the whitespace held before them. */
  void closers(StateBuilder state, int text) {
    if (text > 0) {
      closers(state, blocks.get(text - 1));
    }
  }

  private static void closers(StateBuilder state, Block block) {
    for (Literal closer : block.close()) {
      if (!state.has(closer)) {
        state.add(GrammarBuilder.on(closer, Action.CLOSE_BLOCK).to(AFTER_BLOCK).drop());
      }
    }
  }

  private void segment(String name, boolean drop) {
    StateBuilder state = g.state(name, Op.SEGMENT, TextKind.CONTENT, 0).next(CONTENT);
    openers(state, drop);
    layout.calls.openers(state, true, true);
  }

  /**
   * Adds the openers of blocks, and the closers of blocks that no opener precedes.
   *
   * @param drop whether the whitespace before them is discarded: at the start and after a call
   */
  void openers(StateBuilder state, boolean drop) {
    if (layout.messages != null) {
      layout.messages.openers(state, drop);
      return;
    }
    for (int text = 1; text <= blocks.size(); text++) {
      Block block = blocks.get(text - 1);
      for (Literal opener : block.open()) {
        if (!state.has(opener)) {
          Diagnostic report = block.isDiscarded() ? Diagnostic.STRAY_TEXT : null;
          EdgeBuilder edge = GrammarBuilder.on(opener, Action.OPEN_BLOCK).to(first(text));
          state.add(edge.drop(drop).report(report));
        }
      }
      for (Literal closer : block.close()) {
        if (!state.has(closer)) {
          state.add(
              GrammarBuilder.on(closer, Action.CLOSE_BLOCK)
                  .to(AFTER_BLOCK)
                  .report(Diagnostic.ORPHAN_CLOSER)
                  .drop(drop));
        }
      }
    }
  }
}
