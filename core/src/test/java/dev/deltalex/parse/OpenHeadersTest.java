package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that end at what follows them: row "well-formed header". */
class OpenHeadersTest {
  private static final ToolSet TOOLS = TestStream.tool("list files", "path", "string");

  private static EventLog log(int size, String text) {
    return TestStream.of("glm45", TOOLS).feedBy(size, text).stop();
  }

  private static List<String> names(EventLog log) {
    return log.calls().stream().map(EventLog.Call::name).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void anUndeclaredNameWithWhitespaceIsText(int size) {
    String text = "The <tool_call> tag opens\n a call.";
    EventLog log = log(size, text);
    assertEquals(List.of(), names(log));
    assertEquals(text, log.content());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void anUndeclaredNameInFrontOfACloserIsText(int size) {
    String text = "Use <tool_call>and</tool_call>.";
    EventLog log = log(size, text);
    assertEquals(List.of(), names(log));
    assertEquals(text, log.content());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aDeclaredNameMayHaveWhitespace(int size) {
    assertEquals(List.of("list files"), names(log(size, "<tool_call>list files</tool_call>")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aDeclaredNameAloneAtTheEndIsACall(int size) {
    EventLog log = log(size, "<tool_call>list files");
    assertEquals(List.of("list files"), names(log));
    assertEquals("{}", log.calls().getLast().arguments());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aDeclaredNameAndItsLineAtTheEndAreACall(int size) {
    String text = "<tool_call>function\nlist files\n \n";
    EventLog log = TestStream.of("step_audio_2", TOOLS).feedBy(size, text).stop();
    assertEquals(List.of("list files"), names(log));
    assertEquals("{}", log.calls().getLast().arguments());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void anUndeclaredNameAndItsLineAtTheEndAreConsumed(int size) {
    String text = "<tool_call>function\nother\n";
    EventLog log = TestStream.of("step_audio_2", TOOLS).feedBy(size, text).stop();
    assertEquals(List.of(), names(log));
    assertEquals("", log.content());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aNameMayHoldTheFirstCharOfAFence(int size) {
    for (String name : List.of("a`b", "`a", "``a")) {
      ToolSet tools = TestStream.tool(name, "path", "string");
      String text = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>" + name + "\n```json\n{}\n```";
      assertEquals(
          List.of(name), names(TestStream.of("deepseek_v3", tools).feedBy(size, text).stop()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void anUndeclaredNameOfOneWordIsACallIfAParameterFollows(int size) {
    EventLog log = log(size, "<tool_call>other<arg_key>a</arg_key><arg_value>1</arg_value>");
    assertEquals(List.of("other"), names(log));
    assertEquals("{\"a\":\"1\"}", log.calls().getLast().arguments());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void noNameHasABrace(int size) {
    String text = "<tool_call>{\"name\":\"list\"}\n</tool_call>";
    assertEquals(text, log(size, text).content());
  }
}
