package dev.deltalex.format;

import java.util.List;
import java.util.Objects;

/**
 * Which format a model writes, by its name, its chat template or its files: one format, several
 * candidates, or none. What is not certain is not guessed.
 *
 * @param candidates the one format; or those between which the evidence does not decide; or none
 * @param nearest names of formats that may be meant, nearest first, if there are no candidates
 * @param why the evidence, for people: a clause without a full stop
 */
public record FormatChoice(List<WireFormat> candidates, List<String> nearest, String why) {
  /** Copies the lists. */
  public FormatChoice {
    candidates = List.copyOf(candidates);
    nearest = List.copyOf(nearest);
    Objects.requireNonNull(why, "why");
  }

  /** Whether there is one format. */
  public boolean isFound() {
    return candidates.size() == 1;
  }

  /** Whether there are several candidates. */
  public boolean isAmbiguous() {
    return candidates.size() > 1;
  }

  /**
   * The one format.
   *
   * @throws IllegalStateException if there is none, or more than one; the message has the evidence
   *     and the names to choose from
   */
  public WireFormat format() {
    if (isFound()) {
      return candidates.get(0);
    }
    throw new IllegalStateException(this + "; choose one with Formats.byName");
  }

  /** A sentence without its full stop: {@code format hermes: the name begins as Qwen3}. */
  @Override
  public String toString() {
    if (isFound()) {
      return "format " + candidates.get(0).name() + ": " + why;
    }
    if (isAmbiguous()) {
      List<String> names = candidates.stream().map(WireFormat::name).toList();
      return "the format is not certain: " + why + "; candidates: " + String.join(", ", names);
    }
    String near = nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest);
    return "no format found: " + why + near;
  }
}
