package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.nativetools.NativeTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tokring.h}: its test program in C, its compilers, and its agreement with RingLayout. */
class TokringTest {
  private static final List<String> FLAGS =
      List.of("-pedantic", "-Wconversion", "-I" + NativeTools.CUDA_SOURCES);

  private static String output(Path program) {
    NativeTools.Outcome outcome = NativeTools.run(List.of(program.toString()));
    assertEquals(0, outcome.status(), outcome.output());
    return outcome.output();
  }

  private static Path source(String name) {
    return NativeTools.TEST_SOURCES.resolve(name);
  }

  @Test
  void holdsItsContractInC() {
    Path program = NativeTools.program("tokring_test", List.of(source("tokring_test.c")), FLAGS);

    assertEquals("ok\n", output(program));
  }

  @Test
  void staysInItsBounds() {
    List<String> flags =
        List.of(
            "-I" + NativeTools.CUDA_SOURCES,
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all");
    Path program =
        NativeTools.program("tokring_test_checked", List.of(source("tokring_test.c")), flags);

    assertEquals("ok\n", output(program));
  }

  @Test
  void compilesAsCpp(@TempDir Path directory) throws Exception {
    Path source = directory.resolve("cpp.cpp");
    Files.writeString(
        source,
        """
        #include "tokring.h"
        #include <cstdio>
        int main() { std::printf("%d", (int)tokring_bytes(1, 32, 1)); }
        """);
    List<String> flags = List.of("-pedantic", "-I" + NativeTools.CUDA_SOURCES);

    assertEquals("896", output(NativeTools.program("tokring_cpp", List.of(source), flags)));
  }

  /**
   * Device code stores each word that releases data to the other side with release at system scope.
   */
  @Test
  void compilesForDevices(@TempDir Path directory) throws Exception {
    Path nvcc = NativeTools.require(NativeTools.nvcc(), "nvcc", "tokring.h as device code");
    Path source = directory.resolve("device.cu");
    Path ptx = directory.resolve("device.ptx");
    Files.writeString(
        source,
        """
        #include "tokring.h"
        extern "C" __global__ void serve(void *memory, unsigned long long bytes) {
          tokring ring;
          tokring_request request;
          uint32_t token = 1;
          if (tokring_attach(&ring, memory, bytes, nullptr) == TOKRING_OK &&
              tokring_admitted(&ring, 0, &request) &&
              !tokring_cancelled(&ring, 0, request.epoch)) {
            tokring_put(&ring, 0, request.epoch, 0, &token, 1, 0);
            tokring_end(&ring, 0, request.epoch, TOKRING_EOS, 0);
            tokring_step(&ring, 0);
          }
        }
        """);
    NativeTools.Outcome outcome =
        NativeTools.run(
            List.of(
                nvcc.toString(),
                "-ptx",
                "-arch=sm_75",
                "-Werror=all-warnings",
                "-I" + NativeTools.CUDA_SOURCES,
                "-o",
                ptx.toString(),
                source.toString()));
    assertEquals(0, outcome.status(), outcome.output());
    String code = Files.readString(ptx);

    // echo; wr of the burst; wr and state of the END; step
    assertEquals(5, count(code, "st.release.sys"));
    // magic, epoch, cancel and epoch, rd of the burst, rd of the END
    assertEquals(6, count(code, "ld.acquire.sys"));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void agreesWithRingLayout() {
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("MAGIC", RingLayout.MAGIC);
    expected.put("VERSION", (long) RingLayout.VERSION);
    expected.put("HEADER_BYTES", (long) RingLayout.HEADER_BYTES);
    expected.put("SLOT_BYTES", (long) RingLayout.SLOT_BYTES);
    expected.put("MAX_SLOTS", (long) RingLayout.MAX_SLOTS);
    expected.put("MAX_CAP_WORDS", (long) RingLayout.MAX_CAPACITY_WORDS);
    expected.put("MAX_BURST", (long) RingLayout.MAX_BURST);
    expected.put("MAX_DRAFTED", (long) RingLayout.MAX_DRAFTED);
    expected.put("PROMPT_TOKENS", (long) RingLayout.PROMPT_TOKENS);
    expected.put("RECORD_WORDS", (long) RingLayout.RECORD_WORDS);
    expected.put("KIND_BURST", (long) RingLayout.KIND_BURST);
    expected.put("KIND_END", (long) RingLayout.KIND_END);
    headerOffsets(expected);
    slotOffsets(expected);
    for (EndReason reason : EndReason.values()) {
      expected.put(reason.name(), (long) reason.code());
    }
    expected.put("ABSENT", (long) RingLayout.PRODUCER_ABSENT);
    expected.put("RUNNING", (long) RingLayout.PRODUCER_RUNNING);
    expected.put("CLOSED", (long) RingLayout.PRODUCER_CLOSED);
    expected.put("FAILED", (long) RingLayout.PRODUCER_FAILED);
    expected.put("SLOT_IDLE", (long) RingLayout.SLOT_IDLE);
    expected.put("SLOT_RUNNING", (long) RingLayout.SLOT_RUNNING);
    expected.put("SLOT_ENDED", (long) RingLayout.SLOT_ENDED);
    expected.put("bytes(1,32,1)", RingLayout.of(1, 32, 1).totalBytes());
    expected.put("bytes(4096,4096,8)", RingLayout.of(4096, 4096, 8).totalBytes());
    expected.put("bytes(65536,16777216,65535)", RingLayout.of(65536, 1 << 24, 65535).totalBytes());
    StringBuilder lines = new StringBuilder();
    expected.forEach((name, value) -> lines.append(name).append(' ').append(value).append('\n'));

    Path program =
        NativeTools.program("tokring_layout", List.of(source("tokring_layout.c")), FLAGS);

    assertEquals(lines.toString(), output(program));
  }

  private static void headerOffsets(Map<String, Long> expected) {
    expected.put("OFF_MAGIC", RingLayout.MAGIC_OFFSET);
    expected.put("OFF_VERSION", RingLayout.VERSION_OFFSET);
    expected.put("OFF_HEADER_BYTES", RingLayout.HEADER_BYTES_OFFSET);
    expected.put("OFF_SLOTS", RingLayout.SLOTS_OFFSET);
    expected.put("OFF_CAP_WORDS", RingLayout.CAP_WORDS_OFFSET);
    expected.put("OFF_SLOT_OFF", RingLayout.SLOT_OFF_OFFSET);
    expected.put("OFF_RING_OFF", RingLayout.RING_OFF_OFFSET);
    expected.put("OFF_TOTAL_BYTES", RingLayout.TOTAL_BYTES_OFFSET);
    expected.put("OFF_MAX_BURST", RingLayout.MAX_BURST_OFFSET);
    expected.put("OFF_FLAGS", RingLayout.FLAGS_OFFSET);
    expected.put("OFF_STEP", RingLayout.STEP_OFFSET);
    expected.put("OFF_PRODUCER_NS", RingLayout.PRODUCER_NS_OFFSET);
    expected.put("OFF_PRODUCER_STATE", RingLayout.PRODUCER_STATE_OFFSET);
    expected.put("OFF_PRODUCER_ERROR", RingLayout.PRODUCER_ERROR_OFFSET);
    expected.put("OFF_BEAT", RingLayout.BEAT_OFFSET);
    expected.put("OFF_CONSUMER_BEAT", RingLayout.CONSUMER_BEAT_OFFSET);
    expected.put("OFF_STOP_ALL", RingLayout.STOP_ALL_OFFSET);
    expected.put("PRODUCER_LOCK", RingLayout.PRODUCER_LOCK_OFFSET);
    expected.put("CONSUMER_LOCK", RingLayout.CONSUMER_LOCK_OFFSET);
  }

  private static void slotOffsets(Map<String, Long> expected) {
    expected.put("OFF_WR", RingLayout.WR_OFFSET);
    expected.put("OFF_EPOCH_ECHO", RingLayout.EPOCH_ECHO_OFFSET);
    expected.put("OFF_SLOT_STATE", RingLayout.SLOT_STATE_OFFSET);
    expected.put("OFF_DRAFTED", RingLayout.DRAFTED_OFFSET);
    expected.put("OFF_ACCEPTED", RingLayout.ACCEPTED_OFFSET);
    expected.put("OFF_STALLS", RingLayout.STALLS_OFFSET);
    expected.put("OFF_PUBLISH_NS", RingLayout.PUBLISH_NS_OFFSET);
    expected.put("OFF_RD", RingLayout.RD_OFFSET);
    expected.put("OFF_CANCEL_EPOCH", RingLayout.CANCEL_EPOCH_OFFSET);
    expected.put("OFF_EPOCH", RingLayout.EPOCH_OFFSET);
    expected.put("OFF_PROMPT_LEN", RingLayout.PROMPT_LEN_OFFSET);
    expected.put("OFF_SEED", RingLayout.SEED_OFFSET);
    expected.put("OFF_MAX_TOKENS", RingLayout.MAX_TOKENS_OFFSET);
    expected.put("OFF_DRAFT_TOKENS", RingLayout.DRAFT_TOKENS_OFFSET);
    expected.put("OFF_PROMPT", RingLayout.PROMPT_OFFSET);
  }
}
