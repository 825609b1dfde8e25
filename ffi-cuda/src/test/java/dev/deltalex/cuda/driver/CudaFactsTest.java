package dev.deltalex.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Constants and signatures equal those of {@code cuda.h}. {@code cuda-facts.txt} is the output of
 * {@code cuda_facts.cpp}; if a toolkit is installed, the program runs again and its output is
 * compared with the file, so that the file cannot become outdated.
 */
class CudaFactsTest {
  private static final String GOLDEN = "cuda-facts.txt";

  /** The first toolkit whose cuda.h has every name. */
  private static final int OLDEST_TOOLKIT = 13_000;

  private static List<String> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CudaFactsTest.class.getResourceAsStream(GOLDEN), GOLDEN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void constants() throws Exception {
    Map<String, Long> expected = new TreeMap<>();
    for (String line : golden()) {
      String[] words = line.split(" ");
      if (words[0].equals("constant")) {
        expected.put(words[1], Long.valueOf(words[2]));
      }
    }
    Map<String, Long> actual = new TreeMap<>();
    for (Field field : CudaConstants.class.getDeclaredFields()) {
      if (field.getType() == int.class) {
        actual.put(field.getName(), (long) field.getInt(null));
      }
    }
    assertEquals(expected, actual);
  }

  @Test
  void signatures() throws IOException {
    Map<String, String> expected =
        golden().stream()
            .filter(line -> line.startsWith("function "))
            .map(line -> line.split(" ", 3))
            .collect(Collectors.toMap(words -> words[1], words -> words[2]));
    Map<String, String> actual = new TreeMap<>();
    for (DriverFunction function : DriverFunction.values()) {
      StringBuilder line = new StringBuilder("int4");
      for (ParameterKind kind : function.parameters()) {
        String word =
            switch (kind) {
              case BYTE, INT, SIZE, WIDE -> "int";
              case HANDLE -> "handle";
              case POINTER -> "pointer";
            };
        line.append(' ').append(word).append(kind.layout().byteSize());
      }
      actual.put(function.symbol(), line.toString());
    }
    assertEquals(new TreeMap<>(expected), actual);
  }

  /** The descriptor for the linker matches the kinds of the parameters. */
  @Test
  void descriptors() {
    for (DriverFunction function : DriverFunction.values()) {
      FunctionDescriptor descriptor = function.descriptor();
      assertEquals(4, descriptor.returnLayout().orElseThrow().byteSize(), function.symbol());
      List<? extends MemoryLayout> layouts =
          function.parameters().stream().map(ParameterKind::layout).toList();
      assertEquals(layouts, descriptor.argumentLayouts(), function.symbol());
    }
  }

  private static int version(Path header) throws IOException {
    String define = "#define CUDA_VERSION ";
    return Files.readAllLines(header).stream()
        .filter(line -> line.startsWith(define))
        .mapToInt(line -> Integer.parseInt(line.substring(define.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  @Test
  void goldenFileIsFresh() throws IOException {
    if (NativeTools.cudaInclude().isEmpty()) {
      NativeTools.skip("comparison of " + GOLDEN + " with cuda.h", "no CUDA toolkit");
    }
    Path header = NativeTools.cudaInclude().orElseThrow().resolve("cuda.h");
    if (version(header) < OLDEST_TOOLKIT) {
      NativeTools.skip(
          "comparison of " + GOLDEN + " with cuda.h", header + " lacks the later error codes");
    }
    String program =
        NativeTools.program(
                "cuda_facts",
                List.of(NativeTools.TEST_SOURCES.resolve("cuda_facts.cpp")),
                List.of("-I" + NativeTools.cudaInclude().orElseThrow()))
            .toString();
    NativeTools.Outcome outcome = NativeTools.run(List.of(program));
    assertEquals(0, outcome.status());
    assertEquals(golden(), outcome.output().lines().toList());
  }
}
