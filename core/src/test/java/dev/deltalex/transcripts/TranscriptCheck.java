package dev.deltalex.transcripts;

import dev.deltalex.Region;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.grammar.GrammarPrinter;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.SyntaxMutants;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sections of a transcript file prove of a format: that it has the recorded events at any
 * cutting, and that every component of its declaration matters to one of them.
 */
public final class TranscriptCheck {
  private static final List<Cuts> CUTS = List.of(Cuts.whole(), Cuts.ones(), Cuts.fixed(5));

  private final WireFormat format;
  private final List<Transcript> transcripts;

  /** The sections of {@code markdown} that parse an input, about {@code format}. */
  public TranscriptCheck(WireFormat format, String markdown) {
    this.format = format;
    transcripts =
        TranscriptFile.read(format, markdown).stream()
            .filter(transcript -> transcript.refusal().isEmpty())
            .toList();
  }

  /** Number of sections. */
  public int size() {
    return transcripts.size();
  }

  /** The first section whose events differ from the recorded ones, with both, or empty. */
  public String difference() {
    for (Transcript transcript : transcripts) {
      for (int size = 1; size <= Math.max(1, transcript.length()); size++) {
        String seen = transcript.replay(format, Cuts.fixed(size));
        if (!seen.equals(transcript.events())) {
          return transcript.title() + ", by " + size + "\n" + transcript.events() + "---\n" + seen;
        }
      }
    }
    return "";
  }

  /**
   * The mutants of the declaration.
   *
   * @param refused those of which no tables can be made
   * @param killed those with other events in some section
   * @param equivalent the others whose tables equal the format's: they read every text alike
   * @param alive the rest: no section proves the component
   */
  public record Mutants(
      List<String> refused, List<String> killed, List<String> equivalent, List<String> alive) {
    @Override
    public String toString() {
      return refused.size()
          + " refused, "
          + killed.size()
          + " killed, "
          + equivalent.size()
          + " equivalent, "
          + alive.size()
          + " alive";
    }
  }

  /** Replays the sections with each mutant of the declaration. */
  public Mutants mutants() {
    Mutants all =
        new Mutants(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    String tables = tables(format);
    for (SyntaxMutants.Mutant mutant : SyntaxMutants.of(format.syntax())) {
      try {
        WireFormat changed = WireFormat.of("mutant", List.of(), mutant.syntax());
        boolean same = tables.equals(tables(changed)) && haveSameDefaults(mutant.syntax());
        List<String> unnoticed = same ? all.equivalent : all.alive;
        (isNoticed(changed) ? all.killed : unnoticed).add(mutant.change());
      } catch (IllegalArgumentException refused) {
        all.refused.add(mutant.change());
      }
    }
    return all;
  }

  /**
   * What calls in reasoning mean is an option, which the tables do not show. Without calls or
   * without reasoning it has no effect.
   */
  private boolean haveSameDefaults(Syntax other) {
    Syntax own = format.syntax();
    boolean reasons = own.blocks().stream().anyMatch(b -> b.kind() == Region.REASONING);
    boolean matters = reasons && !own.calls().isEmpty();
    return !matters || own.callsInReasoning() == other.callsInReasoning();
  }

  private boolean isNoticed(WireFormat changed) {
    for (Transcript transcript : transcripts) {
      for (Cuts cuts : CUTS) {
        if (!transcript.events().equals(transcript.replay(changed, cuts))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String tables(WireFormat format) {
    return GrammarPrinter.print(DeclaredFormat.grammarOf(format));
  }
}
