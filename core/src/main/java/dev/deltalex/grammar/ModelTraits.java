package dev.deltalex.grammar;

import java.util.List;

/**
 * What a declaration says of the models that write its format; no effect on parsing.
 *
 * @param models their names, as people call them
 * @param hubNames the beginnings of the names under which they are published
 * @param templateMarks texts of which at least one is in each of their chat templates; empty if the
 *     markers of the format suffice
 */
public record ModelTraits(List<String> models, List<String> hubNames, List<String> templateMarks) {
  /** Nothing. */
  static final ModelTraits NONE = new ModelTraits(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ModelTraits {
    models = List.copyOf(models);
    hubNames = List.copyOf(hubNames);
    templateMarks = List.copyOf(templateMarks);
  }

  static ModelTraits ofModels(List<String> models) {
    return new ModelTraits(models, List.of(), List.of());
  }

  ModelTraits withModels(List<String> names) {
    return new ModelTraits(names, hubNames, templateMarks);
  }

  ModelTraits withHubNames(List<String> beginnings) {
    return new ModelTraits(models, beginnings, templateMarks);
  }

  ModelTraits withTemplateMarks(List<String> texts) {
    return new ModelTraits(models, hubNames, texts);
  }
}
