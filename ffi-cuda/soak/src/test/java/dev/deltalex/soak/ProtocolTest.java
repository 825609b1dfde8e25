package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.soak.Protocol.Meaning;
import dev.deltalex.soak.Transcript.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtocolTest {
  private static final Transcript TWO = Transcript.of("two", List.of(Kind.CONTENT), 2, "", 8, 0);

  private final WordCheck check = new WordCheck(TWO);

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void chat() throws IOException {
    assertEquals(
        Meaning.OTHER,
        Protocol.CHAT.read(
            json("{'choices':[{'delta':{'role':'assistant','content':''}}]}"), check));
    assertEquals(
        Meaning.DELTA,
        Protocol.CHAT.read(json("{'choices':[{'delta':{'content':'0a '}}]}"), check));
    assertEquals(
        Meaning.FAILURE,
        Protocol.CHAT.read(json("{'error':{'message':'no','type':'server_error'}}"), check));
    assertEquals(Meaning.LAST, Protocol.CHAT.read("[DONE]", check));
    assertEquals(1, check.came());
  }

  @Test
  void messages() throws IOException {
    assertEquals(
        Meaning.DELTA,
        Protocol.MESSAGES.read(
            json(
                "{'type':'content_block_delta','index':0,'delta':"
                    + "{'type':'text_delta','text':'0a '}}"),
            check));
    assertEquals(
        Meaning.FAILURE,
        Protocol.MESSAGES.read(
            json("{'type':'error','error':{'type':'api_error','message':'no'}}"), check));
    assertEquals(Meaning.LAST, Protocol.MESSAGES.read(json("{'type':'message_stop'}"), check));
    assertEquals(1, check.came());
  }

  @Test
  void responses() throws IOException {
    assertEquals(
        Meaning.DELTA,
        Protocol.RESPONSES.read(
            json("{'type':'response.output_text.delta','content_index':0,'delta':'0a '}"), check));
    assertEquals(
        Meaning.OTHER,
        Protocol.RESPONSES.read(json("{'type':'response.output_text.done','text':'0a '}"), check));
    assertEquals(
        Meaning.FAILURE, Protocol.RESPONSES.read(json("{'type':'response.failed'}"), check));
    assertEquals(
        Meaning.LAST, Protocol.RESPONSES.read(json("{'type':'response.completed'}"), check));
    assertEquals(1, check.came());
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThrows(IOException.class, () -> Protocol.CHAT.read("{oops", check));
  }
}
