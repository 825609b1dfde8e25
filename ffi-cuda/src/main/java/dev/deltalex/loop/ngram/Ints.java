package dev.deltalex.loop.ngram;

import java.util.Arrays;

/** A growing list of ints. */
final class Ints {
  private int[] items;
  private int size;

  Ints(int capacity) {
    this.items = new int[Math.max(capacity, 4)];
  }

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  void add(int[] more) {
    for (int item : more) {
      add(item);
    }
  }

  int size() {
    return size;
  }

  int get(int index) {
    return items[index];
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(items, size);
  }
}
