package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.WireFormat;
import dev.deltalex.json.IndentedJson;
import dev.deltalex.wire.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A damaged document is a declaration, or it is refused with its path; nothing else is thrown. */
class DamagedDeclarationTest {
  @Provide
  Arbitrary<NamedSyntax> declarations() {
    return AnyDeclaration.any();
  }

  @Property
  void damagedCharsAreRefusedOrRead(
      @ForAll("declarations") NamedSyntax declaration, @ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder(SyntaxWriter.write(declaration));
    for (int i = random.nextInt(3); i >= 0 && json.length() > 0; i--) {
      int at = random.nextInt(json.length());
      switch (random.nextInt(3)) {
        case 0 -> json.deleteCharAt(at);
        case 1 -> json.insert(at, "{}[],:\"\\0tn\uD800".charAt(random.nextInt(12)));
        default -> json.setLength(at + 1);
      }
    }
    assertReadOrRefused(json.toString());
  }

  @Property
  void valuesInTheWrongPlaceAreRefusedOrRead(
      @ForAll("declarations") NamedSyntax declaration, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] json = SyntaxWriter.write(declaration).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> tree = JsonTree.object(json);
    for (int i = random.nextInt(3); i >= 0; i--) {
      damage(tree, random);
    }
    assertReadOrRefused(IndentedJson.print(tree));
  }

  private static void assertReadOrRefused(String json) {
    NamedSyntax read;
    try {
      read = SyntaxReader.read(json);
    } catch (SyntaxException refused) {
      assertTrue(refused.path().startsWith("$"), refused.path());
      assertTrue(refused.getMessage().startsWith(refused.path() + ": "), refused.getMessage());
      return;
    }
    assertEquals(read, SyntaxReader.read(SyntaxWriter.write(read)));
    try {
      assertEquals(read.syntax(), WireFormat.read(json).syntax());
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().startsWith("format " + read.name() + ": "), json);
    }
  }

  /** Removes a value, repeats it, or puts it in the place of another. */
  private static void damage(Map<String, Object> tree, Random random) {
    List<Object> containers = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    collect(tree, containers, values);
    Object value = values.get(random.nextInt(values.size()));
    Object into = containers.get(random.nextInt(containers.size()));
    if (contains(value, into)) {
      return;
    }
    if (into instanceof List<?> list) {
      damage(asList(list), value, random);
    } else {
      Map<String, Object> object = asObject(into);
      if (object.isEmpty()) {
        return;
      }
      List<String> keys = new ArrayList<>(object.keySet());
      String key = keys.get(random.nextInt(keys.size()));
      if (random.nextInt(4) == 0) {
        object.remove(key);
      } else {
        object.put(key, value);
      }
    }
  }

  private static void damage(List<Object> list, Object value, Random random) {
    int at = random.nextInt(list.size() + 1);
    if (random.nextBoolean()) {
      list.add(at, value);
    } else if (at < list.size()) {
      list.remove(at);
    }
  }

  private static void collect(Object value, List<Object> containers, List<Object> values) {
    values.add(value);
    if (value instanceof Map<?, ?> object) {
      containers.add(value);
      object.values().forEach(inner -> collect(inner, containers, values));
    } else if (value instanceof List<?> list) {
      containers.add(value);
      list.forEach(inner -> collect(inner, containers, values));
    }
  }

  /** Whether a value would be put into itself. */
  private static boolean contains(Object outer, Object wanted) {
    List<Object> containers = new ArrayList<>();
    collect(outer, containers, new ArrayList<>());
    return containers.stream().anyMatch(container -> container == wanted);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object list) {
    return (List<Object>) list;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Object object) {
    return (Map<String, Object>) object;
  }
}
