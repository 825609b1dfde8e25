package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.schema.ToolSet;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.vm.VM;

/**
 * "An object per stream, pooled, a few hundred bytes": what a stream costs that it does not share
 * with the streams of its pool or its request.
 */
class StreamMemoryTest {
  /** Bytes of its own that a stream may cost while it holds nothing. */
  private static final long OWN = 384;

  /** Bytes of a handle, the only allocation of a response in a warm pool. */
  private static final long HANDLE = 32;

  /** Bytes of the shortest slab: 64 chars. */
  private static final long SLAB = 16 + 2 * 64;

  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "n", "integer");
  private static final Set<Class<?>> SHARED =
      Set.of(
          StreamSpec.class,
          WireFormat.class,
          Grammar.class,
          ToolSet.class,
          ParserOptions.class,
          Limits.class,
          StreamPool.class,
          Region.class,
          // Of the workspace, which every stream of the pool shares. The interpreter refers to the
          // parser that read last.
          GrammarInterpreter.class,
          ArrayList.class,
          IdentityHashMap.class);

  private final StreamPool pool = new StreamPool(ScalarCharScanner.INSTANCE, 1);

  private StreamParser open(String format) {
    return pool.open(
        StreamSpec.of(Formats.byName(format)).tools(TOOLS).build(), new CountingSink());
  }

  private static boolean isShared(Object o) {
    return SHARED.contains(o.getClass()) || o instanceof DeltaSink;
  }

  /** Sizes of what is reachable from the parser and its own, by class. */
  private static Map<String, Long> own(StreamParser parser) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    // What the tools hold is the request's, whoever points to it: a parameter's key, say.
    for (int parameter = 0; parameter < 2; parameter++) {
      seen.add(TOOLS.keyJson(0, parameter));
    }
    walk(parser.core.work, seen, new TreeMap<>());
    Map<String, Long> sizes = new TreeMap<>();
    walk(parser, seen, sizes);
    return sizes;
  }

  private static void walk(Object root, Set<Object> seen, Map<String, Long> sizes) {
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Object o = open.remove();
      if (!isShared(o) && seen.add(o)) {
        sizes.merge(o.getClass().getSimpleName(), VM.current().sizeOf(o), Long::sum);
        neighbours(o, open);
      }
    }
  }

  private static void neighbours(Object o, Deque<Object> found) {
    if (o instanceof Object[]) {
      for (int i = 0; i < Array.getLength(o); i++) {
        add(Array.get(o, i), found);
      }
      return;
    }
    if (o.getClass().isArray()) {
      return;
    }
    for (Class<?> type = o.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            add(field.get(o), found);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }

  private static void add(@Nullable Object o, Deque<Object> found) {
    if (o != null) {
      found.add(o);
    }
  }

  private static void isSmall(StreamParser parser) {
    Map<String, Long> own = own(parser);
    long sum = own.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(sum <= OWN, sum + " bytes: " + own);
    assertTrue(sum >= 64, "nothing was measured");
  }

  /** {@code ParserAllocationTest} measures that nothing else is allocated for a response. */
  @Test
  void handle() {
    long bytes = VM.current().sizeOf(open("qwen3_coder"));
    assertTrue(bytes <= HANDLE, bytes + " bytes");
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder", "hermes", "think_only"})
  void idleStream(String format) {
    isSmall(open(format));
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder", "hermes", "think_only"})
  void streamInContentAndReasoning(String format) {
    StreamParser parser = open(format);
    parser.feed("some text ");
    isSmall(parser);
    parser.feed("<think> and some reasoning");
    isSmall(parser);
  }

  @Test
  void streamInsideAStreamedString() {
    StreamParser parser = open("qwen3_coder");
    parser.feed("text <tool_call>\n<function=f>\n<parameter=a>\nhello");
    isSmall(parser);
  }

  /** In an object, at the greatest depth, and in arguments that are themselves a string. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{'a': 'hello", "{'a': [1, {'k': 'hello", "DEEP 'hello", "'{\\'a\\': [[\\'hi"})
  void streamInsideAStringOfJson(String arguments) {
    StreamParser parser = open("hermes");
    String text = arguments.replace("DEEP", "{'a':" + "[".repeat(255)).replace('\'', '"');
    parser.feed("<tool_call>\n{\"name\": \"f\", \"arguments\": " + text);
    assertEquals(Region.CALL, parser.region());
    isSmall(parser);
  }

  @Test
  void streamBehindACallOfJson() {
    StreamParser parser = open("hermes");
    parser.feed("<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": 1}}</tool_call> text");
    isSmall(parser);
  }

  /** What reads values and JSON is lent: it stays with the workspace when the response is over. */
  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, TextValue, <tool_call><function=f><parameter=a>x",
    "hermes, JsonCall, '<tool_call>{\"name\": \"f\", \"arguments\": {'"
  })
  void readerIsGivenBack(String format, String reader, String text) {
    StreamParser parser = open(format);
    assertFalse(own(parser).containsKey(reader));
    parser.feed(text);
    assertTrue(own(parser).containsKey(reader));
    parser.finish(EndCause.STOP);
    assertFalse(own(parser).containsKey(reader));
  }

  @Test
  void parserBetweenRequestsWhateverItRead() {
    StreamParser tagged = open("qwen3_coder");
    tagged.feed("<tool_call><function=f><parameter=a>x</parameter><parameter=zz>y</parameter>");
    tagged.finish(EndCause.STOP);
    isSmall(tagged);
    StreamParser json = open("hermes");
    json.feed("<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": [1, {\"k\": \"hello\"}]}}");
    json.finish(EndCause.STOP);
    isSmall(json);
  }

  @Test
  void streamThatLetsGoOfWhatItHeld() {
    StreamParser parser = open("qwen3_coder");
    parser.feed("text <tool_call>\n<function=f>\n<parameter=n>\n" + "1".repeat(1_000));
    assertTrue(own(parser).containsKey("char[]"));
    parser.feed("</parameter></function></tool_call> text");
    isSmall(parser);
  }

  @Test
  void heldTextIsOneSlab() {
    StreamParser parser = open("qwen3_coder");
    parser.feed("text <tool_call>\n<funct");
    long chars = own(parser).getOrDefault("char[]", 0L);
    assertTrue(chars >= SLAB && chars < 2 * SLAB, chars + " bytes");
  }
}
