package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random well-formed responses of a declared format together with what they mean: reasoning,
 * content and calls, with every liberty of the declaration that has one meaning. Read from the
 * declaration alone; nothing is shared with the tables that the parser uses.
 */
public final class SyntaxTexts {
  private static final int CALL_IN_REASONING = 10;

  /**
   * A text and what it was made from.
   *
   * @param liberties those that were taken
   * @param known whether {@code expected} is what the text means; else only a reference can tell
   */
  public record Made(String text, Expected expected, boolean known, Set<SyntaxLiberty> liberties) {}

  /** A text and where its structure is. */
  record Marked(Made made, List<SyntaxOutput.Mark> marks) {}

  /** What the text ends with. */
  private enum After {
    START,
    REASONING,
    CONTENT,
    CALL,
    /** A call, perhaps in a pair that is still open. */
    OPEN_CALL
  }

  private final Pick pick;
  private final SyntaxOutput out;
  private final Syntax syntax;
  private final ParserOptions options;
  private final List<SyntaxCallTexts> forms = new ArrayList<>();
  private final String[] prose;
  private final String[] thoughts;
  private After after = After.START;

  /** Whether an opener of reasoning was written. */
  private boolean opened;

  private boolean wroteBlock;

  /** Whether the content that was written last is a block. */
  private boolean blockLast;

  private SyntaxTexts(Syntax syntax, Pick pick, ToolTexts.Tools tools, ParserOptions options) {
    this.pick = pick;
    this.syntax = syntax;
    this.options = options;
    out = new SyntaxOutput(pick, tools);
    out.prompted = syntax.prompted();
    SyntaxPieces pieces = new SyntaxPieces(syntax);
    prose = pieces.prose();
    thoughts = pieces.thoughts();
    if (!tools.tools().isEmpty()) {
      for (CallForm form : syntax.calls()) {
        SyntaxCallTexts texts = new SyntaxCallTexts(out, pieces, form);
        if (!texts.isOnlyBare() || texts.mayBeBare()) {
          forms.add(texts);
        }
      }
    }
  }

  /**
   * A response of its own.
   *
   * @param options those of the request, made from the format's own: where the response starts, and
   *     what a call inside reasoning means
   */
  public static Made next(Syntax syntax, long seed, ToolTexts.Tools tools, ParserOptions options) {
    return next(syntax, new Pick(seed), tools, options);
  }

  static Made next(Syntax syntax, Pick pick, ToolTexts.Tools tools, ParserOptions options) {
    return new SyntaxTexts(syntax, pick, tools, options).make();
  }

  static Marked marked(Syntax syntax, Pick pick, ToolTexts.Tools tools, ParserOptions options) {
    SyntaxTexts texts = new SyntaxTexts(syntax, pick, tools, options);
    return new Marked(texts.make(), texts.out.marks);
  }

  private Made make() {
    Messages messages = syntax.messages();
    if (messages != null) {
      new SyntaxMessageTexts(out, syntax, messages, options).response();
    } else {
      firstReasoning();
      answer();
    }
    return new Made(out.text.toString(), out.expected, out.known, out.taken());
  }

  private void answer() {
    text(40);
    discarded();
    int calls = forms.isEmpty() ? 0 : pick.chance(40) ? pick.from(2, 4) : pick.chance(96) ? 1 : 0;
    while (calls > 0) {
      int now = pick.chance(25) ? Math.min(calls, pick.from(2, 3)) : 1;
      calls -= now;
      boolean open = pick.chance(12);
      calls(now, open);
      if (!open) {
        discarded();
      }
      if (calls > 0 && !open) {
        laterReasoning();
        text(15);
      }
    }
    if (after != After.OPEN_CALL) {
      text(25);
      laterReasoning();
      text(10);
    }
    if (after != After.CONTENT) {
      out.put(pick.of("", "", "\n"));
      if (pick.chance(10)) {
        out.whitespace();
      }
    }
  }

  // ---- calls

  private void calls(int count, boolean open) {
    if (after != After.CONTENT) {
      out.whitespace();
    }
    SyntaxCallTexts form = forms.get(pick.below(forms.size()));
    if ((form.beginsWithWords() || form.isOnlyBare())
        && after == After.CONTENT
        && !out.text.toString().endsWith("\n")) {
      if (blockLast) {
        out.put("\n");
      } else {
        content("\n");
      }
    }
    boolean startOfLine = after != After.CONTENT || out.text.toString().endsWith("\n");
    boolean bare = count == 1 && startOfLine && after != After.OPEN_CALL && form.mayBeBare();
    SyntaxLiberty liberty =
        after == After.CONTENT ? SyntaxLiberty.BARE_AT_LINE : SyntaxLiberty.BARE;
    if (bare && out.takes(liberty, 30)) {
      form.bare(after != After.CALL);
      if (pick.chance(30) && out.takes(SyntaxLiberty.BARE_NEXT, 50)) {
        form.bareNext();
      }
      after = After.CALL;
    } else {
      form.calls(count, after == After.OPEN_CALL, open);
      after = open ? After.OPEN_CALL : After.CALL;
      if (form.endsInText()) {
        // Whitespace behind the pair would belong to the text in it.
        after = After.CONTENT;
      }
    }
    trim();
  }

  /** Whitespace between a call and prose is part of the prose, which brings its own. */
  private void trim() {
    StringBuilder text = out.text;
    while (!text.isEmpty() && Blanks.ws(text.charAt(text.length() - 1))) {
      text.setLength(text.length() - 1);
    }
  }

  // ---- reasoning

  private List<Block> blocks(@Nullable Region kind) {
    return syntax.blocks().stream()
        .filter(block -> block.kind() == kind)
        .filter(block -> !block.open().isEmpty() && !block.close().isEmpty())
        .toList();
  }

  /** The block in which a response that begins in reasoning begins, if a closer ends it. */
  private List<Block> firstBlock() {
    return syntax.blocks().stream()
        .filter(block -> block.kind() == Region.REASONING)
        .limit(1)
        .filter(block -> !block.close().isEmpty())
        .toList();
  }

  /** Writes a literal; words at the start of a line. */
  private void marker(Literal literal) {
    StringBuilder text = out.text;
    boolean words = literal.kind() == Literal.Kind.WORDS;
    if (words && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      if (after == After.CONTENT) {
        content("\n");
      } else {
        out.put("\n");
      }
    }
    out.literal(literal);
  }

  private Literal one(List<Literal> literals) {
    return literals.get(pick.below(literals.size()));
  }

  private void firstReasoning() {
    boolean inside = options.initialState() == ParserOptions.InitialState.REASONING;
    List<Block> all = inside ? firstBlock() : blocks(Region.REASONING);
    if (all.isEmpty() || !inside && !pick.chance(30)) {
      return;
    }
    Block block = inside ? all.get(0) : all.get(pick.below(all.size()));
    if (!inside && pick.chance(20)) {
      out.put(pick.of(" ", "\n"));
    }
    boolean trims = block.trim() == Block.Trim.NEWLINE;
    if (!block.open().isEmpty() && (!inside || pick.chance(30))) {
      marker(one(block.open()));
      opened = true;
      if (emptyBehindLabel(block)) {
        return;
      }
      behindOpener(block, trims);
    }
    reasoning(block);
    if (!out.wroteContent) {
      out.whitespace();
    }
  }

  /** Writes a label without the newline at its end, and the closer of its block. */
  private boolean emptyBehindLabel(Block block) {
    Literal label = block.label();
    boolean line = label != null && label.text().matches("(?s).+\n");
    if (!line || !out.takes(SyntaxLiberty.EMPTY_BEHIND_LABEL, 10)) {
      return false;
    }
    out.put(label.text().substring(0, label.text().length() - 1));
    after = After.REASONING;
    marker(one(block.close()));
    out.whitespace();
    return true;
  }

  /** Reasoning behind content or a call. */
  private void laterReasoning() {
    List<Block> all = blocks(Region.REASONING);
    if (all.isEmpty() || !out.takes(SyntaxLiberty.LATER_REASONING, 8)) {
      return;
    }
    Block block = all.get(pick.below(all.size()));
    // Directly behind the closer of a fence the opener would be quoted.
    String blank = out.text.toString().endsWith("`") ? "\n" : pick.of("", "\n", " ");
    out.put(after == After.CALL ? blank : "");
    marker(one(block.open()));
    // Only behind the first opener is a newline structure.
    String newline = opened ? pick.of("", "\n") : "";
    opened = true;
    out.put(newline);
    out.expected.addReasoning(newline);
    reasoning(block);
  }

  /** The text of a block of reasoning, and its closer. */
  private void reasoning(Block block) {
    thought("t");
    after = After.REASONING;
    boolean trims = block.trim() == Block.Trim.NEWLINE;
    ParserOptions.CallsInReasoning meaning = options.callsInReasoning();
    boolean literal = meaning == ParserOptions.CallsInReasoning.LITERAL || forms.isEmpty();
    literal |= forms.stream().anyMatch(SyntaxCallTexts::isOnlyBare);
    if (!literal && out.takes(SyntaxLiberty.CALL_IN_REASONING, CALL_IN_REASONING)) {
      out.inReasoning = true;
      SyntaxCallTexts form = forms.get(pick.below(forms.size()));
      if (form.beginsWithWords()) {
        out.put("\n");
        out.expected.addReasoning("\n");
      }
      form.calls(1, false, false);
      out.inReasoning = false;
      trim();
      after = After.CALL;
      if (meaning == ParserOptions.CallsInReasoning.ENDS_REASONING) {
        return;
      }
      if (after == After.CALL && pick.chance(60)) {
        thought(pick.of("", "\n", " ") + "t");
        after = After.REASONING;
      }
    }
    if (after == After.CALL && out.takes(SyntaxLiberty.BLANKS_BEHIND_CALL_IN_REASONING, 30)) {
      out.put(pick.of(" ", "\t", " \n"));
    } else if (trims) {
      out.put(pick.of("", "\n", "\r\n"));
    }
    after = After.REASONING;
    marker(one(block.close()));
  }

  private void thought(String begin) {
    StringBuilder thought = new StringBuilder(begin);
    for (int pieces = pick.below(4); pieces > 0; pieces--) {
      thought.append(pick.of(thoughts)).append(pick.of("", " ", "\n"));
    }
    quotedCloser(thought, SyntaxLiberty.QUOTED_CLOSER_IN_REASONING);
    thought.append(out.isLong(50) ? pick.longText() : "").append('.');
    out.put(thought.toString());
    out.expected.addReasoning(thought.toString());
  }

  private void quotedCloser(StringBuilder words, SyntaxLiberty liberty) {
    List<Block> all = blocks(Region.REASONING);
    // The closer of the open block of content counts, whatever is around it.
    boolean counts =
        blocks(Region.CONTENT).stream()
            .anyMatch(block -> !all.isEmpty() && block.close().containsAll(all.get(0).close()));
    if (!all.isEmpty() && !counts && out.takes(liberty, 3)) {
      words.append(" `").append(one(all.get(0).close()).text()).append("` ");
    }
  }

  // ---- content

  /** Content between markers, or outside of all. */
  private void text(int percent) {
    if (pick.chance(percent)) {
      List<Block> all =
          syntax.blocks().stream()
              .filter(block -> block.kind() == Region.CONTENT && !block.open().isEmpty())
              .toList();
      if (!all.isEmpty() && out.takes(SyntaxLiberty.BLOCK, 50)) {
        block(all.get(pick.below(all.size())));
      } else {
        String newline = pick.of("", "", " ", "\n");
        boolean kept = out.wroteContent || after == After.START || after == After.CALL;
        content((kept ? newline : "") + words() + pick.of("", "", " ", "\n\n"));
      }
    }
  }

  /** A block that is discarded, with a call in it. */
  private void discarded() {
    List<Block> all = blocks(null);
    if (all.isEmpty() || !out.takes(SyntaxLiberty.DISCARDED_BLOCK, 15)) {
      return;
    }
    Block block = all.get(pick.below(all.size()));
    if (after != After.CONTENT) {
      out.whitespace();
    }
    out.literal(one(block.open()));
    out.put(pick.of("", "{}", "a\nb", pick.of(prose), SyntaxPieces.mentioned(syntax)));
    out.literal(one(block.close()));
    after = After.REASONING;
    if (!out.wroteContent) {
      out.whitespace();
    }
  }

  private void block(Block block) {
    boolean first = !wroteBlock && !out.wroteContent;
    if (after == After.CALL || !out.wroteContent) {
      out.whitespace();
    }
    out.literal(one(block.open()));
    boolean trims = block.trim() == Block.Trim.NEWLINE;
    behindOpener(block, trims && first);
    content(words());
    if (!block.close().isEmpty()) {
      out.put(trims ? pick.of("", "\n", "\r\n") : "");
      out.literal(one(block.close()));
    }
    wroteBlock = true;
    blockLast = true;
  }

  /** What is structure behind an opener: the label, or a newline if it is {@code trimmed}. */
  private void behindOpener(Block block, boolean trimmed) {
    Literal label = block.label();
    if (label == null) {
      out.put(trimmed ? pick.of("", "\n", "\r\n") : "");
    } else if (pick.chance(70)) {
      out.put(label.text());
    }
  }

  private void content(String text) {
    out.content(text);
    after = After.CONTENT;
    blockLast = false;
  }

  /** Prose begins and ends with a letter, so that whitespace at its edges is what is meant. */
  private String words() {
    StringBuilder words = new StringBuilder("W");
    for (int pieces = pick.from(1, 3); pieces > 0; pieces--) {
      words.append(pick.of(prose)).append(pick.of("", " ", "\n"));
    }
    quotedCloser(words, SyntaxLiberty.QUOTED_CLOSER_IN_CONTENT);
    return words.append(out.isLong(40) ? pick.longText() : "").append('w').toString();
  }
}
