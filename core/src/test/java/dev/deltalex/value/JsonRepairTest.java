package dev.deltalex.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Region;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.StopSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chars at which the caller is asked, and what its answers do. */
class JsonRepairTest {
  private static final StopSet JSON_EDGES = StopSet.of("[END]", "]]", "\"\"\"", "{{");

  private final StringBuilder json = new StringBuilder();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final SpanOutput out = new SpanOutput(ScalarCharScanner.INSTANCE, new Sink());
  private final JsonRepair repair = new JsonRepair(out, new CharArrayPool());

  private class Sink implements DeltaSink {
    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      json.append(buffer, offset, length);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      diagnostics.add(code);
    }

    @Override
    public void finished(FinishReason reason) {}
  }

  private void begin() {
    json.setLength(0);
    diagnostics.clear();
    out.begin(new Sink(), Region.CALL.ordinal());
    repair.open(out, new CharArrayPool(), 0, 0, false);
  }

  /**
   * Reads {@code text} in pieces and refuses every edge; returns the index behind the value.
   *
   * @param asked takes the index of each edge
   */
  private int read(String text, StopSet edges, int piece, List<Integer> asked) {
    begin();
    char[] a = text.toCharArray();
    int i = 0;
    while (i < a.length && !repair.isDone()) {
      int end = Math.min(a.length, (i / piece + 1) * piece);
      i = repair.feed(Limits.DEFAULT, edges, a, i, end, 0);
      if (i < 0) {
        asked.add(~i);
        i = repair.refuseEdge(Limits.DEFAULT, a, ~i, 0);
      }
      out.pin();
    }
    out.flush();
    return i;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": [1, {\"b\": []}], \"c\": \"[x]\", \"d\": {}} ",
        "{'a' [1 2 'three' \"four\"] b: {{}} ]]",
        "[\"x\" \"y\", , ] ",
        "{\"a\"] x",
        "{\"a\": ]",
        "{\"a\": 1, \"b\" {\"c\": true \"d\": None}}",
        "]",
        "[[[[]]]] ]",
      })
  void refusedEdgesOfJsonsOwnCharsChangeNothing(String text) {
    int end = read(text, StopSet.NONE, text.length(), new ArrayList<>());
    String plain = json.toString();
    List<Diagnostic> said = List.copyOf(diagnostics);
    for (int piece = 1; piece <= text.length(); piece++) {
      assertEquals(end, read(text, JSON_EDGES, piece, new ArrayList<>()), text);
      assertEquals(plain, json.toString(), text);
      assertEquals(said, diagnostics, text);
    }
  }

  @Test
  void deepContainersBeginAtRefusedEdgesToo() {
    String text = "[".repeat(300) + "\"]\"" + "]".repeat(300) + " ";
    int end = read(text, StopSet.NONE, text.length(), new ArrayList<>());
    String plain = json.toString();
    assertEquals(end, read(text, JSON_EDGES, 7, new ArrayList<>()));
    assertEquals(plain, json.toString());
    assertTrue(diagnostics.contains(Diagnostic.DEPTH_LIMIT));
  }

  @Test
  void anEdgeIsAskedForOnceAndOnlyBetweenTokens() {
    List<Integer> asked = new ArrayList<>();
    read("{\"a\": [\"[\", 1 [2]]}", StopSet.of("["), 4, asked);
    assertEquals(List.of(6, 14), asked);
    assertEquals("{\"a\": [\"[\", 1 ,[2]]}", json.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\": 1`, \"b\": 2}|{\"a\": 1, \"b\": 2}",
        "{\"a\": true`}|{\"a\": true}",
        "{\"a\": ` \"`\"}|{\"a\":  \"`\"}",
        "{a`: 1}|{\"a\": 1}",
        "{\"a\":` 1`}|{\"a\": 1}",
        "{'a'`: 1`}|{\"a\": 1}",
      })
  void aRefusedEdgeThatIsNotJsonsIsDiscarded(String text, String expected) {
    for (int piece = 1; piece <= text.length(); piece++) {
      read(text, StopSet.of("```"), piece, new ArrayList<>());
      assertEquals(expected, json.toString(), text);
      assertEquals(List.of(Diagnostic.VALUE_REPAIRED), diagnostics, text);
    }
  }

  @Test
  void whatIsNoEdgeIsPartOfAWord() {
    read("[a<b, <c]", StopSet.of("`"), 3, new ArrayList<>());
    assertEquals("[\"a<b\", \"<c\"]", json.toString());
    read("[a<b, <c]", JsonRepair.TAGS, 3, new ArrayList<>());
    assertEquals("[\"a\",\"b\", \"c\"]", json.toString());
  }

  @Test
  void aMarkerEndsTheValueWhereItIs() {
    begin();
    char[] a = "{\"a\": [1, 2```".toCharArray();
    int i = repair.feed(Limits.DEFAULT, StopSet.of("```"), a, 0, a.length, 0);
    assertEquals(~11, i);
    repair.finish(~i);
    out.flush();
    assertEquals("{\"a\": [1, 2]}", json.toString());
  }
}
