package dev.deltalex.testkit;

import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Syntax;
import java.util.List;

/** Damages texts of a declared format: its literals first of all, then as any text. */
public final class SyntaxMutations {
  private final List<Literal> literals;
  private final String[] dictionary;

  /** Mutations of texts of a declaration. */
  public SyntaxMutations(Syntax syntax) {
    SyntaxPieces pieces = new SyntaxPieces(syntax);
    literals = pieces.literals();
    dictionary = pieces.dictionary();
  }

  /** The text with one to four edits. */
  public String mutated(long seed, String text) {
    return mutated(new Pick(seed), text);
  }

  String mutated(Pick pick, String text) {
    StringBuilder out = new StringBuilder(text);
    for (int edits = pick.chance(50) ? 1 : pick.from(2, 4); edits > 0; edits--) {
      if (literals.isEmpty() || pick.chance(40)) {
        String damaged = Mutations.mutated(pick, out.toString(), dictionary);
        out.setLength(0);
        out.append(damaged);
      } else {
        literal(pick, out);
      }
    }
    return out.toString();
  }

  /** Damages an occurrence of a literal; inserts the literal if there is none. */
  private void literal(Pick pick, StringBuilder text) {
    String literal = literals.get(pick.below(literals.size())).text();
    int at = text.indexOf(literal, pick.below(text.length() + 1));
    at = at < 0 ? text.lastIndexOf(literal) : at;
    if (at < 0) {
      text.insert(pick.below(text.length() + 1), literal);
      return;
    }
    int end = at + literal.length();
    int inside = pick.from(at, end);
    switch (pick.below(8)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(end, pick.of("", "\n", " ") + literal);
      case 2 -> text.delete(inside, end);
      case 3 -> text.delete(at, inside);
      case 4 -> text.setLength(inside);
      case 5 -> text.insert(inside, pick.of(" ", "\n", "x", "s", "<", ">", "|", "\""));
      case 6 -> text.replace(at, end, literals.get(pick.below(literals.size())).text());
      default -> {
        text.delete(at, end);
        text.insert(pick.below(text.length() + 1), literal);
      }
    }
  }
}
