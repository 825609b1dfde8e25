package dev.deltalex.parse;

import static dev.deltalex.testkit.SampleFormats.INVOKE;
import static dev.deltalex.testkit.SampleFormats.PAIRS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tags of parameters that models damage or take from formats of the same family, and values that
 * quote calls: rows "closer inside a value", "opener inside a value", "header of a parameter that
 * is damaged", "damaged closers" and the row of {@code </K>}. Each text is read whole and in deltas
 * of 1 to 9 chars; between the deltas the stream is saved and restored.
 */
class DamagedTagsTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          "["
              + TestStream.toolJson("bash", "command", "string", "timeout", "integer")
              + ","
              + TestStream.toolJson("write", "path", "string", "content", "string")
              + "]");

  private static final WireFormat QWEN = Formats.byName("qwen3_coder");
  private static final WireFormat MIMO = Formats.byName("mimo");

  private static final String LS = "<parameter=command>\nls\n</parameter>\n";

  private static void reads(
      WireFormat format, String text, String expected, Diagnostic... diagnostics) {
    StreamSpec spec = StreamSpec.of(format).tools(TOOLS).build();
    for (int size = 0; size <= 9; size++) {
      Message message = read(spec, text, size == 0 ? text.length() : size);
      assertEquals(expected, print(message), format.name() + " by " + size + ": " + text);
      List<Diagnostic> codes = new ArrayList<>();
      message.diagnostics().forEach(note -> codes.add(note.code()));
      assertEquals(List.of(diagnostics), codes, format.name() + " by " + size + ": " + text);
    }
  }

  private static Message read(StreamSpec spec, String text, int size) {
    MessageCollector collector = new MessageCollector();
    try (StreamParser parser = spec.open(collector)) {
      for (int at = 0; at < text.length(); at += size) {
        parser.feed(text.substring(at, Math.min(text.length(), at + size)));
        parser.restore(parser.snapshot());
      }
      parser.finish(EndCause.STOP);
    }
    return collector.message();
  }

  private static String print(Message message) {
    StringBuilder out = new StringBuilder(message.content());
    for (Message.Call call : message.calls()) {
      out.append('|').append(call.name()).append(' ').append(call.arguments());
      out.append(call.complete() ? "" : " cut");
    }
    return out.toString();
  }

  private static String bash(String parameters) {
    return "<tool_call>\n<function=bash>\n" + parameters + "</function>\n</tool_call>";
  }

  private static String write(String content) {
    return "<tool_call>\n<function=write>\n<parameter=content>\n"
        + content
        + "\n</parameter>\n</function>\n</tool_call>";
  }

  private static final String LS_ONLY = "|bash {\"command\":\"ls\"}";

  @Test
  void aDamagedNextParameterEndsTheValueBeforeIt() {
    Diagnostic[] discarded = {Diagnostic.NAMELESS_PARAMETER, Diagnostic.ORPHAN_CLOSER};
    reads(QWEN, bash(LS + "<parameter=\nx\n</parameter>"), LS_ONLY, discarded);
    reads(QWEN, bash(LS + "<parameter=>\nx\n</parameter>"), LS_ONLY, discarded);
    reads(QWEN, bash(LS + "<parameter=timeout\n30\n</parameter>\n"), LS_ONLY, discarded);
    reads(QWEN, bash(LS + "<parameter=timeout=\n30\n</parameter>\n"), LS_ONLY, discarded);
    reads(QWEN, bash(LS + "<parameter=" + "k".repeat(300) + ">"), LS_ONLY, discarded[0]);
  }

  @Test
  void aParameterInASiblingsSpellingIsThatParameter() {
    String both = "|bash {\"command\":\"ls\",\"timeout\":30}";
    for (String tag :
        List.of(
            "<parameter timeout>", "<parameter name=\"timeout\">", "<parameter name = timeout>")) {
      reads(QWEN, bash(LS + tag + "\n30\n</parameter>\n"), both);
      reads(MIMO, bash("<parameter command>ls</parameter>\n" + tag + "30</parameter>\n"), both);
    }
    reads(
        QWEN,
        bash("<parameter=command>\ncat <<E\n</parameter>\n<parameter note>\nE\n</parameter>\n"),
        "|bash {\"command\":\"cat <<E\\n</parameter>\\n<parameter note>\\nE\"}",
        Diagnostic.MARKER_IN_VALUE);
    reads(
        QWEN,
        bash(LS.replace("ls", "</parameter> <parameter command>")),
        "|bash {\"command\":\"</parameter> <parameter command>\"}",
        Diagnostic.MARKER_IN_VALUE);
  }

  @Test
  void aParameterBehindADamagedCloserIsReported() {
    String damaged = "<parameter=command>ls</parameer> <parameter=timeout>3</parameter>";
    String value = "ls</parameer> <parameter=timeout>3";
    reads(QWEN, bash(damaged), "|bash {\"command\":\"" + value + "\"}", Diagnostic.MARKER_IN_VALUE);
    reads(
        INVOKE,
        "<x:tool_call><invoke name=\"bash\"><parameter name=\"command\">ls</parameer>"
            + "<parameter name=\"timeout\">3</parameter></invoke></x:tool_call>",
        "|bash {\"command\":\"ls</parameer><parameter name=\\\"timeout\\\">3\"}",
        Diagnostic.MARKER_IN_VALUE);
  }

  @Test
  void anUndeclaredParameterIsReportedIfItsToolDeclaresSome() {
    reads(
        QWEN,
        bash("<parameter==command>\nls\n</parameter>\n"),
        "|bash {\"=command\":\"ls\"}",
        Diagnostic.UNDECLARED_PARAMETER);
  }

  @Test
  void aHeaderInASiblingsSpellingNeedsADeclaredName() {
    String body = "\n<parameter name=\"command\">ls</parameter>\n</function>\n</tool_call>";
    reads(QWEN, "<tool_call>\n<function bash>" + body, LS_ONLY);
    reads(QWEN, "<tool_call>\n<function name='bash'>" + body, LS_ONLY);
    String nobody = "<tool_call>\n<function name=\"nobody\">" + body;
    reads(QWEN, nobody, nobody);
  }

  @Test
  void aValueThatMentionsACallIsNoQuotation() {
    String end = "\"}" + LS_ONLY;
    String next = "\n" + bash(LS);
    reads(
        QWEN,
        write("see <tool_call><function=x> ok") + next,
        "|write {\"content\":\"see <tool_call><function=x> ok" + end);
    reads(
        QWEN,
        write("see <function=x> ok") + next,
        "|write {\"content\":\"see <function=x> ok" + end);
    reads(
        QWEN,
        write("<tool_call>\n<function=x>\n</function>\n</tool_call>") + next,
        "|write {\"content\":\"<tool_call>\\n<function=x>\\n</function>\\n</tool_call>" + end);
  }

  @Test
  void aQuotedCallWithoutItsPairIsTextUpToItsCloser() {
    String call = "<function=NAME>\n<parameter=KEY>\nV\n</parameter>\n</function>";
    String json = call.replace("\n", "\\n");
    reads(
        QWEN,
        write("Write\n" + call + "\nonly."),
        "|write {\"content\":\"Write\\n" + json + "\\nonly.\"}");
    reads(QWEN, write(call), "|write {\"content\":\"" + json + "\"}");
    String sibling = "<function name=\\\"x\\\"><parameter name=\\\"y\\\">v</parameter></function>";
    reads(QWEN, write(sibling.replace("\\", "")), "|write {\"content\":\"" + sibling + "\"}");
  }

  @Test
  void aCloserNamedAfterItsParameterClosesIt() {
    String close = "</function>\n</tool_call>";
    String open = "<tool_call>\n<function=bash>\n<parameter=command>\nls";
    reads(QWEN, open + "\n</command>\n" + close, LS_ONLY, Diagnostic.RECOVERED);
    reads(QWEN, open + "\n</command >" + close, LS_ONLY, Diagnostic.RECOVERED);
    reads(
        QWEN,
        open + "\n</command>\n<parameter=timeout>\n3\n</timeout>\n" + close,
        "|bash {\"command\":\"ls\",\"timeout\":3}",
        Diagnostic.RECOVERED,
        Diagnostic.RECOVERED);
    reads(
        QWEN,
        open + " </command> </timeout>\n</parameter>\n" + close,
        "|bash {\"command\":\"ls </command> </timeout>\"}");
    reads(
        QWEN,
        open + "\n</timeout>\n" + close,
        "|bash {\"command\":\"ls\\n</timeout>\"}",
        Diagnostic.RECOVERED);
    String undeclared = "<tool_call><function=bash><parameter=x y>1</x y></function></tool_call>";
    reads(
        QWEN,
        undeclared,
        "|bash {\"x y\":\"1\"}",
        Diagnostic.UNDECLARED_PARAMETER,
        Diagnostic.RECOVERED);
    reads(QWEN, open + "\n</command>", "|bash {\"command\":\"ls\\n</command> cut");
  }

  @Test
  void aSecondEqualsSignBeginsTheValue() {
    Diagnostic said = Diagnostic.RECOVERED;
    reads(QWEN, bash("<parameter=command=ls</parameter>\n"), LS_ONLY, said);
    reads(QWEN, bash("<parameter=command=>\nls\n</parameter>\n"), LS_ONLY, said);
    reads(QWEN, bash("<parameter=\"command\" = \t>ls</parameter>\n"), LS_ONLY, said);
    reads(
        QWEN,
        bash("<parameter=command=echo a > b</parameter>\n"),
        "|bash {\"command\":\"echo a > b\"}",
        said);
    reads(
        QWEN,
        bash("<parameter=command= x=1\ny\n</parameter>\n"),
        "|bash {\"command\":\" x=1\\ny\"}",
        said);
    reads(
        QWEN,
        bash("<parameter=a=b>\n1\n</parameter>\n"),
        "|bash {\"a=b\":\"1\"}",
        Diagnostic.UNDECLARED_PARAMETER);
    reads(
        QWEN,
        bash(LS + "<parameter=timeout=30</parameter>\n"),
        "|bash {\"command\":\"ls\",\"timeout\":30}",
        said);
    reads(
        QWEN, "<tool_call><function=bash><parameter=command= ", "|bash {\"command\":\"  cut", said);
  }

  @Test
  void aDamagedCloserHasNoDoubledForm() {
    reads(
        QWEN,
        write("<parameters>\n<x/>\n</parameters>"),
        "|write {\"content\":\"<parameters>\\n<x/>\\n</parameters>\"}",
        Diagnostic.MARKER_IN_VALUE);
    reads(
        QWEN,
        bash("<parameter=command>\nls\n</parameter>\n</parameter>\n"),
        LS_ONLY,
        Diagnostic.ORPHAN_CLOSER);
    reads(QWEN, bash("<parameter=command>\nls\n</parameters>\n"), LS_ONLY);
  }

  @Test
  void halfACloserAtTheEndIsText() {
    String open = "<tool_call>\n<function=bash>\n<parameter=command>\n";
    reads(QWEN, open + "echo hi</", "|bash {\"command\":\"echo hi</ cut");
    reads(QWEN, open + "ls\n</", "|bash {\"command\":\"ls\\n</ cut");
    reads(QWEN, open + "ls\n</p", LS_ONLY, Diagnostic.RECOVERED);
  }

  @Test
  void verbatimValuesKeepTheirNewlines() {
    reads(
        MIMO,
        "<tool_call><function=write><parameter=content>\na\n</parameter></function></tool_call>",
        "|write {\"content\":\"\\na\\n\"}");
    assertEquals(MIMO, Formats.byName("mimov2_flash"));
  }

  @Test
  void keysAndValuesInTagsOfTheirOwn() {
    String open = "<tool_call>bash\n<arg_key>command</arg_key>\n<arg_value>ls";
    reads(PAIRS, open + "</command></tool_call>", LS_ONLY, Diagnostic.RECOVERED);
    reads(
        PAIRS,
        open + "</command> x</arg_value></tool_call>",
        "|bash {\"command\":\"ls</command> x\"}");
    reads(
        PAIRS,
        open + " <tool_call>x ok</arg_value></tool_call>",
        "|bash {\"command\":\"ls <tool_call>x ok\"}");
    reads(
        PAIRS,
        open + "</arg_value>\n<arg_key></arg_value></tool_call>",
        LS_ONLY,
        Diagnostic.NAMELESS_PARAMETER,
        Diagnostic.ORPHAN_CLOSER);
    String quoted = "<tool_call>x\\n<arg_key>a</arg_key><arg_value>1</arg_value></tool_call>";
    reads(
        PAIRS,
        open + quoted.replace("\\n", "\n") + "!</arg_value></tool_call>",
        "|bash {\"command\":\"ls" + quoted + "!\"}");
  }

  @Test
  void tagsWithAttributes() {
    String open = "<x:tool_call><invoke name=\"bash\"><parameter name=\"command\">ls";
    String close = "</invoke></x:tool_call>";
    reads(INVOKE, open + "</command>" + close, LS_ONLY, Diagnostic.RECOVERED);
    reads(
        INVOKE,
        open + "</parameter><parameters></parameter>" + close,
        "|bash {\"command\":\"ls</parameter><parameters>\"}",
        Diagnostic.MARKER_IN_VALUE,
        Diagnostic.MARKER_IN_VALUE);
    reads(
        INVOKE,
        open + "</parameter><parameter nome=\"x\">y</parameter>" + close,
        LS_ONLY,
        Diagnostic.NAMELESS_PARAMETER,
        Diagnostic.ORPHAN_CLOSER);
    String quoted = "<invoke name='N'><parameter name='k'>v</parameter></invoke>";
    reads(
        INVOKE,
        open + quoted + "!</parameter>" + close,
        "|bash {\"command\":\"ls" + quoted + "!\"}");
  }
}
