package dev.deltalex.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpecCacheTest {
  private final SpecCache cache = new SpecCache();

  private static String tools(String name) {
    return "[{\"name\": \"" + name + "\"}]";
  }

  @Test
  void toolsAreCompiledOnce() {
    SpecCache.Entry entry = cache.get("hermes", tools("a"));
    assertNotNull(entry.spec());
    assertSame(entry, cache.get("hermes", String.valueOf(tools("a").toCharArray())));
    assertNotSame(entry, cache.get("hermes", tools("b")));
    assertNotSame(entry, cache.get("mistral", tools("a")));
    assertNotSame(entry, cache.get("hermes", null));
    assertEquals(4, cache.size());
  }

  @Test
  void theLeastRecentlyUsedIsDropped() {
    SpecCache.Entry used = cache.get("hermes", tools("used"));
    SpecCache.Entry idle = cache.get("hermes", tools("idle"));
    for (int i = 0; i < 2 * SpecCache.MOST; i++) {
      cache.get("hermes", tools("f" + i));
      assertSame(used, cache.get("hermes", tools("used")));
    }
    assertEquals(SpecCache.MOST, cache.size());
    assertNotSame(idle, cache.get("hermes", tools("idle")));
  }

  @Test
  void longToolsAreKeptOneAtATime() {
    String spaces = " ".repeat(SpecCache.MOST_CHARS);
    SpecCache.Entry shorter = cache.get("hermes", tools("a"));
    SpecCache.Entry longer = cache.get("hermes", tools("b") + spaces);
    assertEquals(1, cache.size());
    assertSame(longer, cache.get("hermes", tools("b") + spaces));
    assertNotSame(shorter, cache.get("hermes", tools("a")));
    assertEquals(1, cache.size());
    assertNotNull(cache.get("hermes", tools("b")).spec());
    assertEquals(2, cache.size());
  }

  @Test
  void problemsAreKeptToo() {
    SpecCache.Entry entry = cache.get("hermse", null);
    assertNull(entry.spec());
    assertSame(entry, cache.get("hermse", null));
  }

  @Test
  void nameThatSeveralFormatsMayMeanNamesThemAll() {
    String problem = cache.get("meta-llama/Llama-3.2-3B-Instruct", null).problem();
    assertTrue(problem.contains("is unknown"), problem);
    assertTrue(problem.contains("candidates: llama3_json, pythonic"), problem);
  }
}
