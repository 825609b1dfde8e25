package dev.deltalex.grammar;

import dev.deltalex.Region;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds what must follow a closer, after optional whitespace, for the closer to count: a closer of a
 * pair around it, or any opener of a next call; after the outermost closer also the closer of
 * reasoning.
 */
final class FollowLayout {
  private final Layout layout;

  FollowLayout(Layout layout) {
    this.layout = layout;
  }

  /** The lookahead after a closer of a call or of a pair around it. */
  String behind(CallForm form, Literal closer) {
    List<Literal> closers = layout.closers(form);
    List<Literal> open = closers.subList(closers.indexOf(closer) + 1, closers.size());
    return behind("AFTER " + closer.text(), form, open);
  }

  /** The lookahead after the closer of the fence around a call's arguments. */
  String behindFence(CallForm form, Literal closer) {
    return behind("AFTER FENCE " + closer.text(), form, layout.closers(form));
  }

  /** The lookahead behind a closer of a form's call, with the closers that are still missing. */
  private String behind(String closer, CallForm form, List<Literal> open) {
    String name = layout.numbered(closer, form);
    if (!layout.g.hasLook(name)) {
      LookBuilder look = layout.g.look(name, LookOp.MARKER, AtEnd.ACCEPT);
      open.forEach(look::accept);
      if (open.isEmpty()) {
        reasoningClosers(look);
      }
      openers(look, form, open);
    }
    return name;
  }

  private void reasoningClosers(LookBuilder look) {
    for (Block block : layout.syntax.blocks()) {
      if (block.kind() == Region.REASONING) {
        block.close().forEach(look::accept);
      }
    }
  }

  /** Adds the openers of a next call where the closers {@code open} are still missing. */
  void openers(LookBuilder look, CallForm form, List<Literal> open) {
    List<Way> ways = new ArrayList<>(layout.ways.withoutPairs(Mode.FOLLOW));
    ways.addAll(layout.ways.fromOutside(Mode.FOLLOW));
    for (int pairs = form.around().size(); pairs > 0; pairs--) {
      Pair pair = form.around().get(pairs - 1);
      if (pair.close() == null || open.contains(pair.close())) {
        int level = layout.levels.of(form, pairs);
        ways.addAll(layout.ways.fromInside(level, Mode.FOLLOW, f -> !f.header().isEmpty()));
      }
    }
    layout.openers.add(look, ways, Mode.FOLLOW.name(), Mode.FOLLOW);
  }
}
