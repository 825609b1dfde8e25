package dev.deltalex.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Compares choices with what is known of models. */
final class Answers {
  /** What a choice is worth. */
  enum Answer {
    RIGHT,
    AMBIGUOUS,
    NONE
  }

  private Answers() {}

  /**
   * The answer; one that is wrong fails.
   *
   * @param truth the name of the format that the model writes, or {@code -}: none of ours
   */
  static Answer of(String model, String truth, FormatChoice choice) {
    List<String> names = choice.candidates().stream().map(WireFormat::name).toList();
    assertTrue(
        names.isEmpty() || names.contains(truth) || truth.equals("-") && choice.isAmbiguous(),
        model + " writes " + truth + ", but the answer is: " + choice);
    return switch (names.size()) {
      case 0 -> Answer.NONE;
      case 1 -> Answer.RIGHT;
      default -> Answer.AMBIGUOUS;
    };
  }
}
