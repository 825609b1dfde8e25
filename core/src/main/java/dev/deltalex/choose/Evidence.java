package dev.deltalex.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a template has of a format.
 *
 * @param markers literals of the declaration
 * @param marks texts that the declaration states
 */
record Evidence(Set<String> markers, Set<String> marks) {
  static final Evidence NONE = new Evidence(Set.of(), Set.of());

  boolean isEmpty() {
    return markers.isEmpty() && marks.isEmpty();
  }

  int size() {
    return markers.size() + marks.size();
  }

  List<String> texts() {
    List<String> all = new ArrayList<>(markers);
    all.addAll(marks);
    return all;
  }

  /**
   * Whether {@code other} has all these markers and more, or the same and more marks. Without
   * markers there is nothing to compare.
   */
  boolean isExceededBy(Evidence other) {
    if (markers.isEmpty() || !isCovered(markers, other.markers)) {
      return false;
    }
    return !isCovered(other.markers, markers)
        || other.marks.size() > marks.size() && other.marks.containsAll(marks);
  }

  /** Whether each text is one of {@code others}, or part of one. */
  private static boolean isCovered(Set<String> texts, Set<String> others) {
    return texts.stream().allMatch(text -> others.stream().anyMatch(o -> o.contains(text)));
  }
}
