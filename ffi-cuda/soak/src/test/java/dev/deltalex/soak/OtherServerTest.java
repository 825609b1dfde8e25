package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtherServerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1:8000",
        "http://0.0.0.0:8000",
        "https://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://127.0.0.1:8000/v1",
        "http://127.0.0.1:70000",
        "127.0.0.1:8000",
        "http://[::1",
        ""
      })
  void refusesWhatIsNotLoopback(String url) {
    Exception refused = assertThrows(IllegalArgumentException.class, () -> new OtherServer(url));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("--url: "), refused.getMessage());
  }

  @Test
  void takesLoopback() {
    try (OtherServer server = new OtherServer("http://127.0.0.1:8123/")) {
      assertEquals(8123, server.address().getPort());
    }
  }

  @Test
  void metricsAreSummedOverLabels() throws IOException {
    String text =
        "# HELP deltalex_cancels_total x\ndeltalex_cancels_total{source=\"a\"} 3\n"
            + "deltalex_cancels_total{source=\"b\"} 4\ndeltalex_cancels_total_more 9\n";
    assertEquals(7, OtherServer.sum(text, "cancels_total"));
    assertThrows(IOException.class, () -> OtherServer.sum(text, "parks_total"));
  }
}
