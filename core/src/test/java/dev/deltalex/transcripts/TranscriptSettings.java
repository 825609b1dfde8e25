package dev.deltalex.transcripts;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;

/** What a section changes: lines {@code name: value} of its settings block. */
final class TranscriptSettings {
  private Policies policies = Policies.DEFAULT;
  private Limits limits = Limits.DEFAULT;
  private FinishReason finish = FinishReason.STOP;

  void read(String block) {
    block.lines().forEach(this::line);
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no 'name: value': " + line);
    }
    String name = line.substring(0, colon).strip();
    String value = line.substring(colon + 1).strip();
    if (name.equals("finish")) {
      finish = FinishReason.valueOf(value);
    } else if (!limit(name, value)) {
      policy(name, value);
    }
  }

  private boolean limit(String name, String value) {
    switch (name) {
      case "depth" -> limits = limits.withDepth(Integer.parseInt(value));
      case "heldChars" -> limits = limits.withHeldChars(Integer.parseInt(value));
      case "buffered" -> limits = limits.withBuffered(Integer.parseInt(value));
      case "calls" -> limits = limits.withCalls(Integer.parseInt(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void policy(String name, String value) {
    policies =
        switch (name) {
          case "initialState" -> policies.withInitialState(Policies.InitialState.valueOf(value));
          case "toolChoice" -> policies.withToolChoice(Policies.ToolChoice.valueOf(value));
          case "namedTool" -> policies.withNamedTool(value);
          case "unknownTool" -> policies.withUnknownTool(Policies.UnknownTool.valueOf(value));
          case "callsInReasoning" ->
              policies.withCallsInReasoning(Policies.CallsInReasoning.valueOf(value));
          case "recoverAtStop" -> policies.withRecoverAtStop(Policies.RecoverAtStop.valueOf(value));
          case "truncation" -> policies.withTruncation(Policies.Truncation.valueOf(value));
          case "duplicateParameter" ->
              policies.withDuplicateParameter(Policies.DuplicateParameter.valueOf(value));
          case "pythonLiterals" -> policies.withPythonLiterals(Boolean.parseBoolean(value));
          default -> throw new IllegalArgumentException("unknown setting: " + name);
        };
  }

  Policies policies() {
    return policies;
  }

  Limits limits() {
    return limits;
  }

  FinishReason finish() {
    return finish;
  }
}
